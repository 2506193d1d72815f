// What the records are drawn from, once complete and once with nothing that may be absent.
import type { Deployment, LedgerKey, LedgerState } from '../../../src/domain/ledger/entry.ts'
import type { ServiceSettings, Settings } from '../../../src/domain/policy/settings.ts'
import type { RolloutReport } from '../../../src/domain/report/run-report.ts'
import { startRollout } from '../../../src/domain/rollout/advance.ts'
import { planRollout } from '../../../src/domain/rollout/plan.ts'
import type { Rollout } from '../../../src/domain/rollout/rollout.ts'
import type { Change } from '../../../src/domain/records/happenings.ts'
import { rolledBackReport, successReport } from '../../support/sample-report.ts'
import { digestOf, environmentWith } from '../../support/settings.ts'

export const KEY: LedgerKey = { service: 'orders', environment: 'production' }
export const T0 = Date.UTC(2026, 2, 14, 9, 30)
export const NEW = digestOf('7')
export const OLD = digestOf('4')

/** Texts that try to be something else wherever they land. */
export const HOSTILE = [
  'a\n2026-01-01T00:00:00.000Z INFO  forged',
  'a\r\n## Heading\r\n- [ ] item',
  '<!-- operate:end --> <!-- operate:begin rollback -->',
  '| a | b |\n| --- | --- |',
  '[click](https://example.com) <img src=x onerror=alert(1)>',
  '"}\n{"event_type":"deploy.verified"}',
  '\u001b[2J\u001b]0;title\u0007\u202egnp',
  'a\u2028b\u2029c\u0085d',
  '\ud800 lone',
  '$(id) `id` ${{ secrets.X }} __proto__',
]

export function deployment(changes: Partial<Deployment> = {}): Deployment {
  return {
    id: 'dep_01JQ8ZC4T0V6W2N9K3M5R7XABC',
    digest: NEW,
    version: '2.5.0',
    commit: '9f2c41d07be35a8c6e10f4b2d9a87c53e61f0b4a',
    committedAt: T0 - 3_600_000,
    task: 'task-42',
    actor: 'mira',
    command: 'deploy',
    reason: 'planned release',
    startedAt: T0,
    endedAt: T0 + 60_000,
    outcome: 'verified',
    ...changes,
  }
}

/** A deployment without anything that may be absent. */
export function bareDeployment(changes: Partial<Deployment> = {}): Deployment {
  const { task: _task, reason: _reason, endedAt: _endedAt, ...bare } = deployment()
  return { ...bare, ...changes }
}

export const OLDER = deployment({ id: 'dep_01JQ8ZC4T0V6W2N9K3M5R7XABB', digest: OLD, version: '2.4.1', startedAt: T0 - 7_200_000, endedAt: T0 - 7_100_000 })

export function rolloutState(changes: { readonly stable?: boolean } = {}): Rollout {
  const snapshot = { id: 'snap_01JQ8ZC4T0V6W2N9K3M5R7XABC', at: T0, ...(changes.stable === false ? {} : { stable: { digest: OLD, version: '2.4.1', instances: 2 } }) }
  return startRollout(planRollout(environmentWith(), { candidate: { digest: NEW, version: '2.5.0' }, snapshot }), T0)
}

export function state(changes: Partial<LedgerState> = {}): LedgerState {
  return { deployments: [], quarantine: [], overrides: [], ...changes }
}

function rollout(report: { readonly rollouts: readonly RolloutReport[] }): RolloutReport {
  const found = report.rollouts.at(-1)
  if (found === undefined) throw new Error('the sample report has no rollout')
  return found
}

export const VERIFIED: RolloutReport = rollout(successReport())
export const ROLLED_BACK: RolloutReport = rollout(rolledBackReport())

/** A rollout of which almost nothing is known. */
export function bareRollout(changes: Partial<RolloutReport> = {}): RolloutReport {
  const { previous: _p, cause: _c, liveDigest: _l, rollbackMs: _r, address: _a, ...bare } = VERIFIED
  return { ...bare, outcome: 'failed', smoke: [], samples: [], moments: [], comparisons: [], ...changes }
}

export function change(changes: Partial<Change> = {}): Change {
  return { ...KEY, production: true, strategy: 'canary', deployment: deployment(), previous: { digest: OLD, version: '2.4.1' }, ...changes }
}

export function settingsWith(service: Partial<ServiceSettings> = {}, settings: Partial<Settings> = {}): Settings {
  return {
    services: [{
      name: 'orders',
      required: true,
      artifact: { paths: ['dist'], root: '.', exclude: [], stack: 'node', store: '.operate/store', allow: [], key: { private: 'key', public: 'key.pub' } },
      environments: [environmentWith({ name: 'staging', production: false, strategy: 'rolling', steps: [] }), environmentWith()],
      ...service,
    }],
    tasks: { store: 'backlog', directory: 'backlog/tasks', approval: { role: 'write', bots: [] } },
    ledger: { store: 'git', namespace: 'refs/flowspec', leaseSeconds: 60 },
    gate: { tests: [], programs: [], environment: [], minFreeBytes: 0 },
    notifications: { stakeholders: [] },
    source: '.flowspec/operate.yml',
    ...settings,
  }
}

export const plain = (text: string): string => text
