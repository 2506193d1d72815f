// Values of the ledger's types for tests, and arbitraries of them.
import fc from 'fast-check'
import { parseDigest, type Digest } from '../../../src/domain/artifact/digest.ts'
import { LEDGER_SCHEMA, type Deployment, type Entry, type Head, type LedgerEvent, type LedgerState, type Packaged, type RunRef } from '../../../src/domain/ledger/entry.ts'
import { emptyState, fold } from '../../../src/domain/ledger/fold.ts'
import { mayAppend } from '../../../src/domain/ledger/lease.ts'
import type { Rollout } from '../../../src/domain/rollout/rollout.ts'

export const NOW = Date.UTC(2026, 5, 1, 12)
export const KEY = { service: 'shop', environment: 'production' }

export function digestOf(seed: number): Digest {
  const parsed = parseDigest(`sha256:${seed.toString(16).padStart(64, 'a')}`)
  if (!parsed.ok) throw new Error('not a digest')
  return parsed.value
}

export const ALICE: RunRef = { id: 'run-a', attempt: 1, host: 'build-1', pid: 4711, startedAt: NOW }
export const BOB: RunRef = { id: 'run-b', attempt: 1 }

export function rolloutOf(changes: Partial<Rollout> = {}): Rollout {
  const candidate = { digest: digestOf(2), version: '1.4.2' }
  return {
    spec: {
      strategy: 'canary',
      candidate,
      snapshot: { id: 'snap_1', at: NOW, stable: { digest: digestOf(1), version: '1.4.1', instances: 2 } },
      instances: 2,
      steps: [
        { weight: 10, bakeSeconds: 30, instances: { candidate: 2, stable: 2 } },
        { weight: 100, bakeSeconds: 0, instances: { candidate: 2, stable: 2 } },
      ],
      hasSmoke: true,
      pollSeconds: 2,
      judge: { alpha: 0.05, tolerance: 1.2, errorShare: 0.8, latencyBoundsMs: [100, 500], maxErrorRate: 0.01, plannedPolls: 100, dispersion: 1, minRequests: 50 },
      hold: { limitSeconds: 300, then: 'roll-back' },
      traffic: 'required',
      verifySeconds: 60,
    },
    phase: 'watching',
    step: 0,
    weight: 10,
    startedAt: NOW,
    stepStartedAt: NOW,
    judge: { log: [0.1, -2] },
    reading: {
      at: NOW,
      epoch: 'e1',
      boundsMs: [100, 500],
      releases: [{ digest: candidate.digest, counters: { requests: 10, errors: 0, over: [1, 0], latencySumMs: 120.5 }, rssBytes: 5e7 }],
    },
    stepRequests: 10,
    probeFailures: 0,
    measureErrors: 0,
    touched: true,
    restores: 0,
    ...changes,
  }
}

export function deploymentOf(changes: Partial<Deployment> = {}): Deployment {
  return {
    id: 'dep_1',
    digest: digestOf(2),
    version: '1.4.2',
    commit: 'c'.repeat(40),
    committedAt: NOW - 3_600_000,
    task: 'task-42',
    actor: 'alice',
    command: 'deploy',
    startedAt: NOW,
    outcome: 'running',
    ...changes,
  }
}

export const PACKAGED: Packaged = { digest: digestOf(2), version: '1.4.2', commit: 'c'.repeat(40), committedAt: NOW - 1000, task: 'task-42', size: 4096, at: NOW }

/** One event of every kind. */
export const EVERY_EVENT = {
  'lease-taken': { kind: 'lease-taken', owner: ALICE, expiresAt: NOW + 60_000 },
  'lease-renewed': { kind: 'lease-renewed' },
  'lease-released': { kind: 'lease-released' },
  'lease-broken': { kind: 'lease-broken', actor: 'carol', reason: 'the machine burnt down' },
  'rollout-began': { kind: 'rollout-began', deployment: deploymentOf(), rollout: rolloutOf({ phase: 'preparing', weight: 0 }) },
  'effect-began': { kind: 'effect-began', effect: 'shift to 10 %', rollout: rolloutOf({ phase: 'shifting' }) },
  progressed: { kind: 'progressed', rollout: rolloutOf() },
  'rollout-ended': { kind: 'rollout-ended', outcome: 'verified', rollout: rolloutOf({ phase: 'ended', outcome: 'verified' }), at: NOW + 90_000 },
  'abort-requested': { kind: 'abort-requested', actor: 'bob', reason: 'errors on the dashboard' },
  overridden: { kind: 'overridden', override: { what: 'skip-tests', actor: 'bob', reason: 'flaky', at: NOW } },
  quarantined: { kind: 'quarantined', quarantine: { digest: digestOf(2), reason: 'errors', at: NOW } },
  'quarantine-lifted': { kind: 'quarantine-lifted', digest: digestOf(2), actor: 'bob', reason: 'false alarm' },
  packaged: { kind: 'packaged', packaged: PACKAGED },
  finalized: { kind: 'finalized', deployment: 'dep_1', tag: 'v1.4.2', label: 'workflow:Deployed' },
} as const satisfies { readonly [K in LedgerEvent['kind']]: Extract<LedgerEvent, { readonly kind: K }> }

export const EVENTS: readonly LedgerEvent[] = Object.values(EVERY_EVENT)

export const anyRun: fc.Arbitrary<RunRef> = fc.record({ id: fc.constantFrom('run-a', 'run-b', 'run-c'), attempt: fc.integer({ min: 1, max: 3 }) })

const anyDigest = fc.integer({ min: 1, max: 5 }).map(digestOf)
const anyText = fc.string({ unit: 'binary', maxLength: 30 })
const anyRollout = fc.record({ weight: fc.integer({ min: 0, max: 100 }), touched: fc.boolean(), restores: fc.nat(3), judge: fc.jsonValue({ maxDepth: 2 }) }).map(rolloutOf)
const anyDeployment = fc.record({ id: fc.integer({ min: 1, max: 9 }).map((n) => `dep_${n}`), digest: anyDigest, version: anyText, actor: anyText, command: fc.constantFrom<Deployment['command']>('deploy', 'rollback') }).map(deploymentOf)
const at = fc.integer({ min: NOW, max: NOW + 1e9 })

export const anyEvent: fc.Arbitrary<LedgerEvent> = fc.oneof(
  fc.record({ kind: fc.constant('lease-taken' as const), owner: anyRun, expiresAt: at }),
  fc.constant({ kind: 'lease-renewed' as const }),
  fc.constant({ kind: 'lease-released' as const }),
  fc.record({ kind: fc.constant('lease-broken' as const), actor: anyText, reason: anyText }),
  fc.record({ kind: fc.constant('rollout-began' as const), deployment: anyDeployment, rollout: anyRollout }),
  fc.record({ kind: fc.constant('effect-began' as const), effect: anyText, rollout: anyRollout }),
  fc.record({ kind: fc.constant('progressed' as const), rollout: anyRollout }),
  fc.record({ kind: fc.constant('rollout-ended' as const), outcome: fc.constantFrom('verified' as const, 'rolled-back' as const, 'failed' as const), rollout: anyRollout, at }),
  fc.record({ kind: fc.constant('abort-requested' as const), actor: anyText, reason: anyText }),
  fc.record({ kind: fc.constant('overridden' as const), override: fc.record({ what: fc.constant('freeze' as const), actor: anyText, reason: anyText, at }) }),
  fc.record({ kind: fc.constant('quarantined' as const), quarantine: fc.record({ digest: anyDigest, reason: anyText, at }) }),
  fc.record({ kind: fc.constant('quarantine-lifted' as const), digest: anyDigest, actor: anyText, reason: anyText }),
  fc.record({ kind: fc.constant('packaged' as const), packaged: fc.record({ digest: anyDigest, size: fc.nat(), version: anyText }).map((some) => ({ ...PACKAGED, ...some })) }),
  fc.record({ kind: fc.constant('finalized' as const), deployment: anyText }, {}),
)

export function entryOf(event: LedgerEvent, parent?: Entry, changes: { readonly run?: RunRef; readonly at?: number; readonly renewUntil?: number } = {}): Entry {
  const run = changes.run ?? ALICE
  const height = (parent?.height ?? 0) + 1
  const context = { height, run, at: changes.at ?? NOW + height, ...(changes.renewUntil === undefined ? {} : { renewUntil: changes.renewUntil }) }
  return { schema: LEDGER_SCHEMA, key: KEY, actor: 'alice', event, ...context, state: fold(parent?.state ?? emptyState, event, context) }
}

/** A chain of entries by one run, newest first. */
export function chainOf(events: readonly LedgerEvent[]): readonly Head[] {
  const entries = events.reduce<readonly Entry[]>((chain, event) => [entryOf(event, chain[0]), ...chain], [])
  return entries.map((entry) => ({ oid: entry.height.toString(16).padStart(40, '0'), entry }))
}

/** Chains that obey the rules: whatever the rules refuse is left out. */
export const anyChain: fc.Arbitrary<readonly Head[]> = fc.array(fc.tuple(anyEvent, anyRun, fc.option(at, { nil: undefined })), { maxLength: 25 }).map((steps) => {
  let newest: Entry | undefined
  const heads: Head[] = []
  for (const [event, run, renewUntil] of steps) {
    const state: LedgerState = newest?.state ?? emptyState
    const entry = entryOf(event, newest, { run, ...(renewUntil === undefined ? {} : { renewUntil }) })
    if (mayAppend(state, event, { run, fence: state.lease?.fence, at: entry.at }) !== undefined) continue
    newest = entry
    heads.unshift({ oid: entry.height.toString(16).padStart(40, '0'), entry })
  }
  return heads
})
