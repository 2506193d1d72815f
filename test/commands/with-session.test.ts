import { describe, expect, it } from '@jest/globals'
import { withSession } from '../../src/commands/with-session.ts'
import type { Context } from '../../src/context.ts'
import { KEY } from '../domain/ledger/samples.ts'
import { PATHS, World, type Path } from '../execute/world.ts'

/** As much of a context as taking a lock needs. */
function contextOf(world: World): Context {
  const needed: Partial<Context> = {
    ledger: world.ledger(),
    runs: { state: () => Promise.resolve('unknown') },
    clock: world,
    console: world.console(),
    run: { id: 'us', attempt: 1 },
    actor: 'us',
    signal: new AbortController().signal,
  }
  return { ...needed, service: { name: KEY.service }, settings: { ledger: { leaseSeconds: 10 } }, intent: { lockTimeoutMs: 0 } } as Context
}

describe('the lock around a command', () => {
  const [path] = PATHS as readonly [Path]

  it('[A9] is given back however the command ends', async () => {
    const world = new World(path)
    expect(await withSession(contextOf(world), KEY.environment, 'c'.repeat(40), () => Promise.resolve('done'))).toBe('done')
    await expect(withSession(contextOf(world), KEY.environment, 'c'.repeat(40), () => Promise.reject(new Error('broken')))).rejects.toThrow('broken')
    expect(world.heads.map((head) => head.entry.event.kind)).toEqual(['lease-taken', 'lease-released', 'lease-taken', 'lease-released'])
  })

  it('(J11) does not turn what was done into a failure when it cannot be given back', async () => {
    const world = new World(path)
    const full = (value: () => Promise<string>) => withSession(contextOf(world), KEY.environment, 'c'.repeat(40), () => {
      world.ledgerFailsFrom = world.points
      return value()
    })
    expect(await full(() => Promise.resolve('done'))).toBe('done')
    expect(world.warnings).toEqual([expect.stringContaining('the lock of production could not be given back (no space left on device)')])
  })

  it('(J11) lets the command\'s own error through when it cannot be given back', async () => {
    const world = new World(path)
    const failing = withSession(contextOf(world), KEY.environment, 'c'.repeat(40), () => {
      world.ledgerFailsFrom = world.points
      return Promise.reject(new Error('the rollback failed'))
    })
    await expect(failing).rejects.toThrow('the rollback failed')
  })
})
