import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import type { Check } from '../../../src/domain/health/checks.ts'
import { changelogSection, insertSection, type ReleaseCommit } from '../../../src/domain/records/changelog.ts'
import { parseSubject } from '../../../src/domain/records/commit-subject.ts'
import { mergeDocument, newDocument, withoutMarkers } from '../../../src/domain/records/generated-blocks.ts'
import { openQuestions, runbook } from '../../../src/domain/records/runbook.ts'
import type { RunbookFacts } from '../../../src/domain/records/runbook-facts.ts'
import { REASONS } from '../../../src/domain/report/reason.ts'
import { environmentWith } from '../../support/settings.ts'
import { deployment, HOSTILE, settingsWith, T0 } from './facts.ts'

const commit = (subject: string, sha = 'abcdef0123456789'): ReleaseCommit => ({ sha, subject, author: 'mira', at: T0 })

describe('commit subjects', () => {
  it.each([
    ['feat: add limits', { group: 'features', text: 'add limits' }],
    ['feat(api): add limits', { group: 'features', scope: 'api', text: 'add limits' }],
    ['feat(api)!: drop v1', { group: 'breaking', scope: 'api', text: 'drop v1' }],
    ['Fix!: everything', { group: 'breaking', text: 'everything' }],
    ['FIX: case does not count', { group: 'fixes', text: 'case does not count' }],
    ['hotfix: now', { group: 'fixes', text: 'now' }],
    ['chore: tidy', { group: 'other', text: 'tidy' }],
    ['Merge branch main', { group: 'other', text: 'Merge branch main' }],
    ['feat:no blank', { group: 'other', text: 'feat:no blank' }],
    ['', { group: 'other', text: '' }],
  ])('[F1] reads %j', (subject, read) => {
    expect(parseSubject(subject)).toEqual(read)
  })
})

describe('the changelog', () => {
  const section = changelogSection('2.5.0', T0, [commit('fix: b', '222222222222ff'), commit('feat!: a'), commit('feat(api): c'), commit('docs', '111111111111ff')])

  it('[F1] groups the commits, breaking changes first', () => {
    expect(section).toBe([
      '## [2.5.0] - 2026-03-14', '', '### Breaking changes', '', '- a (`abcdef012345`, mira)', '', '### Features', '', '- **api:** c (`abcdef012345`, mira)', '',
      '### Fixes', '', '- b (`222222222222`, mira)', '', '### Other changes', '', '- docs (`111111111111`, mira)', '',
    ].join('\n'))
    expect(changelogSection('1 <b>', T0, [])).toBe('## [1-b-] - 2026-03-14\n\nNo commits since the release before.\n')
  })

  it('[F1] begins a file', () => {
    for (const existing of [undefined, '', ' \n']) expect(insertSection(existing, '2.5.0', section)).toMatch(/^# Changelog\n\n.+\n\n## \[2\.5\.0\]/)
  })

  it.each([
    ['above the newest release', '# Changelog\n\n## [1.0.0] - 2020-01-01\n\n- old\n', '# Changelog\n\n@\n## [1.0.0] - 2020-01-01\n\n- old\n'],
    ['below what is unreleased', '# Changelog\n\n## [Unreleased]\n\n- mine\n\n## 1.0.0\n', '# Changelog\n\n## [Unreleased]\n\n- mine\n\n@\n## 1.0.0\n'],
    ['at the end, when nothing was released', '# Changelog\n\n## Unreleased\n- mine\n', '# Changelog\n\n## Unreleased\n- mine\n\n@'],
    ['at the end of a file that does not end its line', 'Notes', 'Notes\n\n@'],
    ['above the links at the end', '# Changelog\n\n[1]: https://example.com\n[2]: https://example.com\n\n', '# Changelog\n\n@\n[1]: https://example.com\n[2]: https://example.com\n\n'],
    ['outside of code and comments', '# C\n\n```\n## 9.9.9\n```\n\n<!-- note\n## 8.8.8\n-->\n\n## 1.0.0\n', '# C\n\n```\n## 9.9.9\n```\n\n<!-- note\n## 8.8.8\n-->\n\n@\n## 1.0.0\n'],
    ['with the line ends of the file', '# C\r\n\r\n## 1.0.0\r\n', '# C\r\n\r\n@\r\n## 1.0.0\r\n'],
  ])('[F1] puts a release %s', (_where, existing, expected) => {
    const ends = existing.includes('\r\n') ? '\r\n' : '\n'
    expect(insertSection(existing, '2.5.0', section)).toBe(expected.replace('@', section.replaceAll('\n', ends)))
  })

  it.each(['## [2.5.0] - 2026-01-01', '## 2.5.0', '## v2.5.0 (today)', '## [v2.5.0]', '## [2.5.0](https://example.com)'])('[F1] leaves a file alone that has %j', (heading) => {
    const existing = `# C\n\n${heading}\n\n- mine\n`
    expect(insertSection(existing, '2.5.0', section)).toBe(existing)
    expect(insertSection(existing, '2.5', changelogSection('2.5', T0, []))).not.toBe(existing)
  })

  it('[F1] keeps every byte that was there, and a second time changes nothing', () => {
    const lines = fc.constantFrom('# C', '', '## [Unreleased]', '## [1.0.0]', '- mine', '```', '<!--', '-->', '[1]: x', '\ufefftext', 'caf\u00e9')
    fc.assert(fc.property(fc.array(lines, { maxLength: 14 }), fc.constantFrom('\n', '\r\n'), (parts, ends) => {
      const existing = parts.join(ends)
      const once = insertSection(existing, '2.5.0', section)
      if (existing.trim() !== '') {
        const inserted = section.replaceAll('\n', existing.includes('\r\n') ? '\r\n' : '\n')
        const at = once.indexOf(inserted)
        const before = once.slice(0, at)
        const after = once.slice(at + inserted.length)
        expect(existing.startsWith(before.trimEnd())).toBe(true)
        expect(existing.endsWith(after.trimStart())).toBe(true)
        expect(`${before}${after}`.replace(/\s/g, '')).toBe(existing.replace(/\s/g, ''))
      }
      if (!/```|<!--/.test(existing)) expect(insertSection(once, '2.5.0', section)).toBe(once)
    }))
  })

  it('(M02) a commit cannot add a heading, a line or a link', () => {
    for (const text of HOSTILE) {
      const written = changelogSection('1.0.0', T0, [{ sha: text, subject: `feat(${text}): ${text}`, author: text, at: T0 }, commit(text)])
      expect(written.split('\n').filter((line) => line.startsWith('#')).every((line) => /^(## \[1\.0\.0\] - 2026-03-14|### (Features|Other changes))$/.test(line))).toBe(true)
      expect(written.split('\n').filter((line) => line.startsWith('- '))).toHaveLength(2)
      expect(written.replace(/(`+).*?\1/g, '')).not.toMatch(/(?<!\\)<|\]\(/)
    }
  })
})

describe('generated blocks in a file that people edit', () => {
  const blocks = (text: string): readonly { readonly section: string; readonly text: string }[] => [{ section: 'one', text: `${text}\n` }, { section: 'two', text: 'second\n' }]
  const first = newDocument(['# Title', ...blocks('first')])

  it('[H6] are brought up to date, and nothing else is', () => {
    const mine = first.replace('# Title', '# My title\n\nmy words').concat('\nmy end')
    const merged = mergeDocument(mine, blocks('changed'))
    expect(merged).toEqual({ text: expect.stringContaining('my words'), edited: [], missing: [] })
    expect(merged.text).toContain('changed\n<!-- operate:end -->')
    expect(merged.text.endsWith('\nmy end')).toBe(true)
    expect(mergeDocument(merged.text, blocks('changed')).text).toBe(merged.text)
    expect(mergeDocument(merged.text, blocks('first')).text).toBe(mine)
  })

  it('[H6] are kept and named when a hand reached inside', () => {
    const mine = first.replace('first\n', 'first, and mine\n')
    expect(mergeDocument(mine, blocks('changed'))).toEqual({ text: mine, edited: ['one'], missing: [] })
  })

  it('[H6] are not put back when someone took them away, and fill an empty place that someone made', () => {
    expect(mergeDocument('# Mine\n', blocks('x'))).toEqual({ text: '# Mine\n', edited: [], missing: ['one', 'two'] })
    const made = mergeDocument('# Mine\n<!-- operate:begin one -->\n\n<!-- operate:end -->', blocks('x'))
    expect(made.text).toMatch(/^# Mine\n<!-- operate:begin one [0-9a-f]{16} -->\nx\n<!-- operate:end -->$/)
    expect(mergeDocument('<!-- operate:begin one -->\nmine\n<!-- operate:end -->\n', blocks('x')).edited).toEqual(['one'])
  })

  it('[H6] with spoiled markers are ordinary text', () => {
    for (const spoiled of [first.replaceAll('<!-- operate:end -->', ''), `<!-- operate:begin one -->\n${first}`, `${first}${first}`, first.replace('begin one', 'begin three'), `<!-- operate:end -->\n${first}\n<!-- operate:begin two -->\nrest`]) {
      const merged = mergeDocument(spoiled, blocks('first'))
      expect(merged.text).toBe(spoiled)
    }
  })

  it('[H6] keep the line ends of a file that another system wrote', () => {
    const windows = first.replaceAll('\n', '\r\n')
    expect(mergeDocument(windows, blocks('first')).text).toBe(windows)
    expect(mergeDocument(windows, blocks('changed')).text).toBe(windows.replace(/begin one \w+/, /begin one \w+/.exec(newDocument(blocks('changed')))?.[0] ?? '').replace('first', 'changed'))
  })

  it('(M01) text from outside cannot end or begin a block', () => {
    const inside = newDocument([{ section: 'one', text: 'a\n<!-- operate:end -->\n<!--  operate:begin two -->\n' }])
    expect(inside.match(/<!--\s*operate:/g)).toHaveLength(2)
    expect(withoutMarkers('<!-- operate:end -->')).not.toContain('<!--')
  })
})

const health: Check = { name: 'ready', timeoutMs: 1000, consecutive: 1, area: 'health', kind: 'http', method: 'GET', path: '/health', headers: {}, expect: { status: [200, 204], latencyMs: 250 } }
const CHECKS: readonly Check[] = [
  health,
  { ...health, name: 'page', expect: { status: [200] } },
  { name: 'own port', timeoutMs: 1000, consecutive: 1, area: 'core', kind: 'tcp' },
  { name: 'database', timeoutMs: 1000, consecutive: 1, area: 'database', kind: 'tcp', host: 'db.internal', port: 5432 },
  { name: 'cache', timeoutMs: 1000, consecutive: 1, area: 'external', kind: 'tcp', port: 6379 },
  { name: 'job', timeoutMs: 1000, consecutive: 1, area: 'other', kind: 'command', argv: ['node', 'check.mjs', '--all'] },
]

function facts(changes: Partial<RunbookFacts> = {}): RunbookFacts {
  const settings = settingsWith()
  return { feature: 'order-limits', service: settings.services[0], settings, deployments: [], ...changes }
}

function fullFacts(): RunbookFacts {
  const target = { ...environmentWith().target, port: 8080, host: '::1', ready: '/ready', env: { DATABASE_URL: 'postgres://secret' } }
  const settings = settingsWith({
    artifact: { ...settingsWith().services[0].artifact, build: { name: 'build', argv: ['npm', 'run', 'build'], timeoutSeconds: 60 } },
    environments: [environmentWith({ target, smoke: CHECKS, health: [health] })],
  }, { notifications: { stakeholders: ['orders-team'] }, gate: { tests: [{ name: 'unit', argv: ['npm', 'test'], timeoutSeconds: 60 }], programs: [], environment: [], minFreeBytes: 0 } })
  const bad = deployment({ outcome: 'rolled-back', cause: { code: 'smoke_failed', message: '500', at: T0 } })
  return { feature: 'order-limits', service: settings.services[0], settings, deployments: [bad, deployment(), bad] }
}

describe('the runbook', () => {
  it('[H1] has every part, with the ports, paths and commands of this service', () => {
    const { text } = runbook(fullFacts(), undefined)
    expect(text.split('\n').filter((line) => line.startsWith('## '))).toEqual(['## Overview', '## Architecture', '## Deployment', '## Rollback', '## Monitoring', '## Troubleshooting', '## On call'])
    for (const part of [
      'http://[::1]:8080', '`npm run build`', '`/ready`', '`DATABASE_URL`', '`npm test`', 'orders-team', '`GET /health` gives 200 or 204 within 250 ms', 'its own port is open', '`db.internal:5432` is open', '`its own host:6379` is open', '`node check.mjs --all`',
      'npx flowspec-operate rollback --service orders --environment production --reason "<why>"', 'npx flowspec-operate reconcile --service orders', "git log --format='%h %cI %s' refs/flowspec/orders/production", '.logs/deployment/order-limits-deploy.log',
      '.operate/production/supervisor.log', 'deploy/records/orders/production/rollback-manifest.json',
    ]) expect(text).toContain(part)
    expect(text).not.toContain('postgres://')
    expect(text).toMatch(/\| `smoke_failed` \| .* \| 2 times \|/)
    expect(runbook(fullFacts(), undefined).text).toBe(text)
  })

  it('[H1] manages with the smallest settings', () => {
    const { text } = runbook(facts(), undefined)
    expect(text).toContain('http://127.0.0.1 (a free port; see status)')
    expect(text).toContain('ready when its port is open')
    expect(text).toContain('| staging | `http://127.0.0.1 (a free port; see status)` | rolling | 2 |')
    expect(text).toContain('No checks are set')
    expect(text).not.toContain('Told about every release')
  })

  it('[H6] asks what nobody said, never invents it, and stops asking once it is answered', () => {
    const fresh = runbook(facts(), undefined)
    expect(fresh.questions).toHaveLength(4)
    expect(fresh.questions[2]).toBe('Who is on call for orders, and how are they reached?')
    const answered = fresh.text.replace(/^> .*Who is on call for orders.*$/m, 'The orders team, by phone.')
    const again = runbook(facts(), answered)
    expect(again.text).toBe(answered)
    expect(again.questions).toHaveLength(3)
    expect(openQuestions('text\r\n> **To be answered:** Where? <!-- operate:question -->\r\n')).toEqual(['Where?'])
  })

  it('[H6] follows the settings without losing what people wrote', () => {
    const { text } = runbook(facts(), undefined)
    const mine = text.replace('### Dashboards', '### Dashboards\n\nhttps://grafana.example').replace('A weighted proxy', 'My weighted proxy')
    const merged = runbook(fullFacts(), mine)
    expect(merged.edited).toEqual(['architecture'])
    expect(merged.missing).toEqual([])
    expect(merged.text).toContain('https://grafana.example')
    expect(merged.text).toContain('My weighted proxy')
    expect(merged.text).toContain('http://[::1]:8080')
    expect(runbook(facts(), ' \n').text).toBe(text)
  })

  it('[H1] names only reasons that exist', () => {
    const codes = runbook(facts(), undefined).text.split('\n').flatMap((line) => /^\| `(?<reason>[a-z_]+)` \|/.exec(line)?.groups?.['reason'] ?? [])
    expect(codes.length).toBeGreaterThan(10)
    for (const reason of codes) expect(Object.keys(REASONS)).toContain(reason)
  })

  it('(M01) hostile names add no heading and no marker', () => {
    const headings = (text: string): readonly string[] => text.split('\n').filter((line) => line.startsWith('## ') || line.startsWith('### '))
    const calm = headings(runbook(fullFacts(), undefined).text)
    for (const text of HOSTILE) {
      const full = fullFacts()
      const service = { ...full.service, name: text, environments: [{ ...full.service.environments[0], name: text, smoke: CHECKS.map((check) => ({ ...check, name: text })) }] as const }
      const written = runbook({ ...full, feature: text, service }, undefined).text
      expect(headings(written)).toEqual(calm)
      expect(written.match(/<!-- operate:end -->/g)).toHaveLength(6)
    }
  })
})
