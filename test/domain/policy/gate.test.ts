import { describe, expect, it } from '@jest/globals'
import { compareVersions, credentialChecks, programChecks, releaseChecks, spaceCheck, targetChecks, testChecks, validationOf } from '../../../src/domain/policy/gate.ts'
import type { Deployment, LedgerState } from '../../../src/domain/ledger/entry.ts'
import { digestOf } from '../../support/settings.ts'

const command = { name: 'unit', argv: ['npm', 'test'], timeoutSeconds: 60 } as const
const DIGEST = digestOf('b')
const empty: LedgerState = { deployments: [], quarantine: [], overrides: [] }
const deployment: Deployment = { id: 'dep_1', digest: DIGEST, version: '2.0.0', commit: 'c', committedAt: 0, actor: 'ann', command: 'deploy', startedAt: 0, outcome: 'verified' }

describe('the test gate', () => {
  it('[B1] has a row for every command, with the way to see it fail', () => {
    const rows = testChecks([{ command, verdict: 'pass', detail: 'green', durationMs: 5 }, { command, verdict: 'fail', detail: 'exit code 1', durationMs: 5 }], { skipped: false, actor: 'ann' })
    expect(rows).toMatchObject([{ verdict: 'pass' }, { verdict: 'fail', remedy: 'Run `npm test` and mend what it reports.' }])
    expect(rows[0]).not.toHaveProperty('remedy')
  })

  it('[B1] is skipped only as a whole and by name, and warns where nothing is configured', () => {
    expect(testChecks([], { skipped: true, actor: 'ann' })).toMatchObject([{ verdict: 'skipped', detail: 'bypassed by ann with skip-tests' }])
    expect(testChecks([], { skipped: false, actor: 'ann' })).toMatchObject([{ verdict: 'warn' }])
  })
})

describe('prerequisites', () => {
  it.each([
    [{ name: 'git' }, 'git version 2.39.5', 'pass'],
    [{ name: 'git' }, undefined, 'fail'],
    [{ name: 'git', atLeast: '2.30' }, undefined, 'fail'],
    [{ name: 'git', atLeast: '2.30' }, 'git version 2.39.5', 'pass'],
    [{ name: 'git', atLeast: '2.40' }, 'git version 2.39.5', 'fail'],
    [{ name: 'git', atLeast: '2.40' }, 'no idea', 'error'],
  ] as const)('[B1] program %j that says %s is %s', (requirement, version, verdict) => {
    const [row] = programChecks([{ requirement, ...(version === undefined ? {} : { version }) }])
    expect(row?.verdict).toBe(verdict)
    expect(row?.remedy === undefined).toBe(verdict === 'pass')
  })

  it.each([
    ['1.2.3', '1.2.3', 0],
    ['1.10', '1.9', 1],
    ['v20', '20.0.1', -1],
    ['20.0.1', 'v20', 1],
    ['none', '1', undefined],
  ])('compares %s with %s as %s', (a, b, order) => {
    expect(compareVersions(a, b)).toBe(order)
  })

  it('[B1] credentials are checked by name, never shown', () => {
    expect(credentialChecks(['TOKEN', 'KEY'], (name) => name === 'TOKEN')).toMatchObject([
      { name: 'TOKEN', verdict: 'pass', detail: 'set' },
      { name: 'KEY', verdict: 'fail', remedy: expect.stringContaining('KEY') },
    ])
  })

  it('[B1] space that cannot be read is not enough space', () => {
    expect(spaceCheck(undefined, 1).verdict).toBe('error')
    expect(spaceCheck(2 ** 20, 2 ** 21)).toMatchObject({ verdict: 'fail', detail: '1 MiB free, 2 MiB needed' })
    expect(spaceCheck(2 ** 21, 2 ** 21).verdict).toBe('pass')
  })

  it('[B1] targets that cannot be reached are named', () => {
    expect(targetChecks([{ environment: 'staging', verdict: 'pass', detail: 'ok' }, { environment: 'production', verdict: 'error', detail: 'refused' }])).toMatchObject([
      { verdict: 'pass' },
      { verdict: 'error', remedy: expect.stringContaining('production') },
    ])
  })

  it('[B1] the report is as bad as its worst row, and an empty one is no pass', () => {
    const row = { name: 'x', group: 'tests', detail: '' } as const
    expect(validationOf([{ ...row, verdict: 'pass' }, { ...row, verdict: 'warn' }, { ...row, verdict: 'skipped' }]).verdict).toBe('pass')
    expect(validationOf([{ ...row, verdict: 'pass' }, { ...row, verdict: 'error' }]).verdict).toBe('error')
    expect(validationOf([{ ...row, verdict: 'warn' }]).verdict).toBe('inconclusive')
  })
})

describe('what a digest must have behind it', () => {
  const facts = { digest: DIGEST, environment: 'production', state: empty, allowQuarantined: false }

  it('[G3] a quarantined digest is refused until somebody lifts it', () => {
    const state: LedgerState = { ...empty, quarantine: [{ digest: DIGEST, reason: '9 of 100 failed', at: 0 }] }
    expect(releaseChecks(facts)).toMatchObject([{ verdict: 'pass' }])
    expect(releaseChecks({ ...facts, state })).toMatchObject([{ verdict: 'fail', detail: expect.stringContaining('9 of 100 failed') }])
    expect(releaseChecks({ ...facts, state, allowQuarantined: true })).toMatchObject([{ verdict: 'skipped' }])
  })

  it('[D3] a digest that staging has not verified does not reach production', () => {
    const before = (deployments: readonly Deployment[]): ReturnType<typeof releaseChecks> => releaseChecks({ ...facts, before: { environment: 'staging', deployments } })
    expect(before([deployment])[1]).toMatchObject({ verdict: 'pass', detail: expect.stringContaining('dep_1') })
    expect(before([])[1]).toMatchObject({ verdict: 'fail', remedy: expect.stringContaining('--environment staging') })
    expect(before([{ ...deployment, outcome: 'rolled-back' }])[1]?.verdict).toBe('fail')
    expect(before([{ ...deployment, digest: digestOf('c') }])[1]?.verdict).toBe('fail')
  })
})
