// A small HTTP service as it would be deployed: configured by its environment, honest about its health, graceful when it is told to end.
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'

/** What this release is and how it behaves. A good release has only a version; the others are for showing what happens to a bad one. */
const release = JSON.parse(readFileSync(new URL('./release.json', import.meta.url), 'utf8'))
const { version, failOneIn = 0, failToStart = false, latencyMs = 0, databaseUp = true, externalUp = true } = release

if (failToStart) {
  console.error(`cannot start ${version}: the setting DATABASE_URL is missing`)
  process.exit(3)
}

let served = 0
let isEnding = false

const routes = {
  '/': async () => {
    served += 1
    if (latencyMs > 0) await sleep(latencyMs)
    if (failOneIn > 0 && Math.random() < 1 / failOneIn) return { status: 500, body: { error: 'an order could not be priced' } }
    return { status: 200, body: { message: 'hello', version } }
  },
  '/healthz': async () => {
    const isHealthy = databaseUp && externalUp
    return { status: isHealthy ? 200 : 503, body: { ok: isHealthy, checks: { database: { ok: databaseUp }, external: { ok: externalUp } } } }
  },
  '/version': async () => ({ status: 200, body: { version, digest: process.env.RELEASE_DIGEST ?? 'unknown', served } }),
}

const server = createServer(async (request, response) => {
  const { pathname } = new URL(request.url, 'http://localhost')
  const route = request.method === 'GET' || request.method === 'HEAD' ? routes[pathname] : undefined
  const { status, body } = route === undefined ? { status: 404, body: { error: 'not found' } } : await route()
  response.writeHead(status, { 'content-type': 'application/json', 'x-release': version, ...(isEnding ? { connection: 'close' } : {}) })
  response.end(`${JSON.stringify(body)}\n`)
})

server.listen(Number(process.env.PORT ?? 3000), process.env.HOST ?? '127.0.0.1', () => {
  const { address, port } = server.address()
  console.log(`${version} listens on ${address}:${port}`)
})

for (const signal of ['SIGTERM', 'SIGINT']) {
  process.once(signal, () => {
    console.log(`${version} ends after ${served} requests`)
    // Connections that clients keep open end with their next answer.
    isEnding = true
    server.close(() => process.exit(0))
    server.closeIdleConnections()
  })
}
