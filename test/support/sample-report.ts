// Realistic reports for tests, screenshots and the picture in the docs. Seeded: the same seed gives the same report.
import { parseDigest, type Digest } from '../../src/domain/artifact/digest.ts'
import { count } from '../../src/domain/report/format.ts'
import { totalOf } from '../../src/domain/report/rows.ts'
import type { ArmSample, Comparison, Moment, RolloutReport, RunReport, Sample, Stage } from '../../src/domain/report/run-report.ts'

/** 2026-03-14 09:30:00 UTC. */
const START = Date.UTC(2026, 2, 14, 9, 30)
const BOUNDS = [100, 250, 500, 1000] as const
const RATIOS = [1.25, 1.5, 2, 3, 5, 8, 12, 20, 35, 60, 120, 500]
const THRESHOLD = Math.log(100)

/** A digest made of one repeated pair of hex digits. */
export function sampleDigest(pair: string): Digest {
  const digest = parseDigest(`sha256:${pair.repeat(32)}`)
  if (!digest.ok) throw new Error(`not a pair of hex digits: ${pair}`)
  return digest.value
}

const NEW = sampleDigest('7c')
const OLD = sampleDigest('4b')

type Random = () => number

/** mulberry32: small, seeded, good enough to look real. */
function random(seed: number): Random {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

function times(next: Random, requests: number, probability: number): number {
  return Array.from({ length: requests }, () => next()).filter((value) => value < probability).length
}

function arm(next: Random, requests: number, world: { readonly errorRate: number; readonly meanMs: number }): ArmSample {
  if (requests === 0) return { requests: 0, errors: 0, rssBytes: 92e6, cpuSeconds: 0.4 }
  const meanMs = world.meanMs * (0.93 + 0.14 * next())
  return {
    requests,
    errors: times(next, requests, world.errorRate),
    meanMs,
    over: BOUNDS.map((bound) => times(next, requests, Math.exp(-bound / meanMs)) / requests),
    rssBytes: 92e6 + next() * 4e6,
    cpuSeconds: 0.4 + requests * 0.0007,
  }
}

/** The conditional e-value of one poll for an odds ratio, in logs (hypergeometric, exact). */
function logEvidence(ratio: number, block: { readonly nb: number; readonly yb: number; readonly nc: number; readonly yc: number }): number {
  const { nb, yb, nc, yc } = block
  const m = yb + yc
  const choose = (n: number, k: number): number => Array.from({ length: k }, (_, index) => Math.log((n - index) / (index + 1))).reduce((a, b) => a + b, 0)
  const terms = Array.from({ length: Math.min(nc, m) + 1 }, (_, k) => k).filter((k) => m - k <= nb)
  const total = terms.reduce((sum, k) => sum + Math.exp(choose(nc, k) + choose(nb, m - k) - choose(nb + nc, m)) * ratio ** k, 0)
  return yc * Math.log(ratio) - Math.log(total)
}

interface World {
  readonly environment: string
  readonly production: boolean
  readonly steps: readonly { readonly weight: number; readonly polls: number }[]
  readonly pollSeconds: number
  readonly perPoll: number
  readonly good: { readonly errorRate: number; readonly meanMs: number }
  readonly candidate: { readonly errorRate: number; readonly meanMs: number }
  readonly startAt: number
  readonly seed: number
}

/** A rollout as a run would have recorded it: it is rolled back in the poll in which the evidence crosses. */
export function sampleRollout(world: World): RolloutReport {
  const next = random(world.seed)
  const logs = RATIOS.map(() => -Math.log(RATIOS.length))
  const samples: Sample[] = []
  const moments: Moment[] = [{ at: world.startAt, kind: 'start', text: 'canary of 2.5.0 (7c7c7c7c7c7c); 2.4.1 runs now' }]
  let at = world.startAt + 4200
  moments.push({ at, kind: 'effect', text: '2.5.0 is up and healthy, without traffic' })
  moments.push({ at: at + 900, kind: 'effect', text: '5 of 5 smoke checks passed' })
  at += 1000
  let turned: number | undefined
  for (const step of world.steps) {
    if (turned !== undefined) break
    moments.push({ at, kind: 'shift', text: `${step.weight} % of the traffic goes to 2.5.0` })
    for (let poll = 0; poll < step.polls && turned === undefined; poll += 1) {
      at += world.pollSeconds * 1000
      const requests = Math.round(world.perPoll * (0.9 + 0.2 * next()))
      const toCandidate = Math.round((requests * step.weight) / 100)
      const baseline = arm(next, requests - toCandidate, world.good)
      const candidate = arm(next, toCandidate, world.candidate)
      if (baseline.requests > 0 && candidate.requests > 0) {
        RATIOS.forEach((ratio, index) => {
          logs[index] = (logs[index] ?? 0) + logEvidence(ratio, { nb: baseline.requests, yb: baseline.errors, nc: candidate.requests, yc: candidate.errors })
        })
      }
      const high = Math.max(...logs)
      const logE = high + Math.log(logs.reduce((sum, log) => sum + Math.exp(log - high), 0))
      samples.push({ at, weight: step.weight, baseline, candidate, logE, threshold: THRESHOLD })
      if (logE >= THRESHOLD) turned = at
    }
    if (turned === undefined && step.weight < 100) moments.push({ at, kind: 'verdict', text: `${step.weight} % passed after ${samples.filter((sample) => sample.weight === step.weight).reduce((sum, sample) => sum + sample.candidate.requests, 0)} requests` })
  }
  const seen = { candidate: totalOf(samples.map((sample) => sample.candidate)), baseline: totalOf(samples.map((sample) => sample.baseline)) }
  const message = `errors rose: ${count(seen.candidate.errors)} of ${count(seen.candidate.requests)} requests bad on the new release, ${count(seen.baseline.errors)} of ${count(seen.baseline.requests)} on the old one`
  const rollbackMs = 640
  if (turned !== undefined) {
    moments.push({ at: turned, kind: 'rollback', text: `rolling back at ${samples.at(-1)?.weight ?? 0} %: ${message}` })
    moments.push({ at: turned + rollbackMs, kind: 'effect', text: 'all traffic is on 2.4.1 again' })
  }
  const endedAt = at + 1500
  moments.push({ at: endedAt, kind: 'end', text: turned === undefined ? '2.5.0 is live and verified' : 'rolled back to 2.4.1' })
  return {
    environment: world.environment,
    production: world.production,
    strategy: 'canary',
    deployment: 'dep_01JQ8ZC4T0V6W2N9K3M5R7XABC',
    digest: NEW,
    version: '2.5.0',
    previous: { digest: OLD, version: '2.4.1' },
    steps: world.steps.map((step) => step.weight),
    latencyBoundsMs: BOUNDS,
    outcome: turned === undefined ? 'verified' : 'rolled-back',
    ...(turned === undefined ? {} : { cause: { code: 'evidence_against', message, at: turned }, rollbackMs }),
    startedAt: world.startAt,
    endedAt,
    liveDigest: turned === undefined ? NEW : OLD,
    smoke: [
      { name: 'health', area: 'health', verdict: 'pass', attempts: 3, durationMs: 41, detail: 'GET /health gave 200 in 12 ms, three times in a row' },
      { name: 'sign in', area: 'auth', verdict: 'pass', attempts: 1, durationMs: 88, detail: 'POST /session gave 201' },
      { name: 'create an order', area: 'core', verdict: 'pass', attempts: 1, durationMs: 132, detail: '$.status equals "accepted"' },
      { name: 'database', area: 'database', verdict: 'pass', attempts: 1, durationMs: 20, detail: '$.database equals "up"' },
      { name: 'payment sandbox', area: 'external', verdict: 'pass', attempts: 2, durationMs: 410, detail: 'the port answered' },
    ],
    samples,
    moments,
    comparisons: comparisons(turned !== undefined, seen.candidate.rate),
    address: 'http://127.0.0.1:8080',
  }
}

function comparisons(bad: boolean, after = 0): readonly Comparison[] {
  return [
    { metric: 'error rate', unit: '%', before: 0.33, after: after * 100, ratio: bad ? { low: 1.9, high: 9.4, level: 0.95 } : { low: 0.4, high: 1.7, level: 0.95 }, verdict: bad ? 'fail' : 'pass', note: bad ? 'the whole interval lies above 1' : 'no difference to be seen' },
    { metric: 'latency', unit: 'ms', before: 83.4, after: bad ? 121 : 84.1, verdict: 'pass', note: 'mean of all requests' },
    { metric: 'throughput', unit: '/s', before: 80.2, after: 79.6, verdict: 'pass', note: 'both releases together' },
    { metric: 'memory', unit: 'MiB', before: 88.1, after: 90.4, verdict: 'pass', note: 'resident, largest seen' },
    { metric: 'cpu', unit: 'cores', verdict: 'inconclusive', note: 'the target does not report it' },
  ]
}

const STAGING: World = { environment: 'staging', production: false, steps: [{ weight: 100, polls: 6 }], pollSeconds: 2, perPoll: 60, good: { errorRate: 0.003, meanMs: 80 }, candidate: { errorRate: 0.003, meanMs: 82 }, startAt: START + 9000, seed: 11 }

const PRODUCTION: World = {
  environment: 'production',
  production: true,
  steps: [{ weight: 5, polls: 10 }, { weight: 25, polls: 10 }, { weight: 50, polls: 10 }, { weight: 100, polls: 12 }],
  pollSeconds: 3,
  perPoll: 240,
  good: { errorRate: 0.003, meanMs: 83 },
  candidate: { errorRate: 0.003, meanMs: 84 },
  startAt: START + 34_000,
  seed: 23,
}

function stagesOf(rollouts: readonly RolloutReport[], endedAt: number): readonly Stage[] {
  const [staging, production] = rollouts
  const went = production?.outcome === 'verified'
  const verified = went ? { status: 'passed', startedAt: production.endedAt - 37_000, endedAt: production.endedAt, notes: 'live digest equals the requested one; watched for 36 s' } as const : { status: 'skipped', notes: 'production was rolled back' } as const
  return [
    { name: 'validation', status: 'passed', startedAt: START, endedAt: START + 2300, notes: '14 checks passed' },
    { name: 'build', status: 'passed', startedAt: START + 2300, endedAt: START + 8900, notes: 'packed once, 38 files, SBOM and provenance attached' },
    { name: 'staging', status: 'passed', startedAt: staging?.startedAt ?? START, endedAt: staging?.endedAt ?? START, notes: '5 of 5 smoke checks passed' },
    { name: 'production', status: went ? 'passed' : 'rolled-back', startedAt: production?.startedAt ?? START, endedAt: production?.endedAt ?? START, notes: went ? 'canary 5, 25, 50, 100 %' : 'errors rose at 25 %; all traffic back in 640 ms' },
    { name: 'verification', ...verified },
    went ? { name: 'finalize', status: 'passed', startedAt: production.endedAt, endedAt, notes: 'tag v2.5.0, task moved' } : { name: 'finalize', status: 'skipped', notes: 'only after a verified release' },
  ]
}

const COMMON = {
  schema_version: 1,
  command: 'run',
  started_at: START,
  actor: 'mira',
  run: { id: '17432201', attempt: 1, url: 'https://example.com/runs/17432201', host: 'runner-3', pid: 4711, startedAt: START },
  service: 'orders',
  commit: '9f2c41d07be35a8c6e10f4b2d9a87c53e61f0b4a',
  version: '2.5.0',
  previous_version: '2.4.1',
  artifact: {
    digest: NEW,
    layer: sampleDigest('e1'),
    size: 486_400,
    files: Array.from({ length: 38 }, (_, index) => ({ path: `dist/${index === 0 ? 'server.js' : `modules/part-${index}.js`}`, size: 1800 + index * 731, digest: sampleDigest((index + 16).toString(16)), executable: index === 0 })),
    annotations: { 'org.opencontainers.image.version': '2.5.0' },
  },
  evidence: {
    verdict: 'pass',
    checks: [
      { name: 'signature', verdict: 'pass', expected: 'signed by the project\'s key', found: 'signed by the project\'s key' },
      { name: 'source commit', verdict: 'pass', expected: '9f2c41d07be3', found: '9f2c41d07be3' },
      { name: 'SBOM', verdict: 'pass', expected: 'bound to the digest', found: 'CycloneDX 1.6, 42 components' },
    ],
  },
  validation: {
    schema_version: 1,
    verdict: 'pass',
    checks: [
      { name: 'task state', group: 'state', verdict: 'pass', detail: 'Validated', durationMs: 3 },
      { name: 'constitution', group: 'constitution', verdict: 'pass', detail: 'tier Light, nothing unvalidated', durationMs: 1 },
      { name: 'unit tests', group: 'tests', verdict: 'pass', detail: 'npm test ended with 0', durationMs: 1800 },
      { name: 'node', group: 'dependencies', verdict: 'pass', detail: '24.21.0, at least 20 is needed', durationMs: 40 },
      { name: 'configuration', group: 'configuration', verdict: 'pass', detail: '.flowspec/operate.yml, 2 environments', durationMs: 6 },
      { name: 'target', group: 'target', verdict: 'pass', detail: 'production answers at http://127.0.0.1:8080', durationMs: 12 },
      { name: 'disk space', group: 'resources', verdict: 'warn', detail: '1.2 GiB free, 1 GiB is needed', remedy: 'Free some space before the next release.', durationMs: 1 },
    ],
  },
  plan: [
    { order: 1, effect: 'start 2 instances of 2.5.0 without traffic', where: 'production', digest: NEW, required: true, estimatedSeconds: 5 },
    { order: 2, effect: 'give it 5 % of the traffic and read the weight back', where: 'production', digest: NEW, required: true, estimatedSeconds: 1 },
    { order: 3, effect: 'judge it for at least 30 s, every 3 s', where: 'production', digest: NEW, required: true, estimatedSeconds: 30 },
    { order: 4, effect: 'move the task to Deployed', where: 'backlog/tasks/task-42.md', required: false, estimatedSeconds: 1 },
  ],
  notified: ['mira', 'orders-team'],
  problems: [],
  records: ['deploy/manifest.json', 'deploy/rollback.json', 'deploy/registry.json', '.logs/deployment/order-limits-deploy.log'],
  overrides: [],
} as const satisfies Partial<RunReport>

const TASK = { id: 'task-42', title: 'Limit orders per customer', state: 'Validated', feature: 'order-limits' } as const

/** A release that went all the way out. */
export function successReport(): RunReport {
  const rollouts = [sampleRollout(STAGING), sampleRollout(PRODUCTION)]
  const ended = (rollouts.at(-1)?.endedAt ?? START) + 2100
  return {
    ...COMMON,
    decision: 'deployed',
    reason_code: 'ok',
    result: 'SUCCESS',
    message: '2.5.0 is live in production and verified; 2.4.1 ran before.',
    ended_at: ended,
    task: { ...TASK, moved_to: 'Deployed' },
    environment: 'production',
    stages: stagesOf(rollouts, ended),
    rollouts,
    rollback_command: 'flowspec-operate rollback --environment production --to dep_01JQ8ZC4T0V6W2N9K3M5R7XABB --reason "why"',
    tag: 'v2.5.0',
  }
}

/** A release that the judge sent back, with an override on record. */
export function rolledBackReport(): RunReport {
  const rollouts = [sampleRollout(STAGING), sampleRollout({ ...PRODUCTION, candidate: { errorRate: 0.028, meanMs: 118 }, seed: 31 })]
  const ended = (rollouts.at(-1)?.endedAt ?? START) + 900
  return {
    ...COMMON,
    decision: 'rolled_back',
    reason_code: 'evidence_against',
    result: 'ROLLED BACK',
    message: '2.5.0 was rolled back from production: its errors rose. 2.4.1 has all the traffic again.',
    remedy: 'Look at the errors of 2.5.0 in the log, mend them, and take the task through validation again.',
    ended_at: ended,
    task: TASK,
    environment: 'production',
    stages: stagesOf(rollouts, ended),
    rollouts,
    overrides: [{ what: 'skip-tests', actor: 'mira', reason: 'the test database is being moved, ran them by hand', at: START + 1200 }],
  }
}

/** A release that never became healthy: no sample was taken. */
export function failedToStartReport(): RunReport {
  const staging: RolloutReport = {
    ...sampleRollout(STAGING),
    outcome: 'failed',
    cause: { code: 'candidate_unhealthy', message: 'the new release did not answer GET /health within 30 s', at: START + 39_000 },
    endedAt: START + 39_500,
    samples: [],
    comparisons: [],
    moments: [{ at: START + 9000, kind: 'start', text: 'canary of 2.5.0 (7c7c7c7c7c7c); 2.4.1 runs now' }, { at: START + 39_000, kind: 'rollback', text: 'stopping before any traffic: it did not answer' }],
    smoke: [{ name: 'health', area: 'health', verdict: 'fail', attempts: 12, durationMs: 30_000, detail: 'GET /health was refused', tail: 'Error: listen EADDRINUSE: address already in use\n    at Server.setupListenHandle (node:net:1940:16)' }],
  }
  return {
    ...COMMON,
    decision: 'failed',
    reason_code: 'candidate_unhealthy',
    result: 'FAILED',
    message: '2.5.0 did not start in staging; nothing else was changed.',
    remedy: 'Read the last lines of its log below; the port is taken.',
    ended_at: START + 40_000,
    task: TASK,
    environment: 'staging',
    stages: [
      { name: 'validation', status: 'passed', startedAt: START, endedAt: START + 2300, notes: '14 checks passed' },
      { name: 'build', status: 'passed', startedAt: START + 2300, endedAt: START + 8900, notes: 'packed once' },
      { name: 'staging', status: 'failed', startedAt: START + 9000, endedAt: START + 39_500, notes: 'did not become healthy' },
      { name: 'production', status: 'skipped', notes: 'staging failed' },
    ],
    rollouts: [staging],
  }
}

/** A run that was refused: problems in what was given, nothing else known. */
export function refusedReport(): RunReport {
  return {
    schema_version: 1,
    command: 'run',
    decision: 'refused',
    reason_code: 'bad_input',
    result: 'REFUSED',
    message: '2 problems in .flowspec/operate.yml; nothing was changed.',
    remedy: 'Mend the places below and run again.',
    started_at: START,
    ended_at: START + 120,
    actor: 'mira',
    run: { id: 'local-1', attempt: 1 },
    service: 'orders',
    stages: [],
    rollouts: [],
    overrides: [],
    notified: [],
    problems: [
      { code: 'config.unknown-key', what: 'unknown key', value: 'enviroments', place: { file: '.flowspec/operate.yml', line: 3, column: 5 }, remedy: 'Did you mean environments?' },
      { code: 'config.required', what: 'artifact.paths is missing', place: { file: '.flowspec/operate.yml' }, remedy: 'Name the folder that is deployed.' },
      { code: 'input.not-a-boolean', what: 'not a boolean', value: 'yes', remedy: 'Give true or false.' },
    ],
    records: [],
  }
}

/** A dry run: the plan and nothing else. */
export function dryRunReport(): RunReport {
  return {
    ...COMMON,
    decision: 'planned',
    reason_code: 'dry_run',
    result: 'PLANNED',
    message: 'This is what would be done to take 2.5.0 to production; nothing was changed.',
    ended_at: START + 3100,
    run: { id: '17432202', attempt: 2 },
    task: TASK,
    stages: [{ name: 'validation', status: 'passed', startedAt: START, endedAt: START + 2300, notes: '14 checks passed' }],
    rollouts: [],
    notified: [],
    records: [],
  }
}

/** Every kind of run, by name. */
export const SAMPLE_REPORTS: Readonly<Record<string, () => RunReport>> = {
  success: successReport,
  'rolled back': rolledBackReport,
  'failed to start': failedToStartReport,
  refused: refusedReport,
  'dry run': dryRunReport,
}
