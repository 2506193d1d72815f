// The shape of every type that is inside an entry.
import { parseDigest } from '../artifact/digest.ts'
import type { Counters, Reading, ReleaseReading } from '../health/reading.ts'
import type { Cause, JudgeSettings, Phase, Rollout, RolloutSpec, Snapshot, Step } from '../rollout/rollout.ts'
import type { Deployment, Entry, Lease, LedgerEvent, LedgerKey, LedgerState, Override, Packaged, Quarantine, RunRef } from './entry.ts'
import { anything, both, flag, isRecord, list, moment, number, object, oneOf, optional, text, textLike, variants, whole, type Fields, type Shape } from './shape.ts'

const digest = textLike((value) => parseDigest(value).ok, 'a digest')
const outcome = oneOf<'verified' | 'rolled-back' | 'failed'>({ verified: true, 'rolled-back': true, failed: true })

const release = object({ digest, version: text } satisfies Fields<{ digest: string; version: string }>)
const cause = object({ code: text, message: text, at: moment } satisfies Fields<Cause>)

const snapshot = object({
  id: text,
  at: moment,
  stable: optional(object({ digest, version: text, instances: whole(0) } satisfies Fields<NonNullable<Snapshot['stable']>>)),
} satisfies Fields<Snapshot>)

const step = object({
  weight: number,
  bakeSeconds: number,
  instances: object({ candidate: whole(0), stable: whole(0) } satisfies Fields<Step['instances']>),
} satisfies Fields<Step>)

const judge = object({
  alpha: number,
  tolerance: number,
  errorShare: number,
  latencyBoundsMs: list(number),
  maxErrorRate: optional(number),
  objectiveAlone: optional(flag),
  plannedPolls: number,
  dispersion: number,
  minRequests: number,
} satisfies Fields<JudgeSettings>)

const spec = object({
  strategy: oneOf<RolloutSpec['strategy']>({ rolling: true, 'blue-green': true, canary: true }),
  candidate: release,
  snapshot,
  instances: whole(0),
  steps: list(step, 1),
  hasSmoke: flag,
  pollSeconds: number,
  judge,
  hold: object({ limitSeconds: number, then: oneOf<RolloutSpec['hold']['then']>({ 'roll-back': true, advance: true }) } satisfies Fields<RolloutSpec['hold']>),
  traffic: oneOf<RolloutSpec['traffic']>({ required: true, optional: true }),
  verifySeconds: number,
} satisfies Fields<RolloutSpec>)

const counters = object({ requests: number, errors: number, over: list(number), latencySumMs: number } satisfies Fields<Counters>)

const reading = object({
  at: moment,
  epoch: text,
  boundsMs: list(number),
  releases: list(object({ digest, counters, rssBytes: optional(number), cpuSeconds: optional(number) } satisfies Fields<ReleaseReading>)),
} satisfies Fields<Reading>)

const phase = oneOf<Phase>({
  preparing: true, smoking: true, shifting: true, watching: true, 'reading-back': true, verifying: true,
  proving: true, retiring: true, restoring: true, confirming: true, ended: true,
})

const rollout = object({
  spec,
  phase,
  step: whole(0),
  weight: number,
  startedAt: moment,
  stepStartedAt: moment,
  // The judge checks its own accumulators and starts anew from what it does not understand.
  judge: optional(anything),
  reading: optional(reading),
  baseline: optional(list(object({ n: number, bad: number }))),
  stepRequests: number,
  probeFailures: whole(0),
  measureErrors: whole(0),
  touched: flag,
  cause: optional(cause),
  outcome: optional(outcome),
  restores: whole(0),
} satisfies Fields<Rollout>)

const run = object({
  id: text,
  attempt: whole(0),
  url: optional(text),
  host: optional(text),
  pid: optional(whole(0)),
  startedAt: optional(moment),
  realm: optional(text),
  birth: optional(text),
} satisfies Fields<RunRef>)

const lease = object({ owner: run, fence: whole(1), expiresAt: moment, since: optional(moment) } satisfies Fields<Lease>)

const deployment = object({
  id: text,
  digest,
  version: text,
  commit: text,
  committedAt: moment,
  task: optional(text),
  actor: text,
  command: oneOf<Deployment['command']>({ deploy: true, rollback: true }),
  reason: optional(text),
  startedAt: moment,
  endedAt: optional(moment),
  outcome: oneOf<Deployment['outcome']>({ running: true, verified: true, 'rolled-back': true, failed: true }),
  cause: optional(cause),
  touched: optional(flag),
} satisfies Fields<Deployment>)

const quarantine = object({ digest, reason: text, at: moment } satisfies Fields<Quarantine>)

const packaged = object({
  digest,
  version: text,
  commit: text,
  committedAt: moment,
  task: optional(text),
  size: number,
  at: moment,
} satisfies Fields<Packaged>)

const override = object({
  what: oneOf<Override['what']>({
    'skip-state-check': true, 'skip-validation': true, 'skip-tests': true, 'confirm-unvalidated': true, quarantine: true, freeze: true, verification: true,
  }),
  actor: text,
  reason: text,
  at: moment,
} satisfies Fields<Override>)

const finalized: Fields<NonNullable<LedgerState['finalized']>> = { deployment: text, tag: optional(text), label: optional(text) }

type Of<K extends LedgerEvent['kind']> = Extract<LedgerEvent, { readonly kind: K }>

const event = variants({
  'lease-taken': object({ kind: text, owner: run, expiresAt: moment, from: optional(run) } satisfies Fields<Of<'lease-taken'>>),
  'lease-renewed': object({ kind: text } satisfies Fields<Of<'lease-renewed'>>),
  'lease-released': object({ kind: text } satisfies Fields<Of<'lease-released'>>),
  'lease-broken': object({ kind: text, actor: text, reason: text } satisfies Fields<Of<'lease-broken'>>),
  'rollout-began': object({ kind: text, deployment, rollout } satisfies Fields<Of<'rollout-began'>>),
  'effect-began': object({ kind: text, effect: text, rollout } satisfies Fields<Of<'effect-began'>>),
  progressed: object({ kind: text, rollout } satisfies Fields<Of<'progressed'>>),
  'rollout-ended': object({ kind: text, outcome, rollout, at: moment } satisfies Fields<Of<'rollout-ended'>>),
  'abort-requested': object({ kind: text, actor: text, reason: text } satisfies Fields<Of<'abort-requested'>>),
  overridden: object({ kind: text, override } satisfies Fields<Of<'overridden'>>),
  quarantined: object({ kind: text, quarantine } satisfies Fields<Of<'quarantined'>>),
  'quarantine-lifted': object({ kind: text, digest, actor: text, reason: text } satisfies Fields<Of<'quarantine-lifted'>>),
  packaged: object({ kind: text, packaged } satisfies Fields<Of<'packaged'>>),
  finalized: object({ kind: text, ...finalized } satisfies Fields<Of<'finalized'>>),
} satisfies Readonly<Record<LedgerEvent['kind'], Shape>>)

const state = object({
  lease: optional(lease),
  live: optional(deployment),
  current: optional(object({ deployment, rollout, effect: optional(text) } satisfies Fields<NonNullable<LedgerState['current']>>)),
  deployments: list(deployment),
  quarantine: list(quarantine),
  abort: optional(object({ actor: text, reason: text } satisfies Fields<NonNullable<LedgerState['abort']>>)),
  overrides: list(override),
  packaged: optional(list(packaged)),
  finalized: optional(object(finalized satisfies Fields<NonNullable<LedgerState['finalized']>>)),
} satisfies Fields<LedgerState>)

/** A fence is the height of an entry that is in the chain. */
const fenceWithinHeight: Shape = (value, path) => {
  const fence = isRecord(value) && isRecord(value['state']) && isRecord(value['state']['lease']) ? Number(value['state']['lease']['fence']) : 0
  return isRecord(value) && fence > Number(value['height']) ? `${path}.state.lease.fence is above the entry's height` : undefined
}

/** A whole entry. */
export const entryShape: Shape = both(
  object({
    schema: anything,
    key: object({ service: text, environment: text } satisfies Fields<LedgerKey>),
    height: whole(1),
    at: moment,
    actor: text,
    run,
    renewUntil: optional(moment),
    event,
    state,
  } satisfies Fields<Entry>),
  fenceWithinHeight,
)
