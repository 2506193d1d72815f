import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { isSameJson, verifyChain } from '../../../src/domain/ledger/chain.ts'
import { decodeEntry, encodeEntry } from '../../../src/domain/ledger/codec.ts'
import type { Entry, Head } from '../../../src/domain/ledger/entry.ts'
import { anyChain, BOB, chainOf, entryOf, EVERY_EVENT, NOW } from './samples.ts'

const CHAIN = chainOf([EVERY_EVENT['lease-taken'], EVERY_EVENT['rollout-began'], EVERY_EVENT['effect-began'], EVERY_EVENT['rollout-ended'], EVERY_EVENT['lease-released']])

function replaced(height: number, change: (entry: Entry) => Entry): readonly Head[] {
  return CHAIN.map((head) => (head.entry.height === height ? { ...head, entry: change(head.entry) } : head))
}

function findings(heads: readonly Head[]): readonly string[] {
  return verifyChain(heads).map((finding) => `${finding.height}: ${finding.what}`)
}

describe('checking a chain', () => {
  it('finds nothing in a chain that was written by the rules, before and after it was stored', () => {
    expect(verifyChain([])).toEqual([])
    fc.assert(
      fc.property(anyChain, (heads) => {
        expect(verifyChain(heads)).toEqual([])
        const stored = heads.map(({ oid, entry }) => {
          const decoded = decodeEntry(encodeEntry(entry))
          if (!decoded.ok) throw new Error(decoded.problems[0].what)
          return { oid, entry: decoded.value }
        })
        expect(verifyChain(stored)).toEqual([])
      }),
    )
  })

  it.each<[string, readonly Head[], readonly string[]]>([
    ['a state that was edited', replaced(3, (entry) => ({ ...entry, state: { ...entry.state, quarantine: [EVERY_EVENT.quarantined.quarantine] } })), ['3: says a state that does not follow from what happened', '4: says a state that does not follow from what happened']],
    ['an event that was edited', replaced(5, (entry) => ({ ...entry, event: EVERY_EVENT['lease-renewed'] })), ['5: says a state that does not follow from what happened']],
    ['an entry that is missing', CHAIN.filter((head) => head.entry.height !== 3), ['4: has height 4, the chain is 3 long here']],
    ['a beginning that was cut off', CHAIN.slice(0, 1), ['5: has height 5, the chain is 1 long here', '5: must not have been written: run run-a attempt 1 (process 4711 on build-1) does not hold the lock: nobody holds it.', '5: says a state that does not follow from what happened']],
    ['an entry of another ledger', replaced(5, (entry) => ({ ...entry, key: { service: 'shop', environment: 'staging' } })), ['5: belongs to shop/staging, the entry before it to shop/production']],
    ['an entry by a run without the lock', replaced(5, (entry) => ({ ...entry, run: BOB })), ['5: must not have been written: run run-b attempt 1 does not hold the lock: run run-a attempt 1 (process 4711 on build-1) holds it with fence 1.']],
    ['a renewal that nobody wrote', replaced(2, (entry) => ({ ...entry, renewUntil: NOW + 1e9 })), ['2: says a state that does not follow from what happened']],
  ])('finds %s', (_, heads, expected) => {
    expect(findings(heads)).toEqual(expect.arrayContaining([...expected]))
    expect(verifyChain(CHAIN)).toEqual([])
  })

  it('takes names that differ in case for one ledger, as the lock does (C04)', () => {
    expect(verifyChain(replaced(5, (entry) => ({ ...entry, key: { service: 'Shop', environment: 'PRODUCTION' } })))).toEqual([])
  })

  it('finds any single change of a stored entry other than its time, actor and unknown fields', () => {
    const entry = entryOf(EVERY_EVENT['rollout-began'], CHAIN.at(-1)?.entry)
    expect(findings([{ oid: 'x', entry: { ...entry, height: 7 } }, ...CHAIN.slice(-1)])).toHaveLength(1)
    expect(findings([{ oid: 'x', entry }, ...CHAIN.slice(-1)])).toEqual([])
  })

  it.each<[unknown, unknown, boolean]>([
    [1, 1, true],
    [1, '1', false],
    [null, {}, false],
    [{}, null, false],
    [{ a: 1, b: [1, { c: 2 }] }, { b: [1, { c: 2 }], a: 1 }, true],
    [{ a: 1 }, { a: 1, b: 2 }, false],
    [{ a: 1 }, { b: 1 }, false],
    [[1, 2], [2, 1], false],
    [[1], [1, 2], false],
    [[], {}, false],
    [{}, [], false],
  ])('compares %j with %j', (a, b, same) => {
    expect(isSameJson(a, b)).toBe(same)
  })
})
