import { request as send, type IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { requestHeaders } from './headers.ts'
import { drawRelease, type ProxyOptions } from './proxy.ts'
import { INSTANCE_HOST } from './readiness.ts'

/** Passes a protocol upgrade (a WebSocket) through: after the 101 both sides are joined until either closes. */
export function proxyUpgrade(options: ProxyOptions, request: IncomingMessage, client: Duplex, head: Buffer): void {
  const digest = drawRelease(options)
  client.on('error', () => client.destroy())
  const running = digest === undefined ? undefined : options.fleet.pick(digest, new Set())
  const from = performance.now()
  if (digest === undefined || running === undefined) {
    if (digest !== undefined) options.meter().count(digest, 0, true)
    client.end('HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nContent-Length: 0\r\n\r\n')
    return
  }
  const headers = { ...requestHeaders(request), connection: 'Upgrade', upgrade: request.headers.upgrade ?? '' }
  const upstream = send({ host: INSTANCE_HOST, port: running.port, method: request.method ?? 'GET', path: request.url ?? '/', headers, agent: false, setHost: false, timeout: options.upstreamTimeoutMs() })
  running.inFlight += 1
  let isOpen = true
  const release = (): void => {
    if (isOpen) running.inFlight -= 1
    isOpen = false
  }
  const refuse = (): void => {
    release()
    // A client that left is not an error of the release.
    if (client.destroyed) return
    options.meter().count(digest, performance.now() - from, true)
    client.end('HTTP/1.1 502 Bad Gateway\r\nConnection: close\r\nContent-Length: 0\r\n\r\n')
  }
  client.once('close', () => upstream.destroy())
  upstream.once('timeout', () => upstream.destroy(new Error('timeout')))
  upstream.once('error', refuse)
  upstream.once('upgrade', (answer, server, rest) => {
    options.meter().count(digest, performance.now() - from, false)
    client.write(headOf(answer))
    if (rest.length > 0) client.write(rest)
    if (head.length > 0) server.write(head)
    server.on('error', () => client.destroy())
    server.once('close', () => {
      release()
      client.destroy()
    })
    client.once('close', () => server.destroy())
    server.setTimeout(0)
    server.pipe(client)
    client.pipe(server)
  })
  upstream.once('response', (answer) => {
    // The release does not want to upgrade; its answer is the client's.
    options.meter().count(digest, performance.now() - from, (answer.statusCode ?? 502) >= 500)
    answer.once('close', release)
    client.write(headOf(answer, 'close'))
    answer.pipe(client)
  })
  upstream.end()
}

/** The head of an answer as it came, byte for byte but for the connection's own headers. */
function headOf(answer: IncomingMessage, connection?: string): string {
  const lines = [`HTTP/1.1 ${answer.statusCode ?? 502} ${answer.statusMessage ?? ''}`]
  for (let index = 0; index + 1 < answer.rawHeaders.length; index += 2) {
    const name = answer.rawHeaders[index] ?? ''
    if (connection !== undefined && /^(connection|transfer-encoding|keep-alive)$/i.test(name)) continue
    lines.push(`${name}: ${answer.rawHeaders[index + 1] ?? ''}`)
  }
  if (connection !== undefined) lines.push(`Connection: ${connection}`)
  return `${lines.join('\r\n')}\r\n\r\n`
}
