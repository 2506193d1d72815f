import { expect, it } from '@jest/globals'
import { emptyState, fold } from '../../../src/domain/ledger/fold.ts'
import { timelineOf } from '../../../src/domain/ledger/history.ts'
import { decideLease, mayAppend } from '../../../src/domain/ledger/lease.ts'
import { sentenceOf } from '../../../src/domain/ledger/sentence.ts'
import { ALICE, BOB, entryOf, EVERY_EVENT, NOW } from './samples.ts'

const odd = { kind: 'exploded' } as never
const held = { ...emptyState, lease: { owner: ALICE, fence: 1, expiresAt: NOW } }

it.each<[string, () => unknown]>([
  ['fold', () => fold(emptyState, odd, { height: 1, at: NOW, run: ALICE })],
  ['mayAppend', () => mayAppend(emptyState, odd, { run: ALICE, fence: 1, at: NOW })],
  ['sentenceOf', () => sentenceOf(odd)],
  ['timelineOf', () => timelineOf([{ ...entryOf(EVERY_EVENT['lease-released']), event: odd }])],
  ['decideLease', () => decideLease(held, BOB, NOW, 'perhaps' as never)],
])('(I6) %s refuses an alternative that it does not know', (_, call) => {
  expect(call).toThrow('Unexpected alternative')
})
