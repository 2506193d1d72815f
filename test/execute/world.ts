// The ports in memory, with a clock that the simulation owns and faults at numbered points.
import type { Digest } from '../../src/domain/artifact/digest.ts'
import type { CheckResult } from '../../src/domain/health/checks.ts'
import type { Entry, Head } from '../../src/domain/ledger/entry.ts'
import { startRollout } from '../../src/domain/rollout/advance.ts'
import { narrate } from '../../src/domain/rollout/narrate.ts'
import type { Rollout, RolloutSpec, Snapshot } from '../../src/domain/rollout/rollout.ts'
import { interrupt } from '../../src/domain/rollout/turn.ts'
import { AdapterError, StoppedError } from '../../src/errors.ts'
import { executeRollout, type Executed } from '../../src/execute.ts'
import type { Clock, Console, Fenced, LedgerStore, Prober, Target, TargetState } from '../../src/ports.ts'
import { appendFreely, openSession, type Session, type WriterOptions } from '../../src/session.ts'
import { deploymentOf, digestOf, KEY, rolloutOf } from '../domain/ledger/samples.ts'

export const STABLE = digestOf(1)
export const CANDIDATE = digestOf(2)

/** What goes wrong at one point of a run. `after`: the effect happened and its answer was lost. */
export type Fault = 'before' | 'after' | 'fenced' | 'stop' | 'abort-entry' | 'taken-over' | 'killed-before' | 'killed-after'

export interface Path {
  readonly weights: readonly number[]
  readonly hasStable: boolean
  readonly hasSmoke: boolean
  readonly verifySeconds: number
  /** Bad answers of the candidate, of every 100. */
  readonly badPerHundred?: number
}

export const PATHS: readonly Path[] = [
  { weights: [10, 50], hasStable: true, hasSmoke: true, verifySeconds: 4 },
  { weights: [10, 50], hasStable: true, hasSmoke: true, verifySeconds: 4, badPerHundred: 60 },
  { weights: [50], hasStable: true, hasSmoke: false, verifySeconds: 0 },
  { weights: [], hasStable: true, hasSmoke: true, verifySeconds: 2 },
  { weights: [], hasStable: false, hasSmoke: true, verifySeconds: 2 },
  { weights: [], hasStable: false, hasSmoke: false, verifySeconds: 0 },
]

export function specOf(path: Path): RolloutSpec {
  const { spec } = rolloutOf()
  const instances = { candidate: 2, stable: 2 }
  const steps = path.weights.map((weight) => ({ weight, bakeSeconds: 2, instances }))
  const full = { weight: 100, bakeSeconds: 0, instances }
  const [first, ...others] = steps
  const snapshot: Snapshot = { id: 'snap_1', at: 0, ...(path.hasStable ? { stable: { digest: STABLE, version: '1.4.1', instances: 2 } } : {}) }
  return { ...spec, snapshot, hasSmoke: path.hasSmoke, verifySeconds: path.verifySeconds, pollSeconds: 1, steps: first === undefined ? [full] : [first, ...others, full], hold: { limitSeconds: 20, then: 'roll-back' } }
}

/** One thing that was done to the target. */
export interface Touch {
  readonly call: string
  /** The newest entry at that moment, and the newest that this run wrote. */
  readonly newest: Entry | undefined
  readonly ours: Entry | undefined
  readonly weight: number
}

interface Held {
  version: string
  weight: number
  healthy: boolean
  requests: number
  errors: number
}

export class World implements Clock {
  time = Date.UTC(2026, 5, 1)
  readonly heads: Head[] = []
  readonly releases = new Map<Digest, Held>()
  readonly touches: Touch[] = []
  readonly warnings: string[] = []
  readonly stopping = new AbortController()
  readonly spec: RolloutSpec
  /** Every call of a port is one point, counted from 0. */
  points = 0
  readonly #faults: ReadonlyMap<number, Fault>
  readonly #badPerHundred: number
  /** Resolves when the process of this run is killed: nothing it called ever answers again. */
  readonly #death = Promise.withResolvers<undefined>()
  readonly killed = this.#death.promise
  #isDead = false
  /** From this point on no append is answered. */
  ledgerFailsFrom = Number.POSITIVE_INFINITY
  ledgerFailsUntil = Number.POSITIVE_INFINITY
  fence = 0
  #next = 0

  constructor(path: Path, faults: ReadonlyMap<number, Fault> = new Map()) {
    this.spec = specOf(path)
    this.#faults = faults
    this.#badPerHundred = path.badPerHundred ?? 0
    if (path.hasStable) this.releases.set(STABLE, { version: '1.4.1', weight: 100, healthy: true, requests: 0, errors: 0 })
  }

  now(): number {
    return this.time
  }

  async sleep(ms: number, signal: AbortSignal): Promise<void> {
    await this.#point('sleep', () => Promise.resolve())
    signal.throwIfAborted()
    this.time += ms
    for (const [digest, held] of this.releases) {
      const served = Math.round((held.weight * ms) / 100)
      held.requests += served
      if (digest === CANDIDATE) held.errors += Math.round((served * this.#badPerHundred) / 100)
    }
  }

  ulid(): string {
    return '01ARZ3NDEKTSV4RRFFQ69G5FAV'
  }

  /** The fault of this point, if any: what may happen before the body, and what after it. */
  async #point<T>(what: string, body: () => Promise<T>): Promise<T> {
    const fault = this.#faults.get(this.points)
    this.points += 1
    if (this.#isDead) return never()
    if (this.points > 5000) throw new Error('this rollout does not end')
    if (fault === 'stop') this.stopping.abort(new StoppedError({ code: 'cancelled', message: 'SIGTERM' }))
    if (fault === 'abort-entry') await appendFreely(this.writer('someone'), { kind: 'abort-requested', actor: 'bob', reason: 'errors on the dashboard' })
    if (fault === 'taken-over') this.#takeOver()
    if (fault === 'fenced' && this.fence !== Number.POSITIVE_INFINITY) this.fence = Number.POSITIVE_INFINITY
    if (fault === 'before') throw new AdapterError({ code: what === 'append' || what === 'read' ? 'ledger_unwritable' : 'target_unreachable', message: `${what} failed` })
    if (fault === 'killed-before') return this.#die()
    const value = await body()
    if (fault === 'killed-after') return this.#die()
    if (fault === 'after') throw new AdapterError({ code: what === 'append' || what === 'read' ? 'ledger_unwritable' : 'target_unreachable', message: `${what}: no answer` })
    return value
  }

  #die(): Promise<never> {
    this.#isDead = true
    this.#death.resolve(undefined)
    return never()
  }

  /** The next run, once the lock of the killed one has expired. It finishes what was left, if anything was. */
  async finishAfterKill(): Promise<Executed | undefined> {
    this.#isDead = false
    this.time += 1e6
    const session = await this.open('next')
    const { current } = session.state
    if (current === undefined) return undefined
    return this.carryOut(session, interrupt(current.rollout, { code: 'cancelled', message: 'the run that began it is gone', at: this.time }))
  }

  /** Another run takes the lock over, as it may after the expiry. */
  #takeOver(): void {
    const head = this.heads.at(-1)
    const lease = head?.entry.state.lease
    if (head === undefined || lease === undefined || lease.owner.id === 'other') return
    const { entry } = head
    const height = entry.height + 1
    const owner = { id: 'other', attempt: 1 }
    const state = { ...entry.state, lease: { owner, fence: height, expiresAt: this.time + 1e9, since: this.time } }
    this.#push({ ...entry, height, at: this.time, run: owner, event: { kind: 'lease-taken', owner, expiresAt: this.time + 1e9, from: lease.owner }, state })
  }

  #push(entry: Entry): Head {
    this.#next += 1
    const head = { oid: this.#next.toString(16).padStart(40, '0'), entry }
    this.heads.push(head)
    return head
  }

  get newest(): Entry | undefined {
    return this.heads.at(-1)?.entry
  }

  writer(run: string): WriterOptions {
    return { store: { ...this.ledger(), read: () => Promise.resolve(this.heads.at(-1)), append: (entry, parent) => this.#append(entry, parent) }, clock: this, key: KEY, run: { id: run, attempt: 1 }, actor: run, commit: 'c'.repeat(40) }
  }

  #append(entry: Entry, parent: string | undefined): ReturnType<LedgerStore['append']> {
    if (this.heads.at(-1)?.oid !== parent) return Promise.resolve({ kind: 'conflict' })
    return Promise.resolve({ kind: 'appended', head: this.#push(entry) })
  }

  ledger(): LedgerStore {
    return {
      read: () => this.#point('read', () => Promise.resolve(this.heads.at(-1))),
      append: (entry, parent) => {
        const isDown = this.points >= this.ledgerFailsFrom && this.points < this.ledgerFailsUntil
        return this.#point('append', () => {
          if (isDown) throw new AdapterError({ code: 'ledger_unwritable', message: 'no space left on device' })
          return this.#append(entry, parent)
        })
      },
      history: async function* (this: void): AsyncIterable<Head> {},
      keys: () => Promise.resolve([KEY]),
    }
  }

  async open(run = 'us'): Promise<Session> {
    const heads = this.heads
    const store = { ...this.ledger(), async *history(): AsyncIterable<Head> { yield* heads.toReversed() } }
    return openSession({
      ...this.writer(run),
      store,
      probe: { state: () => Promise.resolve('finished') },
      leaseSeconds: 10,
      lockTimeoutMs: 0,
      signal: this.stopping.signal,
      onWait: () => undefined,
    })
  }

  #state(): TargetState {
    return {
      at: this.time,
      epoch: 'e1',
      boundsMs: [100, 500],
      address: 'http://127.0.0.1:1',
      releases: [...this.releases].map(([digest, held]) => ({
        digest,
        version: held.version,
        weight: held.weight,
        instances: [{ id: `${digest}-1`, health: held.healthy ? ('healthy' as const) : ('unhealthy' as const), restarts: 0, address: 'http://127.0.0.1:2' }],
        counters: { requests: held.requests, errors: held.errors, over: [0, 0], latencySumMs: held.requests * 10 },
      })),
    }
  }

  #change(call: string, { fence, signal }: Fenced, change: () => void): Promise<TargetState> {
    return this.#point(call, () => {
      signal.throwIfAborted()
      if (fence < this.fence) throw new AdapterError({ code: 'fenced_out', message: 'a newer lock was seen' })
      this.fence = fence
      change()
      this.touches.push({ call, newest: this.newest, ours: this.heads.findLast((head) => head.entry.run.id !== 'other' && head.entry.run.id !== 'someone')?.entry, weight: this.releases.get(CANDIDATE)?.weight ?? 0 })
      return Promise.resolve(this.#state())
    })
  }

  target(): Target {
    const only = (keep: Digest | undefined): void => {
      for (const digest of this.releases.keys()) if (digest !== keep) this.releases.delete(digest)
    }
    return {
      kind: 'process',
      observe: (signal) => this.#point('observe', () => {
        signal.throwIfAborted()
        return Promise.resolve(this.#state())
      }),
      prepare: ({ digest, version }, fenced) => this.#change('prepare', fenced, () => {
        if (!this.releases.has(digest)) this.releases.set(digest, { version, weight: 0, healthy: true, requests: 0, errors: 0 })
      }),
      shift: (to, fenced) => this.#change(narrate.effect({ kind: 'shift', step: 0, weight: to.weight, instances: to.instances }), fenced, () => {
        for (const [digest, held] of this.releases) held.weight = digest === to.candidate ? to.weight : 100 - to.weight
      }),
      restore: ({ stable }, fenced) => this.#change('restore', fenced, () => {
        if (stable !== undefined) this.releases.set(stable.digest, { version: stable.version, healthy: true, requests: 0, errors: 0, ...this.releases.get(stable.digest), weight: 100 })
        only(stable?.digest)
      }),
      retire: (keep, fenced) => this.#change('retire', fenced, () => only(keep)),
    }
  }

  prober(): Prober {
    return {
      check: (check, at) =>
        this.#point('check', () => {
          const verdict = at.signal.aborted ? ('error' as const) : ('pass' as const)
          return Promise.resolve<CheckResult>({ name: check.name, area: check.area, verdict, attempts: 1, durationMs: 1, detail: verdict })
        }),
    }
  }

  console(): Console {
    const silent = (): void => undefined
    return { line: silent, progress: silent, group: (_, body) => body(), warn: (text) => void this.warnings.push(text), error: silent }
  }

  /** Takes the lock, begins the rollout and carries it out. */
  async run(): Promise<Executed> {
    const session = await this.open()
    const rollout = startRollout(this.spec, this.time)
    await session.append({ kind: 'rollout-began', deployment: deploymentOf(), rollout })
    return this.carryOut(session, rollout)
  }

  async carryOut(session: Session, rollout: Rollout): Promise<Executed> {
    const check = { kind: 'tcp', name: 'port', area: 'health', timeoutMs: 1000, consecutive: 1 } as const
    return executeRollout({
      session,
      target: this.target(),
      prober: this.prober(),
      clock: this,
      console: this.console(),
      rollout,
      environment: KEY.environment,
      smoke: [check],
      smokeLimitSeconds: 10,
      health: [check],
      signal: this.stopping.signal,
      restoreLimitMs: 60_000,
    })
  }

  /** Digests with traffic, with their weights. */
  get traffic(): Readonly<Record<string, number>> {
    return Object.fromEntries([...this.releases].flatMap(([digest, held]) => (held.weight > 0 ? [[digest, held.weight]] : [])))
  }
}

function never(): Promise<never> {
  return new Promise(() => undefined)
}
