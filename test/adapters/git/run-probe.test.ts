import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { hostname } from 'node:os'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from '@jest/globals'
import { localRun, localRunProbe } from '../../../src/adapters/git/run-probe.ts'
import type { RunRef } from '../../../src/domain/ledger/entry.ts'

const probe = localRunProbe()

/** Another process that tells its own reference and lives until it is killed. */
async function startRun(): Promise<{ readonly child: ChildProcess; readonly run: RunRef }> {
  const module = fileURLToPath(new URL('../../../src/adapters/git/run-probe.ts', import.meta.url))
  const script = `import(${JSON.stringify(module)}).then(async ({ localRun }) => { console.log(JSON.stringify(await localRun('other', Date.now()))); setInterval(() => {}, 1000) })`
  const child = spawn(process.execPath, ['--no-warnings', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, NODE_OPTIONS: '' } })
  const [line] = await once(child.stdout, 'data') as [Buffer]
  return { child, run: JSON.parse(line.toString('utf8')) as RunRef }
}

describe('whether a local run still lives', () => {
  it('knows its own process', async () => {
    const before = Date.now()
    const me = await localRun('01ABC', before)
    expect(me).toMatchObject({ id: '01ABC', attempt: 1, host: hostname(), pid: process.pid })
    expect(me.startedAt).toBeLessThanOrEqual(before)
    expect(await probe.state(me)).toBe('running')
  })

  it('(D19) takes a stopped process for running, and a killed one for finished', async () => {
    const { child, run } = await startRun()
    expect(await probe.state(run)).toBe('running')
    child.kill('SIGSTOP')
    expect(await probe.state(run)).toBe('running')
    child.kill('SIGKILL')
    await once(child, 'exit')
    expect(await probe.state(run)).toBe('finished')
  })

  it('is not fooled by a pid that another process has now', async () => {
    const me = await localRun('a', Date.now())
    expect(await probe.state({ ...me, birth: `${me.birth ?? ''}0` })).toBe('finished')
  })

  it('cannot tell when it does not know when the process began', async () => {
    const { birth: _birth, ...me } = await localRun('a', Date.now())
    expect(await probe.state(me)).toBe('unknown')
  })

  it.each<[string, (me: RunRef) => RunRef]>([
    ['another host', (me) => ({ ...me, host: 'elsewhere' })],
    ['another process table', (me) => ({ ...me, realm: 'elsewhere' })],
    ['no pid', ({ pid: _pid, ...me }) => me],
    ['a pid that would name a process group', (me) => ({ ...me, pid: 0 })],
    ['no process table', ({ realm: _realm, ...me }) => me],
    ['GitHub', () => ({ id: '123', attempt: 1, url: 'https://github.com/a/b/actions/runs/123' })],
  ])('(C09) cannot tell about a run with %s', async (_, change) => {
    expect(await probe.state(change(await localRun('a', Date.now())))).toBe('unknown')
  })
})
