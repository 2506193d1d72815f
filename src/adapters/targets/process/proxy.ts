// The weighted proxy: every request draws its release, every release takes its instances in turn.
import { request as send, type IncomingMessage, type ServerResponse } from 'node:http'
import type { Digest } from '../../../domain/artifact/digest.ts'
import { drawWeighted, type Meter } from './counters.ts'
import type { Fleet } from './fleet.ts'
import { hasBody, requestHeaders, responseHeaders } from './headers.ts'
import { INSTANCE_HOST } from './readiness.ts'
import type { Running } from './slot.ts'

/** How often one request may be sent to another instance because the one before could not have answered it. */
const MOST_RETRIES = 3
/** Methods that may be repeated (RFC 9110, 9.2.2). */
const IDEMPOTENT = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE', 'PUT', 'DELETE'])

export interface ProxyOptions {
  readonly fleet: Fleet
  readonly releases: () => readonly { readonly digest: Digest; readonly weight: number }[]
  readonly meter: () => Meter
  readonly upstreamTimeoutMs: () => number
  /** Whether clients are asked to connect anew, because this process is about to end. */
  readonly isLeaving: () => boolean
}

/** The release of one request. */
export function drawRelease(options: ProxyOptions): Digest | undefined {
  return drawWeighted(options.releases(), Math.random())?.digest
}

/**
 * Answers one request from the release it draws. It is counted against that release whatever happens: with the time until the answer
 * began; as an error when the status is 5xx or no answer came. A client that leaves is not an error of the release.
 */
export function proxyRequest(options: ProxyOptions, request: IncomingMessage, response: ServerResponse): void {
  const digest = drawRelease(options)
  if (options.isLeaving()) response.setHeader('connection', 'close')
  if (digest === undefined) {
    refuse(response, 503, 'no release is deployed here')
    return
  }
  const from = performance.now()
  let isCounted = false
  const count = (isError: boolean): void => {
    if (isCounted) return
    isCounted = true
    options.meter().count(digest, performance.now() - from, isError)
  }
  response.once('close', () => {
    if (!response.writableFinished) count(false)
  })
  forward(options, { request, response, digest, count, tried: new Set() })
}

interface Exchange {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly digest: Digest
  readonly count: (isError: boolean) => void
  readonly tried: Set<Running>
}

function forward(options: ProxyOptions, exchange: Exchange): void {
  const { request, response, digest, count, tried } = exchange
  const running = options.fleet.pick(digest, tried)
  if (running === undefined) {
    count(true)
    refuse(response, tried.size === 0 ? 503 : 502, tried.size === 0 ? 'no instance of the release is ready' : 'no instance of the release answered')
    return
  }
  tried.add(running)
  const method = request.method ?? 'GET'
  const carriesBody = hasBody(request)
  // Only what may be repeated goes over a connection that was used before: one that has just been closed by the other side cannot be
  // told from one whose request was lost.
  const mayRepeat = IDEMPOTENT.has(method) && !carriesBody
  const upstream = send({
    host: INSTANCE_HOST,
    port: running.port,
    method,
    path: request.url ?? '/',
    headers: requestHeaders(request),
    agent: mayRepeat ? running.agent : false,
    timeout: options.upstreamTimeoutMs(),
    setHost: false,
  })
  let isConnected = false
  let isAnswered = false
  let isTimedOut = false
  running.inFlight += 1
  upstream.once('close', () => {
    running.inFlight -= 1
  })
  upstream.once('socket', (socket) => {
    const begin = (): void => {
      isConnected = true
      if (carriesBody) request.pipe(upstream)
      else upstream.end()
    }
    // The body is not touched before there is a connection, so that a refused one can be tried elsewhere.
    if (socket.connecting) socket.once('connect', begin)
    else begin()
  })
  upstream.once('timeout', () => {
    isTimedOut = true
    upstream.destroy(new Error('timeout'))
  })
  upstream.once('response', (answer) => {
    isAnswered = true
    upstream.setTimeout(0)
    const status = answer.statusCode ?? 502
    count(status >= 500)
    if (response.destroyed) {
      upstream.destroy()
      return
    }
    response.writeHead(status, answer.statusMessage, responseHeaders(answer))
    answer.pipe(response)
    answer.once('error', () => undefined)
    answer.once('close', () => {
      if (answer.complete) return
      if (!response.destroyed && status < 500) options.meter().countBroken(digest)
      // Half an answer must not look whole.
      response.destroy()
    })
  })
  upstream.on('error', () => {
    if (isAnswered || response.destroyed) return
    options.fleet.suspect(running)
    const isRepeatable = !isConnected || (mayRepeat && upstream.reusedSocket)
    if (!isTimedOut && isRepeatable && tried.size <= MOST_RETRIES) {
      forward(options, exchange)
      return
    }
    count(true)
    refuse(response, isTimedOut ? 504 : 502, isTimedOut ? 'the release did not answer in time' : 'the release gave no answer')
  })
  response.once('close', () => {
    if (!response.writableFinished) upstream.destroy()
  })
}

function refuse(response: ServerResponse, status: number, why: string): void {
  if (response.destroyed || response.headersSent) return
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'x-flowspec-proxy': 'refused' })
  response.end(`${why}\n`)
}
