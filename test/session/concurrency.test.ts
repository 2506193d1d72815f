import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import type { LedgerStore } from '../../src/ports.ts'
import { appendFreely } from '../../src/session.ts'
import { collect } from '../contract/ledger-contract.ts'
import { expectOneHolderAtATime } from './holders.ts'
import { BEGAN, ENDED, KEY, LEASE_SECONDS, openWorld, PROGRESSED, type World } from './support.ts'

type Plan = 'finishes' | 'dies' | 'asks'

/** Plays one writer; gives the oids of all entries that it was told are written. */
async function play(world: World, store: LedgerStore, id: string, plan: Plan): Promise<readonly string[]> {
  if (plan === 'asks') return [(await appendFreely(world.options(id, { store }), { kind: 'abort-requested', actor: id, reason: 'please' })).oid]
  const session = await world.open(id, { store, lockTimeoutMs: 1e9 })
  const acknowledged = [session.head.oid]
  if (session.state.current === undefined) {
    await session.append(BEGAN)
    acknowledged.push(session.head.oid)
  }
  await session.append(PROGRESSED)
  acknowledged.push(session.head.oid)
  if (plan === 'dies') {
    world.probe.answers.set(id, 'finished')
    return acknowledged
  }
  await session.append(ENDED)
  acknowledged.push(session.head.oid)
  await session.release()
  return acknowledged
}

describe('many writers at once', () => {
  it('(C01) leave one chain, one holder at a time and no lost entry, however their calls interleave', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), fc.array(fc.constantFrom<Plan>('finishes', 'dies', 'asks'), { minLength: 2, maxLength: 4 }), async (scheduler, plans) => {
        const world = await openWorld()
        try {
          const store: LedgerStore = { ...world.store, read: scheduler.scheduleFunction(world.store.read), append: scheduler.scheduleFunction(world.store.append) }
          world.clock.onSleep = () => {
            world.clock.time += LEASE_SECONDS * 1000
            return scheduler.schedule(Promise.resolve())
          }
          const played = await scheduler.waitFor(Promise.all(plans.map((plan, index) => play(world, store, `r${index}`, plan))))
          const heads = await collect(world.store.history(KEY))
          const taken = expectOneHolderAtATime(heads)
          expect(taken).toBe(plans.filter((plan) => plan !== 'asks').length)
          const written = heads.map((head) => head.oid)
          for (const oid of played.flat()) expect(written).toContain(oid)
          expect(new Set(written).size).toBe(written.length)
        } finally {
          await world.sandbox.close()
        }
      }),
      { numRuns: 12 },
    )
  })

  it('(C01) leave one chain, one holder at a time and no lost entry when they are processes of their own', async () => {
    const world = await openWorld()
    try {
      const said = await Promise.all(['p1', 'p2', 'p3'].map((id) => work([world.sandbox.directory, id, 'rounds:2', '60'])))
      const heads = await collect(world.store.history(KEY))
      expect(expectOneHolderAtATime(heads)).toBe(6)
      const written = new Set(heads.map((head) => head.oid))
      const acknowledged = said.flat()
      expect(acknowledged).toHaveLength(3 * 2 * 5)
      expect(acknowledged.filter((oid) => !written.has(oid))).toEqual([])
      // Besides what was acknowledged there are only the six releases.
      expect(heads).toHaveLength(acknowledged.length + 6)
    } finally {
      await world.sandbox.close()
    }
  })
})

function work(args: readonly string[]): Promise<readonly string[]> {
  return new Promise((resolve, reject) => {
    const script = fileURLToPath(new URL('./worker.ts', import.meta.url))
    const child = spawn(process.execPath, ['--no-warnings', script, ...args], { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, NODE_OPTIONS: '' } })
    let out = ''
    let err = ''
    child.stdout.on('data', (chunk: Buffer) => { out += chunk.toString() })
    child.stderr.on('data', (chunk: Buffer) => { err += chunk.toString() })
    child.on('close', (code) => {
      if (code === 0) resolve(out.trim().split('\n'))
      else reject(new Error(err))
    })
  })
}
