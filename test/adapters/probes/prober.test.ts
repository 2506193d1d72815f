import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createTcpServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { programs } from '../../../src/adapters/exec/programs.ts'
import { prober } from '../../../src/adapters/probes/prober.ts'
import { parseDigest, type Digest } from '../../../src/domain/artifact/digest.ts'
import type { Check, CheckResult, HttpCheck } from '../../../src/domain/health/checks.ts'
import { realClock } from '../../support/real-clock.ts'

type Handler = (request: IncomingMessage, response: ServerResponse) => void

let handler: Handler = (_request, response) => response.end()
let address = ''
let cwd = ''
const server = createServer((request, response) => handler(request, response))
beforeAll(async () => {
  cwd = mkdtempSync(join(tmpdir(), 'flowspec-prober-'))
  address = `http://127.0.0.1:${await portOf(server)}`
})
beforeEach(() => {
  handler = (_request, response) => response.end('{"ok":true}')
})
afterEach(() => server.closeAllConnections())
afterAll(() => {
  server.close()
  rmSync(cwd, { recursive: true, force: true })
})

function portOf(listener: { listen(port: number, host: string, then: () => void): unknown; address(): unknown }): Promise<number> {
  return new Promise((resolve) => {
    listener.listen(0, '127.0.0.1', () => {
      const found = listener.address()
      resolve(typeof found === 'object' && found !== null && 'port' in found ? Number(found.port) : 0)
    })
  })
}

function digestOf(): Digest {
  const digest = parseDigest(`sha256:${'a'.repeat(64)}`)
  if (!digest.ok) throw new Error('not a digest')
  return digest.value
}

const COMMON = { name: 'it', timeoutMs: 5_000, consecutive: 1, area: 'health' } as const
const http = (more: Partial<HttpCheck> & Partial<Pick<Check, 'timeoutMs' | 'consecutive'>> = {}): Check => ({ ...COMMON, kind: 'http', method: 'GET', path: '/', headers: {}, expect: { status: [200] }, ...more })

function check(what: Check, more: { readonly limitMs?: number; readonly address?: string | undefined; readonly signal?: AbortSignal } = {}): Promise<CheckResult> {
  const at = 'address' in more ? more.address : address
  return prober({ clock: realClock, programs: programs(), cwd }).check(what, {
    ...(at === undefined ? {} : { address: at }),
    digest: digestOf(),
    deadline: Date.now() + (more.limitMs ?? 10_000),
    signal: more.signal ?? new AbortController().signal,
  })
}

describe('an HTTP check', () => {
  it('[D2] passes when status, latency, body and JSON are as expected', async () => {
    const wanted = { status: [200], latencyMs: 4_000, bodyContains: 'ok', bodyMatches: '^\\{.*\\}$', json: [{ path: '$.ok', equals: true }] }
    expect(await check(http({ expect: wanted }))).toMatchObject({ name: 'it', area: 'health', verdict: 'pass', attempts: 1, detail: expect.stringContaining('status 200') })
  })

  it('[D2] sends its method, headers and body', async () => {
    const seen: unknown[] = []
    handler = (request, response) => {
      request.on('data', (chunk: Buffer) => seen.push(request.method, request.headers['authorization'], chunk.toString()))
      request.on('end', () => response.end())
    }
    await check(http({ method: 'POST', path: '/login', headers: { authorization: 'Bearer x' }, body: '{}' }))
    expect(seen).toEqual(['POST', 'Bearer x', '{}'])
  })

  it('[D2] fails with the cause when nobody listens, and keeps trying until the deadline (G01)', async () => {
    const result = await check(http(), { address: 'http://127.0.0.1:1', limitMs: 600 })
    expect(result).toMatchObject({ verdict: 'fail', detail: expect.stringContaining('ECONNREFUSED') })
    expect(result.attempts).toBeGreaterThan(1)
  })

  it('[D2] waits for a service that warms up (G03)', async () => {
    let asked = 0
    handler = (_request, response) => {
      asked += 1
      response.statusCode = asked < 4 ? 503 : 200
      response.end()
    }
    expect(await check(http())).toMatchObject({ verdict: 'pass', attempts: 4 })
  })

  it('[D2] does not take a flapping service for healthy (G04)', async () => {
    let asked = 0
    handler = (_request, response) => {
      asked += 1
      response.statusCode = asked % 3 === 0 ? 500 : 200
      response.end()
    }
    expect((await check(http({ consecutive: 3 }), { limitMs: 2_500 })).verdict).toBe('fail')
    asked = 0
    expect(await check(http({ consecutive: 2 }))).toMatchObject({ verdict: 'pass', attempts: 2 })
  })

  it.each<[string, Handler]>([
    ['headers and then nothing', (_request, response) => void response.writeHead(200).flushHeaders()],
    ['one byte at a time', (_request, response) => void setInterval(() => response.write('x'), 50).unref()],
    ['nothing at all', () => undefined],
  ])('[D2] gives up on a service that sends %s (G05)', async (_what, hanging) => {
    handler = hanging
    expect(await check(http({ timeoutMs: 300 }), { limitMs: 400 })).toMatchObject({ verdict: 'fail', detail: expect.stringContaining('no complete answer within') })
  })

  it('[D2] reads no more than 1 MiB of a body without end (G05)', async () => {
    handler = (_request, response) => {
      const more = (): void => {
        if (!response.destroyed) response.write('y'.repeat(65_536), () => setImmediate(more))
      }
      more()
    }
    expect(await check(http({ expect: { status: [200], bodyContains: 'never' } }), { limitMs: 3_000 })).toMatchObject({ verdict: 'fail', detail: expect.stringContaining('the first part of the body') })
  })

  it('[D2] does not follow a redirect (G06)', async () => {
    handler = (request, response) => {
      if (request.url === '/login') response.end('welcome')
      else response.writeHead(302, { location: '/login' }).end()
    }
    expect(await check(http(), { limitMs: 300 })).toMatchObject({ verdict: 'fail', detail: expect.stringContaining('redirect to /login') })
  })

  it('[D2] is not held up by an expression that backtracks for ever (M13)', async () => {
    handler = (_request, response) => response.end('a'.repeat(50))
    expect(await check(http({ expect: { status: [], bodyMatches: '^(a+)+$b' } }), { limitMs: 600 })).toMatchObject({ verdict: 'fail', detail: expect.stringContaining('took too long') })
  })

  it.each([
    ['http://user:secret@127.0.0.1/', 'credentials'],
    ['ftp://127.0.0.1/', 'ftp:'],
    ['//elsewhere/', 'neither a path'],
    ['health', 'neither a path'],
    ['/a\r\nX: y', 'control characters'],
    ['http://', 'not a URL'],
  ])('[D2] refuses the address %j (G09)', async (path, why) => {
    expect(await check(http({ path }))).toMatchObject({ verdict: 'error', attempts: 1, detail: expect.stringContaining(why) })
  })

  it.each<[string, Partial<HttpCheck>]>([
    ['a header with a line break', { headers: { 'x-a': 'b\r\nhost: evil' } }],
    ['a header name with a blank', { headers: { 'x a': 'b' } }],
    ['a method with a line break', { method: 'GET\r\n' }],
    ['an expression that is malformed', { expect: { status: [200], bodyMatches: '(' } }],
  ])('[D2] refuses %s as an error of the check (G09)', async (_what, part) => {
    expect(await check(http(part))).toMatchObject({ verdict: 'error', attempts: 1, detail: expect.stringContaining('malformed') })
  })

  it('[D2] fails when the release has no address, and never passes without having asked', async () => {
    expect((await check(http(), { address: undefined, limitMs: 200 })).verdict).toBe('fail')
    expect(await check(http(), { limitMs: 0 })).toMatchObject({ verdict: 'inconclusive', attempts: 0 })
    expect(await check(http(), { signal: AbortSignal.abort(new Error('SIGINT')) })).toMatchObject({ verdict: 'error', detail: expect.stringContaining('SIGINT') })
  })
})

describe('a TCP check', () => {
  it('[D2] passes when the port is open: the own one, or the one named', async () => {
    const other = createTcpServer()
    const port = await portOf(other)
    expect((await check({ ...COMMON, kind: 'tcp' })).verdict).toBe('pass')
    expect((await check({ ...COMMON, kind: 'tcp', host: '127.0.0.1', port })).verdict).toBe('pass')
    await new Promise((resolve) => other.close(resolve))
    expect(await check({ ...COMMON, kind: 'tcp', host: '127.0.0.1', port }, { limitMs: 300 })).toMatchObject({ verdict: 'fail', detail: expect.stringContaining('ECONNREFUSED') })
  })

  it('[D2] fails without an address', async () => {
    expect((await check({ ...COMMON, kind: 'tcp' }, { address: undefined, limitMs: 200 })).verdict).toBe('fail')
  })
})

describe('a command check', () => {
  const command = (script: string, timeoutMs = 5_000): Check => ({ ...COMMON, timeoutMs, kind: 'command', argv: [process.execPath, '-e', script] })

  it('[D2] passes with exit code 0 and is told what to check', async () => {
    const { port } = new URL(address)
    const script = `const e = process.env; process.exit(e.TARGET_URL === ${JSON.stringify(address)} && e.TARGET_HOST === '127.0.0.1' && e.TARGET_PORT === '${port}' && e.TARGET_DIGEST.startsWith('sha256:') ? 0 : 1)`
    expect(await check(command(script))).toMatchObject({ verdict: 'pass' })
  })

  it.each([
    ['exit code 2', 'console.error("no such user"); process.exit(2)', 'found 2'],
    ['exit code 137', 'process.exit(137)', 'found 137'],
    ['a signal', 'process.kill(process.pid, "SIGTERM")', 'ended by SIGTERM'],
  ])('[D2] fails by %s (G11)', async (_what, script, detail) => {
    expect(await check(command(script, 1_500), { limitMs: 1_800 })).toMatchObject({ verdict: 'fail', detail: expect.stringContaining(detail) })
  })

  it('[D2] shows what a failed command said last', async () => {
    expect((await check(command('console.error("no such user"); process.exit(2)', 1_500), { limitMs: 1_800 })).tail).toContain('no such user')
  })

  it('[D2] fails by taking too long (I29)', async () => {
    expect(await check(command('setInterval(() => 0, 1000)', 500), { limitMs: 600 })).toMatchObject({ verdict: 'fail', detail: expect.stringContaining('killed') })
  })

  it('[D2] is an error when there is no such program', async () => {
    expect(await check({ ...COMMON, kind: 'command', argv: ['no-such-program-anywhere'] })).toMatchObject({ verdict: 'error', attempts: 1 })
  })
})
