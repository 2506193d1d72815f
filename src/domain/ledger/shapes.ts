// The shape of every type that is inside an entry.
import { parseDigest } from '../artifact/digest.ts'
import type { Counters, Reading, ReleaseReading } from '../health/reading.ts'
import type { Cause, JudgeSettings, Phase, Rollout, RolloutSpec, Snapshot, Step } from '../rollout/rollout.ts'
import type { Deployment, Entry, Lease, LedgerEvent, LedgerKey, LedgerState, Override, Packaged, Quarantine, RunRef } from './entry.ts'
import { anything, both, flag, isRecord, list, moment, number, object, oneOf, optional, text, textLike, variants, whole, type Fields, type Shape } from './shape.ts'

const digest = textLike((value) => parseDigest(value).ok, 'a digest')
const outcome = oneOf<'verified' | 'rolled-back' | 'failed'>({ verified: true, 'rolled-back': true, failed: true })

const release = object<{ digest: string; version: string }>({ digest, version: text })
const cause = object<Cause>({ code: text, message: text, at: moment })

const snapshot = object<Snapshot>({
  id: text,
  at: moment,
  stable: optional(object<NonNullable<Snapshot['stable']>>({ digest, version: text, instances: whole(0) })),
})

const step = object<Step>({
  weight: number,
  bakeSeconds: number,
  instances: object<Step['instances']>({ candidate: whole(0), stable: whole(0) }),
})

const judge = object<JudgeSettings>({
  alpha: number,
  tolerance: number,
  errorShare: number,
  latencyBoundsMs: list(number),
  maxErrorRate: optional(number),
  plannedPolls: number,
  dispersion: number,
  minRequests: number,
})

const spec = object<RolloutSpec>({
  strategy: oneOf<RolloutSpec['strategy']>({ rolling: true, 'blue-green': true, canary: true }),
  candidate: release,
  snapshot,
  instances: whole(0),
  steps: list(step, 1),
  hasSmoke: flag,
  pollSeconds: number,
  judge,
  hold: object<RolloutSpec['hold']>({ limitSeconds: number, then: oneOf<RolloutSpec['hold']['then']>({ 'roll-back': true, advance: true }) }),
  traffic: oneOf<RolloutSpec['traffic']>({ required: true, optional: true }),
  verifySeconds: number,
})

const counters = object<Counters>({ requests: number, errors: number, over: list(number), latencySumMs: number })

const reading = object<Reading>({
  at: moment,
  epoch: text,
  boundsMs: list(number),
  releases: list(object<ReleaseReading>({ digest, counters, rssBytes: optional(number), cpuSeconds: optional(number) })),
})

const phase = oneOf<Phase>({
  preparing: true, smoking: true, shifting: true, watching: true, 'reading-back': true, verifying: true,
  proving: true, retiring: true, restoring: true, confirming: true, ended: true,
})

const rollout = object<Rollout>({
  spec,
  phase,
  step: whole(0),
  weight: number,
  startedAt: moment,
  stepStartedAt: moment,
  // The judge checks its own accumulators and starts anew from what it does not understand.
  judge: optional(anything),
  reading: optional(reading),
  stepRequests: number,
  probeFailures: whole(0),
  measureErrors: whole(0),
  touched: flag,
  cause: optional(cause),
  outcome: optional(outcome),
  restores: whole(0),
})

const run = object<RunRef>({
  id: text,
  attempt: whole(0),
  url: optional(text),
  host: optional(text),
  pid: optional(whole(0)),
  startedAt: optional(moment),
  realm: optional(text),
  birth: optional(text),
})

const lease = object<Lease>({ owner: run, fence: whole(1), expiresAt: moment, since: optional(moment) })

const deployment = object<Deployment>({
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
})

const quarantine = object<Quarantine>({ digest, reason: text, at: moment })

const packaged = object<Packaged>({
  digest,
  version: text,
  commit: text,
  committedAt: moment,
  task: optional(text),
  size: number,
  at: moment,
})

const override = object<Override>({
  what: oneOf<Override['what']>({
    'skip-state-check': true, 'skip-validation': true, 'skip-tests': true, 'confirm-unvalidated': true, quarantine: true, freeze: true, verification: true,
  }),
  actor: text,
  reason: text,
  at: moment,
})

const finalized: Fields<NonNullable<LedgerState['finalized']>> = { deployment: text, tag: optional(text), label: optional(text) }

type Of<K extends LedgerEvent['kind']> = Extract<LedgerEvent, { readonly kind: K }>

const event = variants<LedgerEvent>({
  'lease-taken': object<Of<'lease-taken'>>({ kind: text, owner: run, expiresAt: moment, from: optional(run) }),
  'lease-renewed': object<Of<'lease-renewed'>>({ kind: text }),
  'lease-released': object<Of<'lease-released'>>({ kind: text }),
  'lease-broken': object<Of<'lease-broken'>>({ kind: text, actor: text, reason: text }),
  'rollout-began': object<Of<'rollout-began'>>({ kind: text, deployment, rollout }),
  'effect-began': object<Of<'effect-began'>>({ kind: text, effect: text, rollout }),
  progressed: object<Of<'progressed'>>({ kind: text, rollout }),
  'rollout-ended': object<Of<'rollout-ended'>>({ kind: text, outcome, rollout, at: moment }),
  'abort-requested': object<Of<'abort-requested'>>({ kind: text, actor: text, reason: text }),
  overridden: object<Of<'overridden'>>({ kind: text, override }),
  quarantined: object<Of<'quarantined'>>({ kind: text, quarantine }),
  'quarantine-lifted': object<Of<'quarantine-lifted'>>({ kind: text, digest, actor: text, reason: text }),
  packaged: object<Of<'packaged'>>({ kind: text, packaged }),
  finalized: object<Of<'finalized'>>({ kind: text, ...finalized }),
})

const state = object<LedgerState>({
  lease: optional(lease),
  live: optional(deployment),
  current: optional(object<NonNullable<LedgerState['current']>>({ deployment, rollout, effect: optional(text) })),
  deployments: list(deployment),
  quarantine: list(quarantine),
  abort: optional(object<NonNullable<LedgerState['abort']>>({ actor: text, reason: text })),
  overrides: list(override),
  packaged: optional(list(packaged)),
  finalized: optional(object<NonNullable<LedgerState['finalized']>>(finalized)),
})

/** A fence is the height of an entry that is in the chain. */
const fenceWithinHeight: Shape = (value, path) => {
  const fence = isRecord(value) && isRecord(value['state']) && isRecord(value['state']['lease']) ? Number(value['state']['lease']['fence']) : 0
  return isRecord(value) && fence > Number(value['height']) ? `${path}.state.lease.fence is above the entry's height` : undefined
}

/** A whole entry. */
export const entryShape: Shape = both(
  object<Entry>({
    schema: anything,
    key: object<LedgerKey>({ service: text, environment: text }),
    height: whole(1),
    at: moment,
    actor: text,
    run,
    renewUntil: optional(moment),
    event,
    state,
  }),
  fenceWithinHeight,
)
