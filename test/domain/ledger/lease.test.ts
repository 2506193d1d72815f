import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import type { LedgerState, RunRef } from '../../../src/domain/ledger/entry.ts'
import { emptyState } from '../../../src/domain/ledger/fold.ts'
import { decideLease, holdsLease, isSameRun, mayAppend, nameRun, needsProbe, type OwnerState } from '../../../src/domain/ledger/lease.ts'
import { ALICE, anyRun, BOB, deploymentOf, EVENTS, EVERY_EVENT, NOW, rolloutOf } from './samples.ts'

const EXPIRES = NOW + 60_000
const HELD: LedgerState = { ...emptyState, lease: { owner: ALICE, fence: 7, expiresAt: EXPIRES, since: NOW - 1000 } }
const ownerStates: readonly OwnerState[] = ['running', 'finished', 'unknown', undefined]

describe('who may hold the lease', () => {
  it.each<[string, LedgerState, RunRef, number, OwnerState, string]>([
    ['nobody holds it', emptyState, BOB, NOW, undefined, 'take'],
    ['this run holds it already', HELD, ALICE, NOW, undefined, 'renew'],
    ['this run holds it and it has expired', HELD, ALICE, EXPIRES + 1, 'unknown', 'renew'],
    ['it is valid', HELD, BOB, EXPIRES - 1, 'running', 'wait'],
    ['it is valid although its owner has finished', HELD, BOB, EXPIRES - 1, 'finished', 'wait'],
    ['(C08) it has expired and its owner has finished', HELD, BOB, EXPIRES, 'finished', 'takeover'],
    ['it has expired and its owner still runs', HELD, BOB, EXPIRES + 1e9, 'running', 'wait'],
    ['(C09) it has expired and nobody can tell about its owner', HELD, BOB, EXPIRES + 1e9, 'unknown', 'wait'],
    ['it has expired and nobody was asked', HELD, BOB, EXPIRES + 1e9, undefined, 'wait'],
    ['a later attempt of its run comes while it is valid', HELD, { ...ALICE, attempt: 2 }, EXPIRES - 1, undefined, 'wait'],
    ['a later attempt of its run comes after it has expired', HELD, { ...ALICE, attempt: 2 }, EXPIRES, undefined, 'takeover'],
    ['an earlier attempt of its run comes after it has expired', HELD, { ...ALICE, attempt: 0 }, EXPIRES, 'finished', 'wait'],
  ])('decides when %s', (_, state, me, now, ownerState, kind) => {
    expect(decideLease(state, me, now, ownerState).kind).toBe(kind)
  })

  it('says who holds it, since when, until when, why, and what to do', () => {
    expect(decideLease(HELD, BOB, NOW, undefined)).toEqual({
      kind: 'wait',
      sentence: 'Held by run run-a attempt 1 (process 4711 on build-1) since 2026-06-01T11:59:59.000Z until 2026-06-01T12:01:00.000Z: the lock is still valid.',
      remedy: 'Wait for that run, stop it, or ask it to stop by a rollback.',
    })
  })

  it('leaves out what it does not know', () => {
    const lease = { owner: BOB, fence: 1, expiresAt: NOW }
    const decision = decideLease({ ...emptyState, lease }, ALICE, NOW, 'unknown')
    expect(decision).toMatchObject({ sentence: 'Held by run run-b attempt 1 until 2026-06-01T12:00:00.000Z: the lock has expired, but nothing here can tell whether that run still lives.' })
    expect(nameRun({ ...BOB, url: 'https://ci.example/1' })).toBe('run run-b attempt 1 (https://ci.example/1)')
  })

  it.each<[string, LedgerState, RunRef, number, boolean]>([
    ['nobody holds it', emptyState, BOB, NOW, false],
    ['it is valid', HELD, BOB, NOW, false],
    ['it has expired', HELD, BOB, EXPIRES, true],
    ['the owner is this run', HELD, { ...ALICE, attempt: 2 }, EXPIRES, false],
  ])('asks about the owner or not when %s', (_, state, me, now, asked) => {
    expect(needsProbe(state, me, now)).toBe(asked)
  })

  it('never gives the lease of another run away before it has expired or without knowing that the run is over', () => {
    fc.assert(
      fc.property(anyRun, anyRun, fc.integer({ min: -1e6, max: 1e6 }), fc.constantFrom(...ownerStates), (owner, me, offset, ownerState) => {
        const lease = { owner, fence: 3, expiresAt: NOW }
        const { kind } = decideLease({ ...emptyState, lease }, me, NOW + offset, ownerState)
        const known = owner.id === me.id ? me.attempt > owner.attempt : ownerState === 'finished'
        expect(kind).toBe(isSameRun(owner, me) ? 'renew' : offset >= 0 && known ? 'takeover' : 'wait')
      }),
    )
  })

  it.each<[string, LedgerState, RunRef, number, boolean]>([
    ['owner and fence', HELD, ALICE, 7, true],
    ['another fence', HELD, ALICE, 6, false],
    ['another attempt', HELD, { ...ALICE, attempt: 2 }, 7, false],
    ['another run', HELD, BOB, 7, false],
    ['no lease', emptyState, ALICE, 7, false],
  ])('holds by owner and fence: %s', (_, state, run, fence, holds) => {
    expect(holdsLease(state, run, fence)).toBe(holds)
  })
})

describe('what may be appended', () => {
  const free = new Set(['abort-requested', 'overridden', 'packaged'])
  const owner = { run: ALICE, fence: 7, at: NOW }
  const zombie = { run: ALICE, fence: 6, at: NOW }
  const stranger = { run: BOB, fence: 7, at: NOW }

  it.each(EVENTS.filter((event) => !['lease-broken', 'lease-taken'].includes(event.kind)))('lets the owner write $kind', (event) => {
    expect(mayAppend(HELD, event, owner)).toBeUndefined()
  })

  it.each(EVENTS.filter((event) => !['lease-broken', 'lease-taken'].includes(event.kind)))('(C11) lets others write $kind only when it is free', (event) => {
    for (const [state, writer] of [[HELD, zombie], [HELD, stranger], [HELD, { ...stranger, fence: undefined }], [emptyState, { ...owner, fence: undefined }], [emptyState, owner]] as const) {
      expect(mayAppend(state, event, writer)?.code).toBe(free.has(event.kind) ? undefined : 'lock_lost')
    }
  })

  it('says who holds the lock', () => {
    expect(mayAppend(HELD, EVERY_EVENT.quarantined, stranger)?.sentence).toBe('run run-b attempt 1 does not hold the lock: run run-a attempt 1 (process 4711 on build-1) holds it with fence 7.')
    expect(mayAppend(emptyState, EVERY_EVENT.quarantined, stranger)?.sentence).toBe('run run-b attempt 1 does not hold the lock: nobody holds it.')
  })

  it('refuses a second rollout while one is in progress', () => {
    const current = { deployment: deploymentOf(), rollout: rolloutOf() }
    expect(mayAppend({ ...HELD, current }, EVERY_EVENT['rollout-began'], owner)).toEqual({ code: 'lock_conflict', sentence: 'Deployment dep_1 has not ended; finish or roll it back first.' })
    expect(mayAppend({ ...HELD, current }, EVERY_EVENT['rollout-began'], stranger)?.code).toBe('lock_lost')
    expect(mayAppend({ ...emptyState, current }, EVERY_EVENT['rollout-began'], stranger)?.code).toBe('lock_lost')
  })

  it.each([
    ['a valid lease of another run', HELD, stranger, 'lock_conflict'],
    ['an expired lease', HELD, { ...stranger, at: EXPIRES }, undefined],
    ['no lease', emptyState, stranger, undefined],
  ] as const)('lets a lease be broken or taken or not: %s', (_, state, writer, code) => {
    expect(mayAppend(state, EVERY_EVENT['lease-broken'], writer)?.code).toBe(code)
    expect(mayAppend(state, EVERY_EVENT['lease-taken'], writer)?.code).toBe(code)
  })

  it('lets the owner take its lease anew', () => {
    expect(mayAppend(HELD, EVERY_EVENT['lease-taken'], zombie)).toBeUndefined()
  })
})
