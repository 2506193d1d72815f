import { get } from 'node:http'
import { connect, createServer } from 'node:net'

/** Instances listen here; only the proxy is public. */
export const INSTANCE_HOST = '127.0.0.1'

/** Whether the instance answers its readiness path with 2xx, or accepts a connection when there is no such path. */
export function isAnswering(port: number, ready: string | undefined, limitMs: number): Promise<boolean> {
  return new Promise<boolean>((resolve) => {
    const signal = AbortSignal.timeout(limitMs)
    if (ready === undefined) {
      const socket = connect({ port, host: INSTANCE_HOST })
      const end = (answer: boolean): void => {
        socket.destroy()
        resolve(answer)
      }
      signal.addEventListener('abort', () => end(false), { once: true })
      socket.once('connect', () => end(true))
      socket.on('error', () => end(false))
      return
    }
    const request = get({ host: INSTANCE_HOST, port, path: ready, agent: false, signal }, (response) => {
      const status = response.statusCode ?? 0
      resolve(status >= 200 && status < 300)
      response.destroy()
    })
    request.on('error', () => resolve(false))
  })
}

/** A free port, none of `taken`. Someone else may take it before it is used; the instance then ends and is started on another. */
export async function freePort(taken: ReadonlySet<number>): Promise<number> {
  for (;;) {
    const port = await new Promise<number>((resolve, reject) => {
      const server = createServer()
      server.once('error', reject)
      server.listen(0, INSTANCE_HOST, () => {
        const address = server.address()
        server.close(() => (typeof address === 'object' && address !== null ? resolve(address.port) : reject(new Error('no port'))))
      })
    })
    if (!taken.has(port)) return port
  }
}
