import { existsSync, rmSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { answerJson, readJson } from './json-http.ts'
import { ProtocolError } from './protocol.ts'

/** How often it is checked that the socket is still there, milliseconds: sweepers of temporary directories remove old ones. */
const KEEP_MS = 2_000

export type Answered = { readonly status: number; readonly value: unknown }

/** What can be asked over the control socket, by method and path. Each takes the question's JSON (undefined without one). */
export type Routes = Readonly<Record<string, (body: unknown) => Answered>>

export interface Control {
  /** Begins to listen; takes the place of a socket that an ended supervisor left. */
  open(): Promise<void>
  /** Stops listening and removes the socket. */
  close(): Promise<void>
}

/** The supervisor's control API on a unix socket that only its owner can open (0600). */
export function control(path: string, routes: Routes): Control {
  let server: Server | undefined
  let keeper: NodeJS.Timeout | undefined

  const listen = async (): Promise<void> => {
    rmSync(path, { force: true })
    const fresh = createServer((request, response) => {
      void serve(routes, request, response)
    })
    fresh.on('error', () => undefined)
    // The socket must never exist with wider permissions, not even for a moment.
    const before = process.umask(0o177)
    try {
      await new Promise<void>((resolve, reject) => {
        fresh.once('error', reject)
        fresh.listen(path, resolve)
        process.umask(before)
      })
    } finally {
      process.umask(before)
    }
    server = fresh
  }

  return {
    async open() {
      await listen()
      keeper = setInterval(() => {
        if (existsSync(path)) return
        server?.close()
        listen().catch((error: unknown) => console.error(`control socket: ${String(error)}`))
      }, KEEP_MS)
    },
    async close() {
      clearInterval(keeper)
      const open = server
      server = undefined
      if (open === undefined) return
      await new Promise<void>((resolve) => {
        open.close(() => resolve())
      })
    },
  }
}

async function serve(routes: Routes, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    const route = routes[`${request.method ?? ''} ${request.url ?? ''}`]
    if (route === undefined) {
      answerJson(response, 404, { code: 'unknown', message: 'there is no such question' })
      return
    }
    const { status, value } = route(request.method === 'GET' ? undefined : await readJson(request))
    answerJson(response, status, value)
  } catch (error) {
    const isTheirs = error instanceof ProtocolError || error instanceof SyntaxError
    answerJson(response, isTheirs ? 400 : 500, { code: isTheirs ? 'malformed' : 'failed', message: error instanceof Error ? error.message : String(error) })
  }
}
