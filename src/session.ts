// Holding one environment: the lease is taken, everything is written by compare-and-swap on top of the last entry seen, and
// nothing is written once the lease is not ours any more. What may be written, and by whom, is decided in domain/ledger.
import { LEDGER_SCHEMA, type Entry, type Head, type LedgerEvent, type LedgerKey, type LedgerState, type RunRef } from './domain/ledger/entry.ts'
import { isSameJson } from './domain/ledger/chain.ts'
import { emptyState, fold } from './domain/ledger/fold.ts'
import { decideLease, holdsLease, mayAppend, needsProbe, type LeaseDecision } from './domain/ledger/lease.ts'
import { nameLedger } from './domain/ledger/ref.ts'
import type { Rollout } from './domain/rollout/rollout.ts'
import { messageOf, OperateError, StoppedError } from './errors.ts'
import type { Clock, LedgerStore, RunProbe } from './ports.ts'

/** Who writes to which ledger. */
export interface WriterOptions {
  readonly store: LedgerStore
  readonly clock: Clock
  readonly key: LedgerKey
  readonly run: RunRef
  readonly actor: string
  /** Commit whose tree the entries carry. */
  readonly commit: string
}

export interface SessionOptions extends WriterOptions {
  readonly probe: RunProbe
  readonly leaseSeconds: number
  readonly lockTimeoutMs: number
  /** Ends the waiting for the lock. An open session is ended by its release alone. */
  readonly signal: AbortSignal
  /** Told whenever the reason for waiting changes. */
  readonly onWait: (sentence: string) => void
}

/** The lock of one environment, held. Calls are carried out one after the other. */
export interface Session {
  readonly head: Head
  readonly state: LedgerState
  readonly fence: number
  /** Appends on top of everything written so far and renews the lease. Throws StoppedError `lock_lost` when it is not ours any more. */
  append(event: LedgerEvent): Promise<LedgerState>
  /** Reads what others wrote (an abort, say) and renews the lease when less than half of it remains. Throws like `append`. */
  refresh(): Promise<LedgerState>
  /** As `refresh`, but a renewal also keeps the progress of the rollout. */
  renew(rollout: Rollout): Promise<LedgerState>
  /** Gives the lease back. Idempotent, and no error when it has been lost already. */
  release(): Promise<void>
}

/** Events that a run may write without holding the lease. */
export type FreeEvent = Extract<LedgerEvent, { readonly kind: 'abort-requested' | 'overridden' | 'packaged' | 'lease-broken' }>

const FIRST_WAIT_MS = 200
const LONGEST_WAIT_MS = 5_000
/** Lost races in a row after which something else than a race must be wrong. */
const CONFLICT_LIMIT = 100

/**
 * Takes the lock of an environment. Waits while someone else holds it; after `lockTimeoutMs` throws `lock_timeout` with nothing
 * changed, and StoppedError `cancelled` when the signal is aborted first.
 */
export async function openSession(options: SessionOptions): Promise<Session> {
  const deadline = options.clock.now() + options.lockTimeoutMs
  let told: string | undefined
  for (let round = 0, wait = FIRST_WAIT_MS; ; round += 1, wait = Math.min(wait * 2, LONGEST_WAIT_MS)) {
    stopIfAborted(options.signal)
    const head = await options.store.read(options.key)
    const state = head?.entry.state ?? emptyState
    const decision = await decide(options, state)
    if (decision.kind !== 'wait') {
      const taken = await take(options, head, decision)
      if (taken !== undefined) return new OpenSession(options, taken)
      // Someone was faster; whoever it was is the next thing to look at, so there is nothing to wait for.
      if (round < CONFLICT_LIMIT) continue
      throw new OperateError({ code: 'lock_timeout', message: `${nameLedger(options.key)} changed under every attempt to take its lock`, remedy: 'Run the same command again.' })
    }
    const { sentence, remedy } = decision
    if (sentence !== told) options.onWait(sentence)
    told = sentence
    const left = deadline - options.clock.now()
    if (left <= 0) {
      throw new OperateError({ code: 'lock_timeout', message: `The lock of ${nameLedger(options.key)} could not be had within ${options.lockTimeoutMs / 1000} s. ${sentence}`, remedy })
    }
    await sleep(options, Math.min(wait, left))
  }
}

/** Appends an event that needs no lease, on top of whatever others write meanwhile. */
export async function appendFreely(options: WriterOptions, event: FreeEvent): Promise<Head> {
  for (let round = 0; round < CONFLICT_LIMIT; round += 1) {
    const head = await options.store.read(options.key)
    const at = options.clock.now()
    const refusal = mayAppend(head?.entry.state ?? emptyState, event, { run: options.run, fence: undefined, at })
    if (refusal !== undefined) throw new OperateError({ code: refusal.code, message: refusal.sentence })
    const entry = entryOn(options, head, { event, at })
    const appended = await options.store.append(entry, head?.oid, { commit: options.commit })
    if (appended.kind === 'appended') return appended.head
  }
  throw new OperateError({ code: 'lock_conflict', message: `${nameLedger(options.key)} changed under every attempt to write to it`, remedy: 'Run the same command again.' })
}

function entryOn(options: WriterOptions, parent: Head | undefined, what: { readonly event: LedgerEvent; readonly at: number; readonly renewUntil?: number }): Entry {
  const { key, run, actor } = options
  const height = (parent?.entry.height ?? 0) + 1
  const state = fold(parent?.entry.state ?? emptyState, what.event, { height, run, at: what.at, ...(what.renewUntil === undefined ? {} : { renewUntil: what.renewUntil }) })
  return { schema: LEDGER_SCHEMA, key, height, actor, run, ...what, state }
}

async function decide(options: SessionOptions, state: LedgerState): Promise<LeaseDecision> {
  const { clock, run, probe } = options
  const owner = state.lease?.owner
  // Time is taken before the probe, so that an answer never counts for a lease that expired only while it was fetched.
  const now = clock.now()
  const ownerState = owner !== undefined && needsProbe(state, run, now) ? await probe.state(owner) : undefined
  return decideLease(state, run, now, ownerState)
}

async function take(options: SessionOptions, head: Head | undefined, decision: Exclude<LeaseDecision, { kind: 'wait' }>): Promise<Head | undefined> {
  const at = options.clock.now()
  const expiresAt = at + options.leaseSeconds * 1000
  const from = decision.kind === 'take' ? {} : { from: decision.from }
  const entry = entryOn(options, head, { event: { kind: 'lease-taken', owner: options.run, expiresAt, ...from }, at })
  const appended = await options.store.append(entry, head?.oid, { commit: options.commit })
  return appended.kind === 'appended' ? appended.head : undefined
}

async function sleep(options: SessionOptions, ms: number): Promise<void> {
  try {
    await options.clock.sleep(ms, options.signal)
  } catch (error) {
    stopIfAborted(options.signal)
    throw error
  }
}

function stopIfAborted(signal: AbortSignal): void {
  if (!signal.aborted) return
  if (signal.reason instanceof OperateError) throw signal.reason
  throw new StoppedError({ code: 'cancelled', message: `Stopped while waiting for the lock: ${messageOf(signal.reason)}`, cause: signal.reason })
}

class OpenSession implements Session {
  readonly fence: number
  readonly #options: SessionOptions
  #head: Head
  #over = false
  #queue: Promise<unknown> = Promise.resolve()

  constructor(options: SessionOptions, taken: Head) {
    this.#options = options
    this.#head = taken
    this.fence = taken.entry.height
  }

  get head(): Head {
    return this.#head
  }

  get state(): LedgerState {
    return this.#head.entry.state
  }

  append(event: LedgerEvent): Promise<LedgerState> {
    return this.#inTurn(() => this.#append(event))
  }

  refresh(): Promise<LedgerState> {
    return this.#inTurn(() => this.#refresh({ kind: 'lease-renewed' }))
  }

  renew(rollout: Rollout): Promise<LedgerState> {
    return this.#inTurn(() => this.#refresh({ kind: 'progressed', rollout }))
  }

  release(): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#over) return
      try {
        await this.#append({ kind: 'lease-released' })
      } catch (error) {
        if (!(error instanceof StoppedError && error.code === 'lock_lost')) throw error
      }
      this.#over = true
    })
  }

  #inTurn<T>(body: () => Promise<T>): Promise<T> {
    const turn = this.#queue.then(body)
    this.#queue = turn.catch(() => undefined)
    return turn
  }

  async #append(event: LedgerEvent): Promise<LedgerState> {
    const { store, clock, run, commit, leaseSeconds } = this.#options
    for (let round = 0; round < CONFLICT_LIMIT; round += 1) {
      const at = clock.now()
      const refusal = this.#over ? { code: 'lock_lost', sentence: 'this run has given the lock back' } : mayAppend(this.state, event, { run, fence: this.fence, at })
      if (refusal?.code === 'lock_lost') throw this.#lost(refusal.sentence)
      if (refusal !== undefined) throw new OperateError({ code: refusal.code, message: refusal.sentence })
      const entry = entryOn(this.#options, this.#head, { event, at, renewUntil: at + leaseSeconds * 1000 })
      const appended = await store.append(entry, this.#head.oid, { commit })
      if (appended.kind === 'appended') {
        this.#head = appended.head
        return this.state
      }
      // Our entry may be there although the answer was lost: then it must not be written twice.
      const newer = await this.#catchUp()
      if (newer.some((head) => isSameJson(head.entry, entry))) return this.state
    }
    throw new OperateError({ code: 'lock_conflict', message: `${nameLedger(this.#options.key)} changed under every attempt to write to it` })
  }

  async #refresh(renewal: Extract<LedgerEvent, { readonly kind: 'lease-renewed' | 'progressed' }>): Promise<LedgerState> {
    if (this.#over) throw this.#lost('this run has given the lock back')
    await this.#catchUp()
    const { clock, leaseSeconds } = this.#options
    const left = (this.state.lease?.expiresAt ?? 0) - clock.now()
    return left < leaseSeconds * 500 ? this.#append(renewal) : this.state
  }

  /** Moves to the newest entry, provided that it grew out of the one last seen and the lease is still ours. */
  async #catchUp(): Promise<readonly Head[]> {
    const { store, key, run } = this.#options
    const newest = await store.read(key)
    if (newest === undefined) throw this.#lost('its ref is gone')
    if (newest.oid === this.#head.oid) return []
    const newer: Head[] = []
    for await (const head of store.history(key)) {
      if (newer.length === 0 && !holdsLease(head.entry.state, run, this.fence)) {
        throw this.#lost(`entry ${head.entry.height}, by run ${head.entry.run.id}, says that it is not ours`)
      }
      if (head.oid === this.#head.oid) {
        this.#head = newer[0] ?? head
        return newer
      }
      if (head.entry.height <= this.#head.entry.height) break
      newer.push(head)
    }
    throw this.#lost(`entry ${this.#head.entry.height}, which this run saw, is not in it any more`)
  }

  #lost(why: string): StoppedError {
    return new StoppedError({
      code: 'lock_lost',
      message: `The lock of ${nameLedger(this.#options.key)} is lost: ${why}.`,
      remedy: 'Look at the ledger (docs/reference/ledger.md); the next run, or `reconcile`, goes on from it.',
    })
  }
}
