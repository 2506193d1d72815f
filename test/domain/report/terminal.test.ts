import { describe, expect, it } from '@jest/globals'
import { renderTerminal, wrap, type Style } from '../../../src/domain/report/terminal.ts'
import { HOSTILE, hostileReport, longRolloutReport, withTexts } from '../../support/hostile-report.ts'
import { dryRunReport, refusedReport, rolledBackReport, SAMPLE_REPORTS, successReport } from '../../support/sample-report.ts'

describe('the closing text of a terminal', () => {
  it('[F2] aligns the stages and ends with what one copies', () => {
    expect(renderTerminal(successReport(), { reportPath: 'out/operate/report.html' })).toMatch(
      /^SUCCESS {2}orders, production\n2\.5\.0 is live in production and verified; 2\.4\.1 ran before\.\n\nvalidation {3}passed {12}2\.3 s {2}14 checks passed\n[^]*\nproduction {3}passed {7}2 min 13 s {2}canary 5, 25, 50, 100 %\n[^]*\nroll back {2}flowspec-operate rollback --environment production --to dep_01JQ8ZC4T0V6W2N9K3M5R7XABB --reason "why"\nreport {5}out\/operate\/report\.html\ntook {7}2 min 49 s\n$/u,
    )
  })

  it('says what was bypassed, and that no arrow leads to what was rolled back', () => {
    const text = renderTerminal(rolledBackReport())
    expect(text).toContain('BYPASSED skip-tests by mira')
    expect(text).toContain('2.5.0 tried, 2.4.1 before')
    expect(text).toContain('Next: Look at the errors')
  })

  it('[K4] shows problems with place, value and remedy', () => {
    expect(renderTerminal(refusedReport())).toContain('.flowspec/operate.yml:3:5: unknown key: enviroments\n  Did you mean environments?\n')
  })

  it('[B2] shows the plan of a dry run', () => {
    expect(renderTerminal(dryRunReport())).toMatch(/ {2}1 {2}production: start 2 instances of 2\.5\.0 without traffic +~5 s\n/u)
    const { plan, ...rest } = dryRunReport()
    expect(plan).toHaveLength(4)
    expect(renderTerminal(rest)).not.toContain('~')
  })

  it('[K5] shows no stages where a command has none', () => {
    const stages = successReport().stages.map(({ name }) => ({ name, status: 'skipped' as const, notes: '' }))
    expect(renderTerminal({ ...successReport(), stages })).not.toContain('skipped')
    expect(renderTerminal({ ...successReport(), stages: stages.map((stage, index) => (index === 0 ? { ...stage, notes: 'why' } : stage)) })).toContain('skipped')
  })

  it('knows runs without task, versions or environment', () => {
    const { version, ...rest } = dryRunReport()
    expect([version, renderTerminal(rest).includes('version    2.4.1')]).toEqual(['2.5.0', true])
    expect(renderTerminal({ ...dryRunReport(), previous_version: '2.5.0' })).toContain('version    2.5.0\n')
    const { previous_version, ...first } = dryRunReport()
    expect([previous_version, renderTerminal(first).includes('version    2.5.0\n')]).toEqual(['2.4.1', true])
  })

  it.each(Object.entries(SAMPLE_REPORTS))('keeps to 80 columns but for what is copied: %s', (_, report) => {
    for (const line of renderTerminal(report()).split('\n')) if (!/^(?:roll back|digest|report) /u.test(line)) expect(line.length).toBeLessThanOrEqual(80)
  })

  it('colours through the style alone', () => {
    const style: Style = (tone, text) => `<${tone}>${text}</${tone}>`
    const text = renderTerminal(rolledBackReport(), { style, width: 120 })
    expect(text).toContain('<warn>ROLLED BACK</warn>')
    expect(text).toContain('<good>passed     </good>')
    expect(renderTerminal(rolledBackReport())).not.toMatch(/[\p{Cc}--\n]/v)
  })

  it('lets no text move the cursor or start a command (M10)', () => {
    for (let turn = 0; turn < HOSTILE.length; turn += 1) expect(renderTerminal(hostileReport(turn))).not.toMatch(/[[\p{Cc}--\n]\p{Bidi_Control}\p{Cs}]/v)
    expect(renderTerminal(withTexts(longRolloutReport(2), () => 'x'.repeat(1_000_000))).length).toBeLessThan(30_000)
  })

  it('breaks lines at blanks and leaves a long word whole', () => {
    expect(wrap('aa bb cccccc d', 5)).toEqual(['aa bb', 'cccccc', 'd'])
  })
})
