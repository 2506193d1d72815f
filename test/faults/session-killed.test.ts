import { execFileSync, spawn } from 'node:child_process'
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from '@jest/globals'
import { localRunProbe } from '../../src/adapters/git/run-probe.ts'
import { collect } from '../contract/ledger-contract.ts'
import { expectOneHolderAtATime } from '../session/holders.ts'
import { KEY, LEASE_SECONDS, openWorld, type World } from '../session/support.ts'

/**
 * A `git` that counts its calls and kills the process that started it, before or after doing what it was asked at the chosen call:
 * between two of them the process changes nothing, so these are all the moments at which its death can matter.
 */
async function installKiller(world: World): Promise<string> {
  const real = execFileSync('sh', ['-c', 'command -v git'], { encoding: 'utf8' }).trim()
  const directory = join(world.sandbox.directory, '.git', 'killer')
  await mkdir(directory)
  await writeFile(
    join(directory, 'git'),
    `#!/bin/sh
count=$(($(cat "$KILLER/count" 2>/dev/null || echo 0) + 1))
echo "$count" > "$KILLER/count"
if [ "$count" = "$KILL_AT" ] && [ "$KILL_WHEN" = before ]; then kill -9 "$PPID"; exit 1; fi
'${real}' "$@"
code=$?
if [ "$count" = "$KILL_AT" ] && [ "$KILL_WHEN" = after ]; then kill -9 "$PPID"; fi
exit "$code"
`,
  )
  await chmod(join(directory, 'git'), 0o755)
  return directory
}

interface Death {
  readonly signal: string | null
  readonly acknowledged: readonly string[]
  readonly calls: number
}

async function deployAndDie(world: World, at: number, when: 'before' | 'after'): Promise<Death> {
  const killer = await installKiller(world)
  const worker = fileURLToPath(new URL('../session/worker.ts', import.meta.url))
  const env = { ...process.env, NODE_OPTIONS: '', PATH: `${killer}${delimiter}${process.env['PATH'] ?? ''}`, KILLER: killer, KILL_AT: String(at), KILL_WHEN: when }
  const child = spawn(process.execPath, ['--no-warnings', worker, world.sandbox.directory, 'victim', 'deploy', '1'], { stdio: ['ignore', 'pipe', 'inherit'], env })
  let out = ''
  child.stdout.on('data', (chunk: Buffer) => { out += chunk.toString() })
  const signal = await new Promise<string | null>((resolve) => { child.on('close', (_, by) => { resolve(by) }) })
  return { signal, acknowledged: out.split('\n').filter((line) => line !== ''), calls: Number(await readFile(join(killer, 'count'), 'utf8')) }
}

async function survives(at: number, when: 'before' | 'after'): Promise<void> {
  const world = await openWorld()
  try {
    const death = await deployAndDie(world, at, when)
    expect(death.signal).toBe('SIGKILL')
    const heads = await collect(world.store.history(KEY))
    expectOneHolderAtATime(heads)
    expect(heads.map((head) => head.oid)).toEqual(expect.arrayContaining([...death.acknowledged]))
    // At most one entry can be there whose writer did not live to hear of it, and the release, which acknowledges nothing.
    expect(heads.length - death.acknowledged.length).toBeLessThanOrEqual(2)
    world.clock.time = Date.now() + LEASE_SECONDS * 1000
    const next = await world.open('next', { probe: localRunProbe(), lockTimeoutMs: 60_000 })
    expect(next.state.current?.deployment).toEqual(heads[0]?.entry.state.current?.deployment)
    await next.release()
    expectOneHolderAtATime(await collect(world.store.history(KEY)))
    expect(world.sandbox.person('fsck', '--strict', '--no-dangling', '--no-progress')).toBe('')
  } finally {
    await world.sandbox.close()
  }
}

describe('(D03, D04, D06) a run that is killed at any of its git calls', () => {
  it('leaves a ledger that can be read, checked and taken over', async () => {
    const world = await openWorld()
    const whole = await deployAndDie(world, 0, 'after')
    await world.sandbox.close()
    expect(whole.signal).toBeNull()
    expect(whole.calls).toBeGreaterThan(10)
    // Before a call everything is as after the one before it, so one of the two is enough for all but the first.
    const calls = Array.from({ length: whole.calls }, (_, index) => index + 1)
    await Promise.all([0, 1].map(async (lane) => {
      if (lane === 0) await survives(1, 'before')
      for (const call of calls.filter((one) => one % 2 === lane)) await survives(call, 'after')
    }))
  }, 600_000)
})
