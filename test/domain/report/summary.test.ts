import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { md, mdBlock, mdCode } from '../../../src/domain/report/markdown.ts'
import { mermaidTimeline } from '../../../src/domain/report/mermaid.ts'
import { renderSummary, SUMMARY_LIMIT, utf8Length } from '../../../src/domain/report/summary.ts'
import type { RunReport } from '../../../src/domain/report/run-report.ts'
import { HOSTILE, hostileReport, withTexts } from '../../support/hostile-report.ts'
import { dryRunReport, failedToStartReport, refusedReport, rolledBackReport, SAMPLE_REPORTS, successReport } from '../../support/sample-report.ts'

describe('Markdown from outside', () => {
  it.each([
    ['a|b', 'a\\|b'],
    ['*x* _y_ `z`', '\\*x\\* \\_y\\_ \\`z\\`'],
    ['<b>&', '&lt;b&gt;&amp;'],
    ['@octocat', '@&#8203;octocat'],
    ['#123 and GH-42', '#&#8203;123 and GH-&#8203;42'],
    ['https://github.com/a/b/issues/1 www.x.org', 'https:&#8203;//github.com/a/b/issues/1 www&#8203;.x.org'],
    ['# heading', '&#8203;# heading'],
    ['1. item', '&#8203;1. item'],
    ['[a](b)', '\\[a\\]\\(b\\)'],
    ['a\nb', 'a b'],
  ])('writes %j as %j (K11)', (text, expected) => {
    expect(md(text)).toBe(expected)
  })

  it('keeps code whole in a table, whatever backticks it has', () => {
    expect([mdCode('a|b'), mdCode('a`b'), mdCode('`a``'), mdCode('  ')]).toEqual(['`a\\|b`', '``a`b``', '``` `a`` ```', ''])
    expect(mdBlock('a\n```\nb')).toBe('````text\na\n```\nb\n````')
    expect(mdBlock('a')).toBe('```text\na\n```')
  })
})

describe('the job summary', () => {
  it.each(Object.entries(SAMPLE_REPORTS))('[F2] begins with result, reason and next step: %s', (_, make) => {
    const report = make()
    const [first = ''] = renderSummary(report).split('\n')
    expect(first.startsWith(`**${report.result}:** `)).toBe(true)
    if (report.remedy !== undefined) expect(first).toContain('Next: ')
  })

  it('[F2] has a row per stage, the versions, the digest, the way back and who was notified', () => {
    const text = renderSummary(successReport())
    for (const row of ['| validation | passed | 2.3 s |', '| finalize | passed |', '| Version | 2.4.1 -&gt; 2.5.0 |', '| Digest | `sha256:7c', '| Roll back | `flowspec-operate rollback', '| Notified | mira, orders-team |']) expect(text).toContain(row)
  })

  it('[K3] has the canary table and the Mermaid timeline', () => {
    const text = renderSummary(rolledBackReport())
    expect(text).toMatch(/\| 25 % \| \d+ of \d+ \| [\d.]+ % \| \d+ of [\d,]+ \| [\d.]+ % \| [\d.]+ of 4.61 \|/u)
    expect(text).toContain('```mermaid\ngantt\n')
  })

  it('[A3] shows overrides loudly', () => {
    expect(renderSummary(rolledBackReport())).toContain('> [!WARNING]\n> 1 check bypassed.\n>\n> **skip-tests** by mira')
  })

  it('[B2] shows the plan open in a dry run and folded otherwise', () => {
    expect(renderSummary(dryRunReport())).toContain('### Plan')
    expect(renderSummary(successReport())).toContain('<summary>Plan</summary>')
  })

  it('[D3] shows the log tail of a failed check', () => {
    expect(renderSummary(failedToStartReport())).toContain('EADDRINUSE')
    expect(renderSummary(failedToStartReport())).toContain('Nothing was measured.')
  })

  it('[B1] shows a validation that did not pass unfolded, with remedies', () => {
    const report = dryRunReport()
    const text = renderSummary({ ...report, validation: { schema_version: 1, verdict: 'fail', checks: [{ name: 'node', group: 'dependencies', verdict: 'fail', detail: '18 found', remedy: 'Install 20.' }, { name: 'x', group: 'target', verdict: 'error', detail: 'no answer' }] } })
    expect(text).toContain('### Validation: fail')
    expect(text).toContain('| Install 20. |')
  })

  it('knows a first release, which has nothing to compare with', () => {
    const report = successReport()
    const rollouts = report.rollouts.map(({ previous, ...rollout }) => ({ ...rollout, environment: previous?.version ?? '', comparisons: [], samples: rollout.samples.map(({ logE, ...sample }) => ({ ...sample, weight: logE === undefined ? 0 : sample.weight })) }))
    const text = renderSummary({ ...report, rollouts })
    expect(text).toContain('Old (none): bad')
    expect(text).toMatch(/\| - \|\n/u)
    expect(text).not.toContain('Before and after')
  })

  it('says how many were left out of long lists', () => {
    const report = successReport()
    const check = { name: 'x', group: 'target', verdict: 'pass', detail: '' } as const
    const effect = { order: 1, effect: 'x', where: 'y', required: true, estimatedSeconds: 1 }
    const [rollout] = report.rollouts
    const many: RunReport = {
      ...report,
      problems: Array.from({ length: 52 }, () => ({ code: 'x', what: 'x', remedy: 'y' })),
      validation: { schema_version: 1, verdict: 'pass', checks: Array.from({ length: 203 }, () => check) },
      plan: Array.from({ length: 204 }, () => effect),
      records: Array.from({ length: 105 }, () => 'a'),
      rollouts: Array.from({ length: 18 }, () => ({ ...(rollout ?? report.rollouts.reduce((_, last) => last)) })),
    }
    const text = renderSummary(many)
    for (const more of ['2 more in', '3 more in', '4 more in', '5 more in', '6 more rollouts']) expect(text).toContain(more)
  })

  it('leaves out the least important first and says so when it would be too large (K12)', () => {
    const report = { ...successReport(), records: Array.from({ length: 100 }, () => 'x'.repeat(200)) }
    const text = renderSummary(report, 20_000)
    expect(utf8Length(text)).toBeLessThanOrEqual(20_000)
    expect(text).toMatch(/Left out to stay within the size a summary may have: records/u)
    expect(text).toContain('| validation | passed |')
    expect(renderSummary(report, 10)).toContain('| validation | passed |')
  })

  it('counts bytes as UTF-8 does', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => expect(utf8Length(text)).toBe(Buffer.byteLength(text))))
  })

  it('has only tables that hold together, pings nobody and opens no tag, whatever the texts are (K11, M02)', () => {
    for (let turn = 0; turn < HOSTILE.length; turn += 1) {
      const text = renderSummary(hostileReport(turn))
      let cells = 0
      let fence: string | undefined
      for (const line of text.split('\n')) {
        const ticks = /^`{3,}/u.exec(line)?.[0]
        if (ticks !== undefined && (fence === undefined || line === fence)) fence = fence === undefined ? ticks : undefined
        if (fence !== undefined || ticks !== undefined) continue
        const outside = line.replaceAll('&#8203;', '\u200b').replaceAll('&#39;', '').replace(/(`+)(?!`)[^]*?(?<!`)\1(?!`)/gu, '')
        expect(outside).not.toMatch(/@\w|#\d|<(?!\/?(?:details|summary)>)|https?:\/\/|\p{Cc}/u)
        const found = line.startsWith('| ') ? [...line.matchAll(/(?<!\\)\|/gu)].length : 0
        if (found > 0 && cells > 0) expect(found).toBe(cells)
        cells = found
      }
      expect(fence).toBeUndefined()
    }
  })

  it('stays under the limit when every text is a megabyte long (K12)', () => {
    expect(utf8Length(renderSummary(withTexts(successReport(), () => '\u6f22@#1|`'.repeat(150_000))))).toBeLessThanOrEqual(SUMMARY_LIMIT)
  })
})

describe('the Mermaid timeline', () => {
  it('is left out when nothing has a time', () => {
    expect(mermaidTimeline(refusedReport())).toBeUndefined()
    expect(mermaidTimeline({ ...successReport(), stages: [{ name: 'build', status: 'running', startedAt: NaN, notes: '' }] })).toBeUndefined()
  })

  it('shows a stage that goes on until the end of the run, and no empty section', () => {
    const report = successReport()
    const text = mermaidTimeline({ ...report, stages: [{ name: 'build', status: 'running', startedAt: report.started_at, notes: '' }], rollouts: report.rollouts.map((rollout) => ({ ...rollout, moments: [] })) })
    expect(text).toContain(`  build :active, ${report.started_at}, ${report.ended_at}`)
    expect(text).not.toContain('section production')
  })

  it('names what has no letter in its name', () => {
    const report = successReport()
    expect(mermaidTimeline({ ...report, rollouts: report.rollouts.map((rollout) => ({ ...rollout, environment: '|||' })) })).toContain('  section unnamed')
  })

  it('holds nothing but letters, digits and blanks of foreign texts (M02)', () => {
    for (let turn = 0; turn < HOSTILE.length; turn += 1) {
      for (const line of (mermaidTimeline(hostileReport(turn)) ?? '').split('\n').slice(5, -1)) expect(line).toMatch(/^ {2}[\p{L}\p{N} .-]+(?: :[a-z, ]*\d+, \w+)?$/u)
    }
  })
})
