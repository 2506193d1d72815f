import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { request } from 'node:http'
import { connect } from 'node:net'
import { drawWeighted } from '../../../../src/adapters/targets/process/counters.ts'
import type { Digest } from '../../../../src/domain/artifact/digest.ts'
import { releaseOf } from '../../../../src/domain/rollout/live.ts'
import type { Counters } from '../../../../src/domain/health/reading.ts'
import { ask } from '../../../support/load.ts'
import { eventually, processBench, type ProcessBench } from './bench.ts'

const SERVER = `
import { createServer } from 'node:http'
const server = createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url, 'http://x')
  if (pathname === '/healthz') return void response.end('ok')
  if (pathname === '/hang') return
  if (pathname === '/die') return void request.socket.destroy()
  if (pathname === '/half') {
    response.writeHead(200, { 'content-length': 100 })
    response.write('only this')
    return void setTimeout(() => request.socket.destroy(), 30)
  }
  if (pathname === '/status') { response.statusCode = Number(searchParams.get('code')); return void response.end() }
  if (pathname === '/slow') return void setTimeout(() => response.end('late'), 130)
  if (pathname === '/headers') { response.setHeader('set-cookie', ['a=1', 'b=2']); return void response.end(JSON.stringify(request.rawHeaders)) }
  let size = 0
  request.on('data', (chunk) => { size += chunk.length; response.write(chunk) })
  request.on('end', () => response.end('|' + request.method + '|' + size))
})
server.on('upgrade', (request, socket, head) => {
  socket.write('HTTP/1.1 101 Switching Protocols\\r\\nConnection: Upgrade\\r\\nUpgrade: echo\\r\\n\\r\\n')
  socket.on('error', () => 0)
  socket.on('data', (chunk) => socket.write('echo ' + chunk))
})
server.listen(process.env.PORT, process.env.HOST)
`

let bench: ProcessBench
let digest: Digest
let address = ''

beforeAll(async () => {
  bench = processBench()
  digest = bench.store.release('1.0.0', { 'server.mjs': SERVER })
  const target = bench.target({}, { upstreamTimeoutMs: 300, latencyBoundsMs: [100, 1000] })
  await target.prepare({ digest, version: '1.0.0', instances: 1 }, bench.fenced())
  address = (await target.shift({ candidate: digest, weight: 100, instances: { candidate: 1, stable: 0 } }, bench.fenced())).address ?? ''
})
afterAll(() => bench.close())

async function counters(): Promise<Counters> {
  const state = await bench.target().observe(AbortSignal.timeout(10_000))
  expect(state.boundsMs).toEqual([100, 1000])
  const release = releaseOf(state, digest)
  if (release === undefined) throw new Error('not deployed')
  return release.counters
}

/** What `during` added to the counters. */
async function counted(during: () => Promise<unknown>): Promise<{ readonly requests: number; readonly errors: number; readonly over: readonly number[] }> {
  const before = await counters()
  await during()
  const after = await counters()
  return { requests: after.requests - before.requests, errors: after.errors - before.errors, over: after.over.map((count, index) => count - (before.over[index] ?? 0)) }
}

function post(path: string, body: Buffer, headers: Record<string, string> = {}): Promise<{ readonly status: number; readonly body: Buffer }> {
  return new Promise((resolve, reject) => {
    const sent = request(`${address}${path}`, { method: 'POST', headers }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks) }))
      response.on('error', reject)
    })
    sent.on('error', reject)
    sent.end(body)
  })
}

describe('the proxy', () => {
  it('[E2] draws releases with exactly their weights', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100 }), fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (weight, draw) => {
        const drawn = drawWeighted([{ name: 'new', weight }, { name: 'old', weight: 100 - weight }], draw)
        expect(drawn?.name).toBe(draw * 100 < weight ? 'new' : 'old')
      }),
    )
    expect(drawWeighted([], 0.5)).toBeUndefined()
    expect(drawWeighted([{ weight: 0 }], 0.5)).toBeUndefined()
  })

  it('[E2] counts answers, server errors and time over each bound', async () => {
    expect(await counted(() => ask(`${address}/x`))).toMatchObject({ requests: 1, errors: 0 })
    expect(await counted(() => ask(`${address}/status?code=404`))).toMatchObject({ requests: 1, errors: 0 })
    expect(await counted(() => ask(`${address}/status?code=503`))).toMatchObject({ requests: 1, errors: 1 })
    const slow = await counted(() => ask(`${address}/slow`))
    expect([slow.errors, slow.over[0]]).toEqual([0, 1])
  })

  it('[E2] counts no answer, half an answer and a late answer as errors of the release', async () => {
    expect(await counted(async () => expect((await ask(`${address}/die`)).status).toBe(502))).toMatchObject({ requests: 1, errors: 1 })
    expect(await counted(async () => expect((await ask(`${address}/hang`)).status).toBe(504))).toMatchObject({ requests: 1, errors: 1, over: [1, 0] })
    expect(await counted(() => expect(ask(`${address}/half`)).rejects.toThrow())).toMatchObject({ requests: 1, errors: 1 })
  })

  it('[E2] does not blame the release for a client that leaves', async () => {
    const seen = await counted(async () => {
      const before = (await counters()).requests
      const socket = connect(Number(new URL(address).port), '127.0.0.1')
      socket.write('GET /hang HTTP/1.1\r\nHost: x\r\n\r\n')
      setTimeout(() => socket.destroy(), 60)
      await eventually('the request is counted', async () => (await counters()).requests > before)
    })
    expect(seen).toMatchObject({ requests: 1, errors: 0 })
  })

  it('[E2] streams bodies of any size both ways, with a length and without', async () => {
    const large = Buffer.alloc(3 * 1024 * 1024, 'abc')
    const sized = await post('/', large, { 'content-length': String(large.length) })
    expect([sized.status, sized.body.subarray(0, large.length).equals(large), sized.body.subarray(large.length).toString()]).toEqual([200, true, `|POST|${large.length}`])
    const chunked = await post('/', Buffer.from('hello'), { 'transfer-encoding': 'chunked' })
    expect(chunked.body.toString()).toBe('hello|POST|5')
    const empty = await post('/', Buffer.alloc(0))
    expect(empty.body.toString()).toBe('|POST|0')
  })

  it('[E2] passes headers on but those of the connection, and says who asked', async () => {
    const raw = await new Promise<string>((resolve) => {
      const socket = connect(Number(new URL(address).port), '127.0.0.1')
      const chunks: Buffer[] = []
      socket.on('data', (chunk: Buffer) => chunks.push(chunk))
      socket.on('close', () => resolve(Buffer.concat(chunks).toString()))
      socket.write('GET /headers HTTP/1.1\r\nHost: shop.example\r\nConnection: close, X-Private\r\nX-Private: 1\r\nTE: trailers\r\nX-Forwarded-For: 9.9.9.9\r\nX-Kept: yes\r\n\r\n')
    })
    expect(raw).toMatch(/set-cookie: a=1\r\nset-cookie: b=2\r\n/i)
    const seen: unknown = JSON.parse(/\[.*\]/.exec(raw)?.[0] ?? '[]')
    const names = (Array.isArray(seen) ? seen : []).map((each) => String(each).toLowerCase())
    expect(names).toEqual(expect.arrayContaining(['x-kept', 'yes', 'shop.example', '9.9.9.9, 127.0.0.1', 'x-forwarded-proto', 'http', 'x-forwarded-host']))
    expect(names).not.toEqual(expect.arrayContaining(['x-private']))
    expect(names).not.toEqual(expect.arrayContaining(['te']))
  })

  it('[E2] joins both sides of an upgraded connection', async () => {
    const answer = await new Promise<string>((resolve, reject) => {
      const sent = request(`${address}/socket`, { headers: { connection: 'Upgrade', upgrade: 'echo' } })
      sent.on('error', reject)
      sent.on('upgrade', (_response, socket) => {
        socket.on('data', (chunk: Buffer) => {
          resolve(chunk.toString())
          socket.destroy()
        })
        socket.write('hello')
      })
      sent.end()
    })
    expect(answer).toBe('echo hello')
  })

  it('[E2] answers 503 when nothing is deployed', async () => {
    await bench.target().restore({ id: 'snap_1', at: 0 }, bench.fenced())
    expect(await ask(`${address}/x`)).toMatchObject({ status: 503, body: 'no release is deployed here\n' })
  })
})
