import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { stopSupervisor } from '../../../../src/adapters/targets/index.ts'
import { readStatus } from '../../../../src/adapters/targets/process/client.ts'
import { identityOf, lives } from '../../../../src/adapters/targets/process/identity.ts'
import { readSaved, releaseDirectory, stateFile } from '../../../../src/adapters/targets/process/places.ts'
import type { Status } from '../../../../src/adapters/targets/process/protocol.ts'
import type { Digest } from '../../../../src/domain/artifact/digest.ts'
import { liveDigestOf, releaseOf } from '../../../../src/domain/rollout/live.ts'
import type { TargetState } from '../../../../src/ports.ts'
import { ask } from '../../../support/load.ts'
import { eventually, processBench, type ProcessBench } from './bench.ts'

let bench: ProcessBench
beforeEach(() => {
  bench = processBench()
})
afterEach(() => bench.close())

async function deploy(digest: Digest, version = '1.0.0', instances = 1): Promise<TargetState> {
  await bench.target().prepare({ digest, version, instances }, bench.fenced())
  return bench.target().shift({ candidate: digest, weight: 100, instances: { candidate: instances, stable: 0 } }, bench.fenced())
}

const observe = (): Promise<TargetState> => bench.target().observe(AbortSignal.timeout(20_000))

async function statusOf(): Promise<Status> {
  const found = await readStatus(bench.directory, AbortSignal.timeout(20_000))
  if (found === undefined) throw new Error('no supervisor runs')
  return found.status
}

async function pids(): Promise<readonly number[]> {
  return (await statusOf()).releases.flatMap((release) => release.slots.flatMap((slot) => (slot.pid === undefined ? [] : [slot.pid])))
}

const isAlive = (pid: number): boolean => identityOf(pid) !== undefined

describe('the life of a process target', () => {
  it('[E2] outlives the program that deployed it, and the next one finds it (D17)', async () => {
    const digest = bench.store.release('1.0.0')
    const operator = `
      import { cp } from 'node:fs/promises'
      import { processTarget } from ${JSON.stringify(new URL('../../../../src/adapters/targets/index.ts', import.meta.url).href)}
      const options = JSON.parse(process.argv[1])
      const target = processTarget({ ...options, clock: { now: () => Date.now(), sleep: (ms) => new Promise((done) => setTimeout(done, ms)), ulid: () => '' },
        store: { extract: async (digest, to) => { await cp(options.from, to, { recursive: true }); return [] } } })
      const fenced = { fence: 3, signal: AbortSignal.timeout(30000) }
      await target.prepare({ digest: options.digest, version: '1.0.0', instances: 1 }, fenced)
      await target.shift({ candidate: options.digest, weight: 100, instances: { candidate: 1, stable: 0 } }, fenced)`
    const options = { ...bench.options, digest, from: join(bench.options.root, 'store', digest.slice(7)) }
    execFileSync(process.execPath, ['--input-type=module', '-e', operator, JSON.stringify(options)], {
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, NODE_OPTIONS: '', GITHUB_TOKEN: 'hidden', INPUT_TOKEN: 'hidden', ACTIONS_RUNTIME_TOKEN: 'hidden', RUNNER_TRACKING_ID: 'hidden' },
    })
    const state = await observe()
    expect(liveDigestOf(state)).toBe(digest)
    expect((await ask(state.address ?? '')).version).toBe('1.0.0')
    expect((await statusOf()).fence).toBe(3)
    const { pid, guardian } = await statusOf()
    if (process.platform === 'linux') {
      for (const each of [...(await pids()), pid, guardian]) expect(readFileSync(`/proc/${each}/environ`, 'utf8')).not.toContain('hidden')
    }
  })

  it('[E2] leaves no process behind when it is stopped, and comes back as it was (I12)', async () => {
    const digest = bench.store.release('1.0.0')
    const { address } = await deploy(digest, '1.0.0', 2)
    const { pid, guardian } = await statusOf()
    const all = [...(await pids()), pid, guardian]
    expect(all).toHaveLength(4)
    await stopSupervisor(bench.directory)
    await stopSupervisor(bench.directory)
    expect(all.filter(isAlive)).toEqual([])
    const stopped = await observe()
    expect(liveDigestOf(stopped)).toBeUndefined()
    expect(releaseOf(stopped, digest)?.instances.map((instance) => instance.health)).toEqual(['stopped', 'stopped'])
    const back = await bench.target().prepare({ digest, version: '1.0.0', instances: 2 }, bench.fenced())
    expect([liveDigestOf(back), back.address]).toEqual([digest, address])
    expect(bench.store.extractions()).toBe(1)
  })

  it('[E2] comes back by its own script, without the program that deployed it', async () => {
    const digest = bench.store.release('1.0.0')
    const { address = '' } = await deploy(digest)
    await stopSupervisor(bench.directory)
    const script = join(bench.directory, 'bin', readdirSync(join(bench.directory, 'bin'))[0] ?? '')
    execFileSync(process.execPath, [script, 'start', bench.directory], { stdio: 'inherit', env: { ...process.env, NODE_OPTIONS: '' } })
    await eventually('it serves', async () => (await ask(address)).status === 200)
    const status: unknown = JSON.parse(execFileSync(process.execPath, [script, 'status', bench.directory], { encoding: 'utf8', env: { ...process.env, NODE_OPTIONS: '' } }))
    expect(status).toMatchObject({ releases: [{ digest, weight: 100 }] })
    execFileSync(process.execPath, [script, 'stop', bench.directory], { stdio: 'inherit', env: { ...process.env, NODE_OPTIONS: '' } })
    await expect(ask(address)).rejects.toMatchObject({ code: 'ECONNREFUSED' })
  })

  it('[E2] runs its supervisor from the sources as well, where Node can', async () => {
    const digest = bench.store.release('1.0.0')
    const target = bench.target({}, { supervisorScript: join(import.meta.dirname, '../../../../src/supervisor.ts') })
    const state = await target.prepare({ digest, version: '1.0.0', instances: 1 }, bench.fenced())
    expect(releaseOf(state, digest)?.instances.map((instance) => instance.health)).toEqual(['healthy'])
  })

  it('[E2] goes on when its guardian is killed: another takes the socket over', async () => {
    const digest = bench.store.release('1.0.0')
    const { address = '' } = await deploy(digest)
    const before = await statusOf()
    const processes = await pids()
    process.kill(before.guardian, 'SIGKILL')
    await eventually('a new guardian', async () => (await statusOf()).guardian !== before.guardian && !isAlive(before.pid))
    expect((await ask(address)).version).toBe('1.0.0')
    expect(await pids()).toEqual(processes)
    expect(isAlive((await statusOf()).guardian)).toBe(true)
  })

  it('[G2] starts again on the same port and takes its living processes over when all of the supervisor was killed (D04)', async () => {
    const digest = bench.store.release('1.0.0')
    const { address = '' } = await deploy(digest)
    const processes = await pids()
    const { pid, guardian } = await statusOf()
    process.kill(guardian, 'SIGSTOP')
    process.kill(pid, 'SIGKILL')
    process.kill(guardian, 'SIGKILL')
    await eventually('the supervisor is dead', () => !isAlive(pid) && !isAlive(guardian))
    expect(processes.every(isAlive)).toBe(true)
    const dead = await observe()
    expect([liveDigestOf(dead), dead.releases.map((release) => release.weight)]).toEqual([undefined, [100]])
    const state = await bench.target().restore({ id: 'snap_1', at: 0, stable: { digest, version: '1.0.0', instances: 1 } }, bench.fenced())
    expect([state.address, liveDigestOf(state)]).toEqual([address, digest])
    expect(await pids()).toEqual(processes)
    expect((await ask(address)).version).toBe('1.0.0')
  })

  it('[E2] never takes another process for its own because the number is the same (I32)', async () => {
    const digest = bench.store.release('1.0.0')
    await deploy(digest)
    await stopSupervisor(bench.directory)
    const saved = readSaved(bench.directory)
    const stranger = { pid: process.pid, startTime: '1' }
    expect([lives(stranger), isAlive(process.pid)]).toEqual([false, true])
    const forged = { slot: 'x', digest, identity: stranger, port: 1, log: '', isReady: true, restarts: 0, isStopping: true, drainMs: 0 }
    writeFileSync(stateFile(bench.directory), JSON.stringify({ ...saved, processes: [forged, { ...forged, isStopping: false }] }))
    // Were it taken for ours, the process of this test would be adopted or ended.
    const state = await bench.target().prepare({ digest, version: '1.0.0', instances: 1 }, bench.fenced())
    expect(releaseOf(state, digest)?.instances).toHaveLength(1)
    expect(await pids()).not.toContain(process.pid)
  })

  it('[E2] kills a release that ignores SIGTERM, and what it started with it (I30)', async () => {
    await bench.close()
    bench = processBench({ drainSeconds: 0 })
    const stubborn = bench.store.release('1.0.0', {
      'server.mjs': `import { spawn } from 'node:child_process'
        import { createServer } from 'node:http'
        import { writeFileSync } from 'node:fs'
        process.on('SIGTERM', () => console.log('no'))
        const child = spawn(process.execPath, ['-e', 'process.on("SIGTERM", () => 0); setInterval(() => 0, 1000)'])
        writeFileSync('child.pid', String(child.pid))
        createServer((request, response) => response.end('ok')).listen(process.env.PORT, process.env.HOST)`,
    })
    await deploy(stubborn)
    const [leader = 0] = await pids()
    const child = Number(readFileSync(join(releaseDirectory(bench.directory, stubborn), 'app/child.pid'), 'utf8'))
    expect([leader, child].map(isAlive)).toEqual([true, true])
    await bench.target().restore({ id: 'snap_1', at: 0 }, bench.fenced())
    await eventually('both are gone', () => ![leader, child].some(isAlive))
    expect((await observe()).releases).toEqual([])
  })

  it('[E3] names a release that ends again and again, and one that never listens (I08)', async () => {
    const looping = bench.store.release('1.0.0', { 'server.mjs': `console.error('no such table: orders'); process.exit(4)` })
    await expect(bench.target().prepare({ digest: looping, version: '1.0.0', instances: 1 }, bench.fenced())).rejects.toMatchObject({
      code: 'candidate_unhealthy',
      message: expect.stringMatching(/1\.0\.0 .*ends again and again \(exit code 4\)[^]*no such table: orders/),
    })
    const silent = bench.store.release('2.0.0', { 'server.mjs': `console.log('thinking'); setInterval(() => 0, 1000)` })
    await expect(bench.target({ startLimitSeconds: 1 }).prepare({ digest: silent, version: '2.0.0', instances: 1 }, bench.fenced())).rejects.toMatchObject({
      code: 'candidate_unhealthy',
      message: expect.stringMatching(/not ready after 1 s \(0 of 1 instances are[^]*thinking/),
    })
    const missing = bench.store.release('3.0.0')
    await expect(bench.target({ argv: [join(bench.directory, 'no-such-program')] }).prepare({ digest: missing, version: '3.0.0', instances: 1 }, bench.fenced())).rejects.toMatchObject({
      code: 'candidate_unhealthy',
      message: expect.stringContaining('ENOENT'),
    })
    await eventually('nothing is left', async () => (await statusOf()).stopping.length === 0)
    expect((await observe()).releases).toEqual([])
  })

  it('[E2] lets a fix go out while the stable release is down (I12)', async () => {
    const broken = bench.store.release('1.0.0', {
      'server.mjs': `import { existsSync } from 'node:fs'
        if (existsSync('broken')) process.exit(1)
        const { createServer } = await import('node:http')
        createServer((request, response) => response.end('ok')).listen(process.env.PORT, process.env.HOST)`,
    })
    await deploy(broken)
    writeFileSync(join(releaseDirectory(bench.directory, broken), 'app/broken'), '')
    for (const pid of await pids()) process.kill(pid, 'SIGKILL')
    await eventually('the stable release is down', async () => releaseOf(await observe(), broken)?.instances[0]?.health === 'unhealthy')
    const fix = bench.store.release('1.0.1')
    await bench.target().prepare({ digest: fix, version: '1.0.1', instances: 1 }, bench.fenced())
    const half = await bench.target().shift({ candidate: fix, stable: broken, weight: 50, instances: { candidate: 1, stable: 1 } }, bench.fenced())
    expect(releaseOf(half, fix)).toMatchObject({ weight: 50, instances: [{ health: 'healthy' }] })
    const whole = await bench.target().shift({ candidate: fix, stable: broken, weight: 100, instances: { candidate: 1, stable: 1 } }, bench.fenced())
    expect(liveDigestOf(whole)).toBe(fix)
  })

  it('[B1] says which port is busy and what to do about it (I27, I32)', async () => {
    const blocker = createServer()
    const port = await new Promise<number>((resolve) => {
      blocker.listen(0, '127.0.0.1', () => {
        const address = blocker.address()
        resolve(typeof address === 'object' && address !== null ? address.port : 0)
      })
    })
    try {
      await expect(bench.target({ port }).prepare({ digest: bench.store.release('1.0.0'), version: '1.0.0', instances: 1 }, bench.fenced())).rejects.toMatchObject({
        code: 'target_unreachable',
        message: `port ${port} on 127.0.0.1 is used by another program`,
        remedy: expect.stringContaining('port'),
      })
    } finally {
      blocker.close()
    }
  })

  it('[B1] refuses a directory of another environment, and another address than the one it has', async () => {
    await deploy(bench.store.release('1.0.0'))
    const release = { digest: bench.store.release('1.0.0'), version: '1.0.0', instances: 1 }
    await expect(bench.target({}, { environment: 'staging' }).prepare(release, bench.fenced())).rejects.toMatchObject({ message: expect.stringContaining('belongs to shop in production') })
    await expect(bench.target({ port: 9 }).prepare(release, bench.fenced())).rejects.toMatchObject({ message: expect.stringContaining('the configuration says 127.0.0.1:9') })
  })

  it('[E2] lets only its owner use the control socket and read its state', async () => {
    await deploy(bench.store.release('1.0.0'))
    const socket = join(bench.directory, 'control.sock')
    expect([socket, stateFile(bench.directory)].map((path) => statSync(path).mode & 0o777)).toEqual([0o600, 0o600])
  })

  it('[E2] unpacks a release once, again when its files were changed, and never takes half of one for it (E25)', async () => {
    const digest = bench.store.release('1.0.0')
    const app = join(releaseDirectory(bench.directory, digest), 'app')
    mkdirSync(app, { recursive: true })
    writeFileSync(join(app, 'half'), 'of a release')
    await deploy(digest)
    expect([bench.store.extractions(), existsSync(join(app, 'half'))]).toEqual([1, false])
    await bench.target().restore({ id: 'snap_1', at: 0 }, bench.fenced())
    writeFileSync(join(app, 'server.mjs'), 'process.exit(1)')
    await deploy(digest)
    expect(bench.store.extractions()).toBe(2)
  })
})
