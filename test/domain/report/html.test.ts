import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { renderHtml } from '../../../src/domain/report/html.ts'
import { table } from '../../../src/domain/report/html-table.ts'
import type { RunReport } from '../../../src/domain/report/run-report.ts'
import { HOSTILE, hostileReport, longRolloutReport, withTexts } from '../../support/hostile-report.ts'
import { refusedReport, rolledBackReport, SAMPLE_REPORTS, successReport } from '../../support/sample-report.ts'

/** Tag names and attribute names that a document really has. */
function skeleton(html: string): { readonly tags: ReadonlySet<string>; readonly attributes: ReadonlySet<string> } {
  const tags = new Set<string>()
  const attributes = new Set<string>()
  for (const [, name = '', rest = ''] of html.replace(/<style>[^]*?<\/style>/u, '').matchAll(/<([a-z0-9]+)((?:\s+[a-z0-9:-]+="[^"]*")*)\s*\/?>/giu)) {
    tags.add(name)
    for (const [, attribute = ''] of rest.matchAll(/\s([a-z0-9:-]+)="/giu)) attributes.add(attribute)
  }
  return { tags, attributes }
}

describe('the HTML report', () => {
  it.each(Object.entries(SAMPLE_REPORTS))('[K3] says the result of a run that ended as: %s', (_, report) => {
    const html = renderHtml(report())
    expect(html).toContain(`<p class="word">${report().result}</p>`)
    expect(html).toContain("default-src 'none'")
    expect(html).not.toMatch(/<script|<img|<link|url\(|@import/u)
  })

  it('[F2] shows stages, versions, digest, the way back and who was notified', () => {
    const html = renderHtml(successReport())
    for (const text of ['>validation<', '>finalize<', '2.4.1 -&gt; 2.5.0', 'sha256:7c7c7c7c7c7c', 'flowspec-operate rollback', 'mira, orders-team', '0.4 to 1.7 (95 %)']) expect(html).toContain(text)
  })

  it('[A3] shows what was bypassed, by whom and why, before anything else', () => {
    const html = renderHtml(rolledBackReport())
    expect(html.indexOf('skip-tests')).toBeLessThan(html.indexOf('<dl'))
    expect(html).toContain('ran them by hand')
  })

  it('[K4] shows every problem with place, value and remedy', () => {
    const html = renderHtml(refusedReport())
    for (const text of ['.flowspec/operate.yml:3:5', 'unknown key: enviroments', 'Did you mean environments?']) expect(html).toContain(text)
  })

  it('puts the last rollout first and folds an earlier one that went well', () => {
    const html = renderHtml(successReport())
    expect(html.indexOf('<h2>production')).toBeLessThan(html.indexOf('<summary>staging'))
    const failed = { ...successReport(), rollouts: successReport().rollouts.map((rollout) => ({ ...rollout, outcome: 'failed' as const })) }
    expect(renderHtml(failed)).toContain('<h2>staging')
  })

  it('leaves out what there is nothing to say about', () => {
    const { previous, liveDigest, address, ...rollout } = successReport().rollouts.reduce((_, last) => last)
    expect([previous?.version, liveDigest !== undefined, address]).toEqual(['2.4.1', true, 'http://127.0.0.1:8080'])
    const { task, ...rest } = successReport()
    expect(task?.id).toBe('task-42')
    const html = renderHtml({ ...rest, rollouts: [{ ...rollout, smoke: [], comparisons: [] }], records: [], notified: [] })
    for (const text of ['Smoke checks', 'Before and after', 'Records', 'Live digest', 'old release']) expect(html).not.toContain(text)
    expect(html).toContain('nobody')
  })

  it('shows a rollback that could not be timed', () => {
    const { rollbackMs, ...rollout } = rolledBackReport().rollouts.reduce((_, last) => last)
    expect(rollbackMs).toBe(640)
    expect(renderHtml({ ...rolledBackReport(), rollouts: [rollout] })).not.toContain('All traffic was back')
    expect(renderHtml(rolledBackReport())).toContain('All traffic was back 640 ms after the verdict')
  })

  it('plots what was measured and leaves out the plots of what was not', () => {
    const rollout = successReport().rollouts.reduce((_, last) => last)
    const arm = { requests: 9, errors: 0 }
    const html = renderHtml({ ...successReport(), rollouts: [{ ...rollout, samples: [{ at: rollout.startedAt + 9000, weight: 5, baseline: arm, candidate: arm }] }] })
    expect(html.match(/<svg class="plot wide"/gu)).toHaveLength(2)
    expect(html).not.toContain('Mean latency over time')
  })

  it('stays readable and says so when there is more than can be shown', () => {
    const report = successReport()
    const many: RunReport = { ...report, rollouts: Array.from({ length: 15 }, () => report.rollouts.reduce((_, last) => last)), records: Array.from({ length: 130 }, (_, index) => `file-${index}`) }
    const html = renderHtml(many)
    expect(html).toContain('3 more rollouts in result.json')
    expect(html).toContain('30 more in result.json')
    const long = renderHtml(longRolloutReport(3000))
    expect(long).toContain('Every 25th of 3,000 polls')
    expect(long.length).toBeLessThan(1_000_000)
    expect(table([{ title: 'a' }, { title: 'b' }], Array.from({ length: 203 }, () => ['x']), 't')).toContain('3 more rows')
  })

  it('has the same tags and attributes whatever the texts are (M01, M02)', () => {
    const known = skeleton(renderHtml(hostileReport(1)))
    fc.assert(
      fc.property(fc.infiniteStream(fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: 'binary', maxLength: 60 }))), (texts) => {
        const html = renderHtml(withTexts(rolledBackReport(), () => String(texts.next().value)))
        const { tags, attributes } = skeleton(html)
        for (const tag of tags) expect(known.tags).toContain(tag)
        for (const attribute of attributes) expect(known.attributes).toContain(attribute)
        expect(html).not.toMatch(/[[\p{Cc}--[\n]]\p{Bidi_Control}\p{Cs}]/v)
      }),
      { numRuns: 25 },
    )
  })

  it('is still a report when every text is a megabyte long', () => {
    const huge = '<b>&"\'\u202e\u0000'.repeat(110_000)
    const html = renderHtml(withTexts(refusedReport(), () => huge))
    expect(html.length).toBeLessThan(200_000)
    expect(html).not.toContain('<b>&')
  })
})
