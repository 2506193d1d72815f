// A check of a ledger that uses none of the code it checks.
import { expect } from '@jest/globals'
import { verifyChain } from '../../src/domain/ledger/chain.ts'
import type { Head } from '../../src/domain/ledger/entry.ts'

const FREE = new Set(['abort-requested', 'overridden', 'packaged', 'lease-broken'])

/** One chain, one holder at a time, rising fences, nobody else's word in between. Gives how often the lock was taken. */
export function expectOneHolderAtATime(heads: readonly Head[]): number {
  expect(verifyChain(heads)).toEqual([])
  let holder: string | undefined
  let fence = 0
  let taken = 0
  for (const { entry } of heads.toReversed()) {
    const { event, run } = entry
    if (event.kind === 'lease-taken') {
      if (holder !== undefined) expect(event.from?.id).toBe(holder)
      expect(entry.height).toBeGreaterThan(fence)
      holder = run.id
      fence = entry.height
      taken += 1
    } else if (!FREE.has(event.kind)) {
      expect(`${entry.height} ${event.kind} ${run.id}`).toBe(`${entry.height} ${event.kind} ${String(holder)}`)
    }
    if (event.kind === 'lease-released' || event.kind === 'lease-broken') holder = undefined
    expect(entry.state.lease?.owner.id).toBe(holder)
    if (holder !== undefined) expect(entry.state.lease?.fence).toBe(fence)
  }
  return taken
}
