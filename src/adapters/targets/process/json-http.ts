import { request as send, type IncomingMessage, type ServerResponse } from 'node:http'

/** Most of a message on the control socket, bytes. */
const LIMIT = 4 * 1024 * 1024

/** Reads a JSON body; rejects when it is too long or not JSON. */
export async function readJson(message: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of message) {
    const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk))
    size += bytes.length
    if (size > LIMIT) throw new Error(`the message is longer than ${LIMIT} bytes`)
    chunks.push(bytes)
  }
  const value: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'))
  return value
}

/** Answers with JSON. */
export function answerJson(response: ServerResponse, status: number, value: unknown): void {
  const body = JSON.stringify(value)
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), connection: 'close' })
  response.end(body)
}

/** Asks over a unix socket. Rejects with the network error when nobody listens. */
export function askSocket(
  socketPath: string,
  question: { readonly method: string; readonly path: string; readonly body?: unknown; readonly signal: AbortSignal },
): Promise<{ readonly status: number; readonly value: unknown }> {
  return new Promise((resolve, reject) => {
    const request = send({ socketPath, method: question.method, path: question.path, agent: false, signal: question.signal, headers: { 'content-type': 'application/json' } })
    request.once('error', reject)
    request.once('response', (response) => {
      readJson(response).then((value) => resolve({ status: response.statusCode ?? 0, value }), reject)
    })
    request.end(question.body === undefined ? undefined : JSON.stringify(question.body))
  })
}
