// Sessions on a real git ledger, with a clock that the test owns.
import { openGitLedger } from '../../src/adapters/git/ledger.ts'
import type { LedgerEvent, RunRef } from '../../src/domain/ledger/entry.ts'
import type { Clock, LedgerStore, RunProbe } from '../../src/ports.ts'
import { openSession, type Session, type SessionOptions } from '../../src/session.ts'
import { openSandbox, type Sandbox } from '../adapters/git/sandbox.ts'
import { deploymentOf, rolloutOf } from '../domain/ledger/samples.ts'

export const KEY = { service: 'shop', environment: 'production' }
export const REF = 'refs/flowspec/shop/production'
export const LEASE_SECONDS = 60

/** A clock that stands still until someone sleeps or the test moves it. */
export class ManualClock implements Clock {
  time = Date.UTC(2026, 5, 1)
  readonly slept: number[] = []
  /** Called before a sleep ends, so that a test can change the world meanwhile. */
  onSleep: () => Promise<void> = () => Promise.resolve()

  now(): number {
    return this.time
  }

  async sleep(ms: number, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted()
    this.slept.push(ms)
    await this.onSleep()
    signal.throwIfAborted()
    this.time += ms
  }

  ulid(): string {
    return '01ARZ3NDEKTSV4RRFFQ69G5FAV'
  }
}

/** A probe that answers from a table and counts the questions. */
export class TableProbe implements RunProbe {
  readonly answers = new Map<string, 'running' | 'finished' | 'unknown'>()
  asked = 0

  state(run: RunRef): Promise<'running' | 'finished' | 'unknown'> {
    this.asked += 1
    return Promise.resolve(this.answers.get(run.id) ?? 'running')
  }
}

export interface World {
  readonly sandbox: Sandbox
  readonly store: LedgerStore
  readonly clock: ManualClock
  readonly probe: TableProbe
  readonly waits: string[]
  options(run: string, changes?: Partial<SessionOptions>): SessionOptions
  open(run: string, changes?: Partial<SessionOptions>): Promise<Session>
}

export async function openWorld(): Promise<World> {
  const sandbox = await openSandbox()
  const store = openGitLedger(sandbox.git, 'refs/flowspec')
  const clock = new ManualClock()
  const probe = new TableProbe()
  const waits: string[] = []
  const options = (run: string, changes: Partial<SessionOptions> = {}): SessionOptions => ({
    store,
    probe,
    clock,
    key: KEY,
    run: { id: run, attempt: 1 },
    actor: run,
    commit: sandbox.commit,
    leaseSeconds: LEASE_SECONDS,
    lockTimeoutMs: 10_000,
    signal: new AbortController().signal,
    onWait: (sentence) => { waits.push(sentence) },
    ...changes,
  })
  return { sandbox, store, clock, probe, waits, options, open: (run, changes) => openSession(options(run, changes)) }
}

export const BEGAN: LedgerEvent = { kind: 'rollout-began', deployment: deploymentOf(), rollout: rolloutOf({ phase: 'preparing' }) }
export const EFFECT: LedgerEvent = { kind: 'effect-began', effect: 'shift to 10 %', rollout: rolloutOf({ phase: 'shifting' }) }
export const PROGRESSED: LedgerEvent = { kind: 'progressed', rollout: rolloutOf() }
export const ENDED: LedgerEvent = { kind: 'rollout-ended', outcome: 'verified', rollout: rolloutOf({ phase: 'ended', outcome: 'verified' }), at: 1 }
export const RELEASED: LedgerEvent = { kind: 'lease-released' }
