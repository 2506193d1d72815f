import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { pathFault } from '../../../src/domain/artifact/paths.ts'
import { deployLog, logEntry } from '../../../src/domain/records/deploy-log.ts'
import { incidentDraft } from '../../../src/domain/records/incident.ts'
import { cell, code, prose } from '../../../src/domain/records/markdown.ts'
import { masker } from '../../../src/domain/records/mask.ts'
import { changelogPath, deploymentManifestPath, deployLogPath, healthReportPath, incidentPath, pathPart, rollbackManifestPath, runbookPath } from '../../../src/domain/records/paths.ts'
import { tagMessage, tagName } from '../../../src/domain/records/release-tag.ts'
import { rollbackCommand, shellWord } from '../../../src/domain/records/rollback-command.ts'
import { isVersion, releaseVersion } from '../../../src/domain/records/version.ts'
import { rolledBackReport, successReport } from '../../support/sample-report.ts'
import { bareDeployment, bareRollout, change, deployment, HOSTILE, KEY, NEW, OLD, plain, ROLLED_BACK, T0, VERIFIED } from './facts.ts'

const HOSTILE_TEXT = fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: 'binary' }))

describe('where records lie', () => {
  it('[F3] has one place for each', () => {
    expect(deployLogPath('order-limits')).toBe('.logs/deployment/order-limits-deploy.log')
    expect(runbookPath('order-limits')).toBe('docs/runbooks/order-limits-runbook.md')
    expect(deploymentManifestPath(KEY)).toBe('deploy/records/orders/production/deployment-manifest.json')
    expect(rollbackManifestPath(KEY)).toBe('deploy/records/orders/production/rollback-manifest.json')
    expect(healthReportPath(KEY)).toBe('deploy/records/orders/production/health-report.json')
    expect(changelogPath('orders', 1)).toBe('CHANGELOG.md')
    expect(changelogPath('orders', 2)).toBe('docs/changelog/orders.md')
    expect(incidentPath(KEY, { at: T0, deployment: 'dep_x' })).toBe('docs/incidents/2026-03-14-orders-production-dep_x.md')
  })

  it('(M01) no name leaves its folder, and no two names share one', () => {
    fc.assert(fc.property(HOSTILE_TEXT, HOSTILE_TEXT, (a, b) => {
      expect(pathFault(deploymentManifestPath({ service: a, environment: b }))).toBeUndefined()
      expect(pathPart(a)).not.toContain('/')
      if (a.normalize('NFC').toWellFormed() !== b.normalize('NFC').toWellFormed()) expect(pathPart(a).toLowerCase()).not.toBe(pathPart(b).toLowerCase())
    }))
  })

  it.each(['..', '.', '', 'con', 'nul.txt', 'a/b', 'A', 'a.', '-rf'])('(M01) makes %j harmless and different from its slug', (name) => {
    expect(pathPart(name)).toMatch(/^[a-z0-9][a-z0-9-]*-[0-9a-f]{12}$/)
  })
})

describe('the version of a release', () => {
  const commit = '9f2c41d07be35a8c6e10f4b2d9a87c53e61f0b4a'
  it.each([
    ['the input', { commit, input: '3.0.0', tag: 'v2.0.0', packageVersion: '1.0.0' }, '3.0.0'],
    ['the tag on this commit', { commit, tag: 'v2.0.0', packageVersion: '1.0.0' }, '2.0.0'],
    ['a tag without v', { commit, tag: 'release-7' }, 'release-7'],
    ['package.json and the commit', { commit, packageVersion: '1.4.0' }, '1.4.0+9f2c41d07be3'],
    ['package.json with build metadata', { commit, packageVersion: '1.4.0+b7' }, '1.4.0+b7.9f2c41d07be3'],
    ['the commit alone', { commit }, '0.0.0+9f2c41d07be3'],
    ['the commit, when package.json has nonsense', { commit, packageVersion: '$(id)' }, '0.0.0+9f2c41d07be3'],
    ['the commit, when package.json has no end', { commit, packageVersion: '1'.repeat(120) }, '0.0.0+9f2c41d07be3'],
    ['package.json, when the tag is none', { commit, tag: 'a..b', packageVersion: '1.0.0' }, '1.0.0+9f2c41d07be3'],
  ])('[F1] comes from %s', (_from, facts, version) => {
    expect(releaseVersion(facts)).toBe(version)
    expect(isVersion(version)).toBe(true)
  })

  it.each(['', '.1', '1.', 'a..b', 'a b', '1.lock', '1.LOCK', '-1', 'a/b', 'v1\n', '1~2', '1^', '1:2', '@{'])('(M01) %j is none', (text) => {
    expect(isVersion(text)).toBe(false)
  })

  it('[F1] names the tag after it, and after the service where there are several', () => {
    expect(tagName('1.4.0', 'orders', 1)).toBe('v1.4.0')
    expect(tagName('1.4.0', 'orders', 2)).toBe('orders-v1.4.0')
  })

  it('[F1] the tag says what was released, one fact a line, and nothing can add a line', () => {
    expect(tagMessage(KEY, deployment())).toBe([
      'orders 2.5.0', '', 'Service: orders', 'Environment: production', `Digest: ${NEW}`, 'Deployment: dep_01JQ8ZC4T0V6W2N9K3M5R7XABC',
      `Commit: ${commit}`, 'Task: task-42', 'Deployed-By: mira', 'Verified-At: 2026-03-14T09:31:00.000Z', '',
    ].join('\n'))
    fc.assert(fc.property(HOSTILE_TEXT, (actor) => {
      expect(tagMessage(KEY, bareDeployment({ actor })).split('\n')).toHaveLength(9)
    }))
  })
})

describe('the rollback command', () => {
  it('[E1] can be pasted into a shell as it is', () => {
    expect(rollbackCommand(KEY, OLD)).toBe(`npx flowspec-operate rollback --service orders --environment production --to ${OLD} --reason "<why>"`)
    expect(shellWord("it's; rm -rf $HOME")).toBe(String.raw`'it'\''s; rm -rf $HOME'`)
    expect(shellWord('')).toBe("''")
  })
})

describe('Markdown from outside', () => {
  it.each([
    ['# not a heading', String.raw`\# not a heading`],
    ['- not a list', String.raw`\- not a list`],
    ['1. not a list', String.raw`1\. not a list`],
    ['=====', String.raw`\=====`],
    ['a | b', String.raw`a \| b`],
    ['<img> [x](y)', String.raw`\<img\> \[x\]\(y\)`],
    ['two\nlines', 'two lines'],
  ])('shows %j as it is', (text, shown) => {
    expect(prose(text)).toBe(shown)
  })

  it('finds a fence for every code', () => {
    expect(code('npm test')).toBe('`npm test`')
    expect(code('`id`')).toBe('`` `id` ``')
    expect(code('a ``b`` c')).toBe('```a ``b`` c```')
    expect(code('')).toBe('(empty)')
    expect(cell('a|b')).toBe('`a\u00a6b`')
    fc.assert(fc.property(HOSTILE_TEXT, (text) => {
      expect(cell(text)).not.toMatch(/[|\n\r]/)
      expect(prose(text)).not.toMatch(/(?<!\\)[|<>#[\]]|[\n\r]/)
    }))
  })
})

describe('secrets', () => {
  it('(M08) are masked in every form in which programs print them', () => {
    const secret = 'p@ss w\u00f6rd/+"x"'
    const mask = masker([secret])
    const bytes = Buffer.from(secret)
    const forms = [
      secret, encodeURIComponent(secret), encodeURIComponent(secret).toLowerCase(), encodeURIComponent(secret).replaceAll('%20', '+'),
      JSON.stringify(secret), bytes.toString('hex'), bytes.toString('hex').toUpperCase(), bytes.toString('base64'), bytes.toString('base64url'),
      Buffer.from(`user:${secret}`).toString('base64'), Buffer.from(`u:${secret}\n`).toString('base64'), Buffer.from(`us:${secret}`).toString('base64url'),
    ]
    for (const form of forms) {
      const core = form.slice(4, -4)
      expect(mask(`before ${form} after`)).toMatch(/^before .*\*\*\*.* after$/)
      expect(mask(`before ${form} after`)).not.toContain(core)
    }
  })

  it('(M08) of one to three characters are masked only where they stand alone', () => {
    expect(masker(['a', 'x.y'])('a banana (a) x.y xzy')).toBe('*** banana (***) *** xzy')
  })

  it('(M08) of several lines are masked line by line, and whatever is empty masks nothing', () => {
    const mask = masker(['', ' ', 'first line\r\nsecond line\n'])
    expect(mask('> first line\n> second line\n> third')).toBe('> ***\n> ***\n> third')
  })

  it('(M08) never survive in any text, whatever stands around them', () => {
    fc.assert(fc.property(fc.string({ minLength: 4, maxLength: 40, unit: 'grapheme' }).filter((text) => text.trim().length >= 4 && !text.includes('*')), fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (secret, before, after) => {
      expect(masker([secret])(`${before}${secret}${after}`)).not.toContain(secret)
    }))
  })
})

describe('the deployment log', () => {
  it('[F3] has a line for every event with its time in UTC', () => {
    expect(logEntry({ at: T0, level: 'warn', where: 'orders/production', text: 'lock taken' }, plain)).toBe('2026-03-14T09:30:00.000Z WARN  orders/production: lock taken\n')
  })

  it('[D3] shows the last lines of what failed below the entry', () => {
    const tail = `${'x'.repeat(9000)}\nlistening\n\nError: no database`
    const text = logEntry({ at: T0, level: 'error', where: 'orders/staging', text: 'did not start\nexit code 1', tail }, plain)
    expect(text).toMatch(/^2026-03-14T09:30:00.000Z ERROR orders\/staging: did not start\n {4}\| exit code 1\n/)
    expect(text.endsWith('\n    | listening\n    | Error: no database\n')).toBe(true)
    expect(text.length).toBeLessThan(5000)
  })

  it('(M01) no text can pass for an entry', () => {
    fc.assert(fc.property(HOSTILE_TEXT, HOSTILE_TEXT, HOSTILE_TEXT, (text, where, tail) => {
      const lines = logEntry({ at: T0, level: 'info', where, text, tail }, plain).split('\n')
      expect(lines[0]).toMatch(/^2026-03-14T09:30:00.000Z INFO {2}/)
      expect(lines.pop()).toBe('')
      for (const line of lines.slice(1)) expect(line.startsWith('    | ')).toBe(true)
      expect(lines.join('')).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\u202e]/)
    }))
  })

  it('(M08) masks a secret, also one that control characters hide', () => {
    const text = logEntry({ at: T0, level: 'error', where: 'a', text: 'hun\u001b[0mter22', tail: 'token=hunter22' }, masker(['hunter22']))
    expect(text).toBe('2026-03-14T09:30:00.000Z ERROR a: ***\n    | token=***\n')
  })

  it('[F3] tells a whole run in order, with overrides, doubtful checks and how it ended', () => {
    const report = rolledBackReport()
    const log = deployLog({ ...report, remedy: 'look at the logs' }, plain)
    const entries = log.split('\n').filter((line) => line.startsWith('2026-'))
    expect(entries.map((line) => line.slice(0, 24))).toEqual(entries.map((line) => line.slice(0, 24)).toSorted())
    expect(log).toContain('run by mira, run 17432201 attempt 1, task-42, version 2.5.0')
    expect(log).toContain('WARN  orders/production: disk space: 1.2 GiB free')
    expect(log).toMatch(/ERROR orders\/production: production rolled-back after .*: errors rose/)
    expect(log).toMatch(/ERROR orders\/production: rolling back at/)
    expect(log).toContain('evidence_against: errors rose')
    expect(entries.at(-1)).toMatch(/ERROR orders\/production: ROLLED BACK \(evidence_against\): /)
    expect(log.endsWith('    | look at the logs\n')).toBe(true)
    for (const override of report.overrides) expect(log).toContain(`${override.what} by ${override.actor}: ${override.reason}`)
  })

  it('[D3] puts the output of a failed smoke check below it, and manages with little', () => {
    const [check] = VERIFIED.smoke
    if (check === undefined) throw new Error('the sample has smoke checks')
    const { environment: _e, version: _v, task: _t, validation: _n, remedy: _r, ...bare } = successReport()
    const rollouts = [bareRollout({ smoke: [{ ...check, verdict: 'fail', tail: 'Error: 500' }, { ...check, name: 'other', verdict: 'error' }] })]
    const log = deployLog({ ...bare, stages: [{ name: 'build', status: 'failed', startedAt: T0, endedAt: T0 + 1, notes: '' }, { name: 'staging', status: 'running', startedAt: T0, notes: '' }], rollouts, validation: { schema_version: 1, verdict: 'fail', checks: [{ name: 'tests', group: 'tests', verdict: 'fail', detail: 'npm test ended with 1' }] } }, plain)
    expect(log).toMatch(/smoke health fail: GET .*\n {4}\| Error: 500\n/)
    expect(log).toMatch(/smoke other error: GET .*\n20/)
    expect(log).toContain('orders: build failed after 1 ms\n')
    expect(log).toContain('ERROR orders: tests: npm test ended with 1')
    expect(log).not.toContain('staging running')
    expect(deployLog({ ...bare, overrides: [{ what: 'skip-tests', actor: 'mira', reason: 'hotfix', at: T0 }], rollouts: [] }, plain)).toContain('WARN  orders: skip-tests by mira: hotfix')
  })
})

describe('the postmortem draft', () => {
  it('[G1] has the timeline, the measurements, the digests, who and when, and what to fill in', () => {
    const text = incidentDraft({ key: KEY, change: change(), rollout: ROLLED_BACK }, plain)
    expect(text).toContain('# Incident: 2.5.0 was rolled back in orders / production')
    for (const part of ['4b4b4b4b', ROLLED_BACK.digest, 'mira', '2026-03-14 09:30:34 UTC', '`evidence_against`', 'rollback', '640 ms', '| error rate |', '| cpu | not known |', 'deploy/records/orders/production/health-report.json']) expect(text).toContain(part)
    expect(text.match(/\*\*To be filled in/g)?.length).toBeGreaterThanOrEqual(4)
    expect(incidentDraft({ key: KEY, change: change(), rollout: ROLLED_BACK }, plain)).toBe(text)
  })

  it.each([
    ['a rollback by hand', change({ deployment: deployment({ command: 'rollback' }) }), VERIFIED, 'rolled back by hand to 2.5.0', '| Read back at the end | 2.5.0 |'],
    ['a rollback that failed', change({ deployment: bareDeployment({ command: 'rollback' }) }), bareRollout(), 'rollback to 2.5.0 did not hold', '| Read back at the end | not known |'],
    ['a release that failed', change(), bareRollout({ liveDigest: OLD }), '2.5.0 failed', 'neither of the two'],
    ['a release that was rolled back', change(), ROLLED_BACK, '2.5.0 was rolled back', '| Read back at the end | 2.4.1 |'],
  ] as const)('[E5] tells of %s', (_what, changed, rollout, title, part) => {
    const text = incidentDraft({ key: KEY, change: changed, rollout }, plain)
    expect(text).toContain(title)
    expect(text).toContain(part)
  })

  it('[G1] says what is not known instead of leaving it out', () => {
    const text = incidentDraft({ key: KEY, change: change({ deployment: bareDeployment() }), rollout: bareRollout() }, plain)
    expect(text).toContain('No moments were recorded.')
    expect(text).toContain('Nothing was measured.')
    expect(text).toContain('| Before | nothing |')
  })

  it('(M01) hostile texts add no heading, no table row and no marker', () => {
    const headings = (text: string): readonly string[] => text.split('\n').filter((line) => line.startsWith('#'))
    const rows = (text: string): number => text.split('\n').filter((line) => line.startsWith('|')).length
    const calm = incidentDraft({ key: KEY, change: change(), rollout: ROLLED_BACK }, plain)
    for (const text of HOSTILE) {
      const rollout = { ...ROLLED_BACK, cause: { code: text, message: text, at: T0 }, moments: ROLLED_BACK.moments.map((moment) => ({ ...moment, text })), smoke: ROLLED_BACK.smoke.map((check) => ({ ...check, name: text, detail: text })) }
      const draft = incidentDraft({ key: KEY, change: change({ deployment: deployment({ actor: text, reason: text, task: text }) }), rollout }, plain)
      expect(headings(draft)).toEqual(headings(calm))
      expect(rows(draft)).toBe(rows(calm))
      expect(draft.replace(/(`+).*?\1/g, '')).not.toMatch(/(?<!\\)</)
    }
  })
})
