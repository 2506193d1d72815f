import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http'

/** Headers that belong to one connection and are never passed on (RFC 9110, 7.6.1), with the old ones that mean the same. */
const HOP_BY_HOP = new Set(['connection', 'keep-alive', 'proxy-connection', 'proxy-authenticate', 'proxy-authorization', 'te', 'trailer', 'transfer-encoding', 'upgrade'])

function endToEnd(message: IncomingMessage): Record<string, string | string[]> {
  const named = new Set((message.headers.connection ?? '').split(',').map((name) => name.trim().toLowerCase()))
  const kept = Object.entries(message.headersDistinct).flatMap(([name, values]) => {
    if (values === undefined || HOP_BY_HOP.has(name) || named.has(name)) return []
    const [first, ...others] = values
    return first === undefined ? [] : [[name, others.length === 0 ? first : values] as const]
  })
  return Object.fromEntries(kept)
}

/** Whether a body follows the request's headers. */
export function hasBody(request: IncomingMessage): boolean {
  return request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length'] ?? 0) > 0
}

/** Headers of a request as the release gets them. What an outer proxy said about the client is kept and added to. */
export function requestHeaders(request: IncomingMessage): OutgoingHttpHeaders {
  const headers: OutgoingHttpHeaders = endToEnd(request)
  // The body is asked for by us already.
  delete headers['expect']
  const client = request.socket.remoteAddress ?? 'unknown'
  const before = request.headers['x-forwarded-for']
  headers['x-forwarded-for'] = before === undefined ? client : `${String(before)}, ${client}`
  headers['x-forwarded-proto'] ??= 'http'
  const { host } = request.headers
  if (host !== undefined) headers['x-forwarded-host'] ??= host
  if (request.headers['transfer-encoding'] !== undefined) headers['transfer-encoding'] = 'chunked'
  return headers
}

/** Headers of an answer as the client gets them. */
export function responseHeaders(response: IncomingMessage): OutgoingHttpHeaders {
  return endToEnd(response)
}
