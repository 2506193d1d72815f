import { request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import type { HttpCheck } from '../../domain/health/checks.ts'

/** Most of a body that is read, bytes (FAULTS G05). */
export const BODY_LIMIT = 1024 * 1024

/** What came back, before it is judged. Latency is from sending to the last byte, milliseconds. */
export interface Answer {
  readonly status: number
  readonly latencyMs: number
  readonly body: string
  readonly cut: boolean
  readonly location?: string
}

/**
 * Sends one request on a connection of its own and reads the answer. Redirects are not followed (FAULTS G06). The signal ends
 * everything, a body that drips in byte by byte included (G05). Rejects with the cause when there was no complete answer.
 */
export function askOnce(url: URL, check: HttpCheck, signal: AbortSignal): Promise<Answer> {
  return new Promise<Answer>((resolve, reject) => {
    const send = url.protocol === 'https:' ? requestHttps : requestHttp
    const from = performance.now()
    const request = send(url, { method: check.method, headers: { 'user-agent': 'flowspec-operate', ...check.headers }, agent: false, signal })
    request.on('error', reject)
    request.on('response', (response) => {
      const chunks: Buffer[] = []
      let size = 0
      const done = (cut: boolean): void => {
        const body = new TextDecoder('utf-8').decode(Buffer.concat(chunks).subarray(0, BODY_LIMIT))
        const { location } = response.headers
        resolve({ status: response.statusCode ?? 0, latencyMs: performance.now() - from, body, cut, ...(location === undefined ? {} : { location }) })
      }
      response.on('data', (chunk: Buffer) => {
        chunks.push(chunk)
        size += chunk.length
        if (size <= BODY_LIMIT) return
        done(true)
        request.destroy()
      })
      response.on('end', () => done(false))
      response.on('aborted', () => reject(new Error('the connection ended in the middle of the answer')))
      response.on('error', reject)
    })
    request.end(check.body)
  })
}
