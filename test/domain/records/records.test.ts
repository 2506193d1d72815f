import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { deploymentManifest, type DeploymentManifestFacts } from '../../../src/domain/records/deployment-manifest.ts'
import { healthReport, verdictOf } from '../../../src/domain/records/health-report.ts'
import { jsonFile } from '../../../src/domain/records/json-text.ts'
import { registry } from '../../../src/domain/records/registry.ts'
import { rollbackManifest } from '../../../src/domain/records/rollback-manifest.ts'
import { successReport } from '../../support/sample-report.ts'
import { bareDeployment, bareRollout, deployment, HOSTILE, KEY, NEW, OLD, OLDER, plain, ROLLED_BACK, rolloutState, settingsWith, state, T0, VERIFIED } from './facts.ts'
import { schemaOf, unused, validator } from './schema.ts'

const REPORT = successReport()

function facts(changes: Partial<DeploymentManifestFacts> = {}): DeploymentManifestFacts {
  return { key: KEY, production: true, deployment: deployment(), rollout: VERIFIED, run: REPORT.run, referrers: [], filesChanged: [], overrides: [], ...changes }
}

const { artifact, evidence } = REPORT
if (artifact === undefined || evidence === undefined) throw new Error('the sample report must be complete')

const MANIFESTS = [
  deploymentManifest(facts({
    artifact,
    evidence,
    referrers: [{ kind: 'sbom', artifact_type: 'application/vnd.cyclonedx+json', digest: OLD }, { kind: 'provenance', artifact_type: 'application/vnd.dev.sigstore.bundle', digest: NEW }, { kind: 'sbom', artifact_type: 'application/vnd.cyclonedx+json', digest: NEW }],
    filesChanged: ['src/b.ts', 'src/a.ts'],
    overrides: [{ what: 'skip-tests', actor: 'mira', reason: 'hotfix', at: T0 }],
  })),
  deploymentManifest(facts({ deployment: bareDeployment(), rollout: bareRollout(), run: { id: '1', attempt: 1 } })),
]
const VERIFIED_STATE = state({ live: deployment(), deployments: [deployment(), OLDER] })
const CHANGING = state({ live: OLDER, deployments: [OLDER], current: { deployment: deployment({ outcome: 'running' }), rollout: rolloutState() } })
const ROLLBACKS = [
  rollbackManifest(KEY, state()),
  rollbackManifest(KEY, VERIFIED_STATE),
  rollbackManifest(KEY, CHANGING),
  rollbackManifest(KEY, { ...CHANGING, deployments: [] }),
  rollbackManifest(KEY, state({ current: { deployment: deployment(), rollout: rolloutState({ stable: false }) } })),
  rollbackManifest(KEY, state({ live: deployment(), deployments: [deployment()] })),
  rollbackManifest(KEY, state({ live: deployment(), deployments: [deployment(), bareDeployment({ id: 'dep_0', digest: OLD })] })),
]
const FAILED = deployment({ outcome: 'failed', cause: { code: 'rollback_failed', message: 'no', at: T0 } })
const LEDGERS = [
  { key: { service: 'orders', environment: 'staging' }, state: state() },
  { key: KEY, state: VERIFIED_STATE },
  { key: { service: 'orders', environment: 'gone' }, state: { ...CHANGING, quarantine: [{ digest: NEW, reason: 'bad', at: T0 }, { digest: OLD, reason: 'bad', at: T0 }] } },
  { key: { service: 'billing', environment: 'production' }, state: state({ live: bareDeployment(), deployments: [FAILED] }) },
  { key: { service: 'orders', environment: 'build' }, state: state() },
  { key: { service: 'api', environment: 'production' }, state: state({ deployments: [bareDeployment({ outcome: 'failed' })] }) },
]
const REGISTRY = registry(LEDGERS, settingsWith())
const EMPTY_ARM = { requests: 0, errors: 0 }
const HEALTH = [
  healthReport(KEY, ROLLED_BACK, { alpha: 0.01, tolerance: 1 }),
  healthReport(KEY, { ...VERIFIED, smoke: VERIFIED.smoke.map((check) => ({ ...check, tail: 'last line' })) }, { alpha: 0.01, tolerance: 1 }),
  healthReport(KEY, bareRollout(), { alpha: 0.01, tolerance: 1 }),
  healthReport(KEY, bareRollout({ samples: [{ at: T0, weight: 5, baseline: EMPTY_ARM, candidate: EMPTY_ARM, logE: Infinity }] }), { alpha: 0.01, tolerance: 1 }),
  healthReport(KEY, bareRollout({ samples: [{ at: T0, weight: 5, baseline: EMPTY_ARM, candidate: EMPTY_ARM, logE: 1, threshold: Infinity }, { at: T0, weight: 5, baseline: EMPTY_ARM, candidate: EMPTY_ARM }] }), { alpha: 0.01, tolerance: 1 }),
]

describe('records as JSON', () => {
  it.each([
    ['deployment-manifest', MANIFESTS],
    ['rollback-manifest', ROLLBACKS],
    ['registry', [REGISTRY, registry([], settingsWith())]],
    ['health-report', HEALTH],
  ])('[F3] the schema of %s says exactly what is written', (name, records) => {
    const validate = validator(name)
    const written = records.map((record) => JSON.parse(jsonFile(record, plain)) as Record<string, unknown>)
    for (const record of written) {
      validate(record)
      expect(validate.errors).toBeNull()
      expect(validate({ ...record, unknown: 1 })).toBe(false)
      for (const key of schemaOf(name).required ?? []) {
        const { [key]: _left, ...rest } = record
        expect(validate(rest)).toBe(false)
      }
    }
    expect(unused(schemaOf(name), written)).toEqual([])
  })

  it('[F3] the same facts give the same bytes, in whatever order the ledgers come', () => {
    fc.assert(fc.property(fc.shuffledSubarray(LEDGERS, { minLength: LEDGERS.length }), (ledgers) => {
      expect(jsonFile(registry(ledgers, settingsWith()), plain)).toBe(jsonFile(REGISTRY, plain))
    }))
  })

  it('[F3] hostile texts stay inside their value', () => {
    for (const text of HOSTILE) {
      const written = jsonFile(deploymentManifest(facts({ deployment: deployment({ actor: text, reason: text }), filesChanged: [text] })), plain)
      expect(JSON.parse(written)).toMatchObject({ actor: text, reason: text, files_changed: [text] })
      expect(written).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\ud800-\udfff]/)
      expect(written.endsWith('}\n')).toBe(true)
    }
  })

  it('masks secrets in every text of a record (M08)', () => {
    const written = jsonFile(deploymentManifest(facts({ deployment: deployment({ reason: 'token hunter22' }) })), (text) => text.replaceAll('hunter22', '***'))
    expect(JSON.parse(written)).toMatchObject({ reason: 'token ***' })
  })
})

describe('the deployment manifest', () => {
  it('[F3] says what is live, what proves it, what changed, and how to go back', () => {
    expect(MANIFESTS[0]).toMatchObject({
      digest: NEW,
      committed_at: '2026-03-14T08:30:00.000Z',
      files_changed: ['src/a.ts', 'src/b.ts'],
      previous: { version: '2.4.1' },
      rollback: { manifest: 'deploy/records/orders/production/rollback-manifest.json', command: expect.stringMatching(/^npx flowspec-operate rollback --service orders --environment production --to sha256:[0-9a-f]{64} --reason "<why>"$/) },
    })
    expect(MANIFESTS[0]?.referrers.map((one) => [one.kind, one.digest])).toEqual([['provenance', NEW], ['sbom', OLD], ['sbom', NEW]])
    expect(MANIFESTS[1]?.rollback).toEqual({ manifest: 'deploy/records/orders/production/rollback-manifest.json' })
  })
})

describe('the rollback manifest', () => {
  it('[E1] names what ran before while an environment changes, with everything the ledger knows of it', () => {
    expect(ROLLBACKS[2]).toMatchObject({ status: 'changing', snapshot: { at: '2026-03-14T09:30:00.000Z' }, target: { digest: OLD, version: '2.4.1', deployment: OLDER.id }, command: expect.stringContaining(OLD) })
    expect(ROLLBACKS[3]?.target).toEqual({ version: '2.4.1', digest: OLD })
    expect(ROLLBACKS[4]).toMatchObject({ status: 'changing', note: expect.stringContaining('Nothing was live before') })
    expect(ROLLBACKS[4]).not.toHaveProperty('command')
  })

  it('[F3] names the release before once the change has settled, and says so when there is none', () => {
    expect(ROLLBACKS[0]).toEqual({ schema_version: 1, ...KEY, status: 'empty', note: 'Nothing was ever deployed here.' })
    expect(ROLLBACKS[1]).toMatchObject({ status: 'settled', target: { digest: OLD, verified_at: '2026-03-14T07:31:40.000Z' } })
    expect(ROLLBACKS[5]).toMatchObject({ status: 'settled', note: expect.stringContaining('No way back') })
    expect(ROLLBACKS[5]).not.toHaveProperty('target')
  })
})

describe('the registry', () => {
  it('[F3] lists every environment by name and is unsure after a rollback that failed', () => {
    expect(REGISTRY.services.map((one) => [one.service, one.environments.map((env) => [env.environment, env.certain, env.production])])).toEqual([
      ['api', [['production', true, undefined]]],
      ['billing', [['production', false, undefined]]],
      ['orders', [['gone', false, undefined], ['production', true, true], ['staging', true, false]]],
    ])
    expect(REGISTRY.services[2]?.environments[0]?.quarantined).toEqual([OLD, NEW])
  })
})

describe('the health report', () => {
  it.each([
    ['verified', undefined, 'pass'],
    ['rolled-back', 'evidence_against', 'fail'],
    ['rolled-back', 'undecided', 'inconclusive'],
    ['rolled-back', 'no_data', 'inconclusive'],
    ['failed', 'measurement_failed', 'error'],
    ['rolled-back', 'cancelled', 'error'],
    ['failed', undefined, 'fail'],
  ] as const)('[E3] a rollout that was %s because of %s has the verdict %s', (outcome, code, verdict) => {
    expect(verdictOf({ outcome, ...(code === undefined ? {} : { cause: { code, message: '', at: T0 } }) })).toBe(verdict)
  })

  it('[E4] keeps the counts, the last and the highest evidence, and where it would have been rolled back', () => {
    const [bad] = HEALTH
    expect(bad).toMatchObject({ verdict: 'fail', reason_code: 'evidence_against', rollback_ms: 640 })
    expect(bad?.judge.highest_log_e).toBeGreaterThanOrEqual(bad?.judge.threshold ?? Infinity)
    expect(bad?.judge.candidate.requests).toBe(ROLLED_BACK.samples.reduce((sum, one) => sum + one.candidate.requests, 0))
    expect(HEALTH[3]?.judge).toEqual({ alpha: 0.01, tolerance: 1, polls: 1, baseline: EMPTY_ARM, candidate: EMPTY_ARM })
    expect(HEALTH[4]?.judge).toMatchObject({ log_e: 1, highest_log_e: 1 })
  })
})
