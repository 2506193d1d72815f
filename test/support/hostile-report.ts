// Reports nobody would wish for: texts that try to break out, one poll, thousands of polls with holes and huge evidence.
import type { RolloutReport, RunReport, Sample } from '../../src/domain/report/run-report.ts'
import { rolledBackReport, sampleDigest, successReport } from './sample-report.ts'

/** Each tries to leave the place it is put into (FAULTS M01, M02, M08, M10). */
export const HOSTILE: readonly string[] = [
  '<script>window.__pwned=1</script>',
  '"><img src=x onerror="window.__pwned=1">',
  "' onmouseover='window.__pwned=1",
  '</title></style></svg><svg onload=window.__pwned=1>',
  '</desc><foreignObject><body onload=window.__pwned=1>',
  '<!-- --><![CDATA[ ]]>&lt;&#60;',
  'javascript:window.__pwned=1',
  '[a](javascript:alert(1)) ![b](https://evil.example/x.png)',
  '| a | b |\n| --- | --- |\n| c',
  '```\n</details>\n# heading\n```',
  '@octocat @org/team #123 GH-42 https://github.com/a/b/issues/1 www.evil.example',
  '::add-path::/tmp/evil\n  ::set-output name=x::y\n##[set-env name=A]b',
  '\u001b[31mred\u001b[0m \u001b]8;;https://evil.example\u0007link\u001b]8;;\u0007 \u001b[2J\u001b[H',
  'abc\u202edcba\u2066x\u200b\u2069',
  'nul\u0000bell\u0007back\b\rreturn\u0085\u2028\u2029',
  'lone \ud800 and \udc00',
  '\u0645\u0631\u062d\u0628\u0627 \u05e9\u05dc\u05d5\u05dd',
  '%0A::error::x %25 ${{ secrets.X }} {{ x }} $(id) `id` \';--',
  'Z\u0351\u036b\u0343\u036a\u0302\u036b\u033d\u034f\u0334\u0319\u0324a\u035a\u035el\u0358g\u0321\u0356o',
  'W'.repeat(5000),
  '\u{1f4a3} \u6f22\u5b57 emoji',
  '-- - 1. + > = #',
]

/** The text of every field a text can stand in, replaced; words from a closed list stay, because no input can change them. */
export function withTexts(report: RunReport, textOf: (index: number) => string): RunReport {
  let index = 0
  const closed = new Set(['schema_version', 'decision', 'reason_code', 'result', 'status', 'kind', 'verdict', 'outcome', 'strategy', 'digest', 'layer', 'liveDigest', 'group', 'area', 'metric', 'unit', 'what'])
  const walk = (value: unknown, key: string, within: string): unknown => {
    if (typeof value === 'string') {
      // `what` is closed in an override and free in a problem; a stage's name is closed too.
      const free = !closed.has(key) || (key === 'what' && within === 'problems')
      if (!free || (key === 'name' && within === 'stages')) return value
      index += 1
      return textOf(index)
    }
    if (Array.isArray(value)) return value.map((item) => walk(item, key, key))
    if (typeof value === 'object' && value !== null) return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, walk(item, name, within)]))
    return value
  }
  return walk(report, '', '') as RunReport
}

/** Every hostile text in every field, turned so that each field meets another one. */
export function hostileReport(turn = 0): RunReport {
  const full: RunReport = {
    ...rolledBackReport(),
    problems: [{ code: 'x', what: 'x', value: 'x', place: { file: 'x', line: 1 }, remedy: 'x' }],
    rollback_command: 'x',
    tag: 'x',
  }
  return withTexts(full, (index) => HOSTILE[(index + turn) % HOSTILE.length] ?? '')
}

/** A rollout that was judged exactly once. */
export function oneSampleReport(): RunReport {
  const report = successReport()
  return { ...report, rollouts: report.rollouts.map((rollout) => ({ ...rollout, samples: rollout.samples.slice(0, 1) })) }
}

/** Thousands of polls over hours: holes, a spike, evidence that leaves every scale. */
export function longRolloutReport(polls: number): RunReport {
  const report = rolledBackReport()
  const startedAt = Date.UTC(2026, 2, 14)
  const samples = Array.from({ length: polls }, (_, index): Sample => {
    const hole = index % 97 > 90
    const requests = hole ? 0 : 500
    const weight = [1, 2, 5, 10, 20, 25, 33, 50, 66, 75, 90][Math.floor((index / polls) * 11)] ?? 90
    return {
      at: startedAt + (index + 1) * 5000,
      weight,
      baseline: { requests, errors: index % 7 === 0 ? 2 : 0, ...(hole ? {} : { meanMs: 80 + (index % 13), over: [0.3, 0.05, 0.002, 0] }) },
      candidate: { requests, errors: index === 1501 ? 480 : index % 5 === 0 ? 1 : 0, ...(hole ? {} : { meanMs: index === 1501 ? 4000 : 90 + (index % 11), over: [0.31, 0.06, 0.003, 0.001] }) },
      ...(hole ? {} : { logE: index === polls - 1 ? 98_765.4 : Math.sin(index / 200) * 3 }),
      threshold: Math.log(100),
    }
  })
  const endedAt = startedAt + polls * 5000 + 2000
  const moments = [
    ...samples.flatMap((sample, index) => (sample.weight === samples[index - 1]?.weight ? [] : [{ at: sample.at - 4900, kind: 'shift', text: `${sample.weight} % of the traffic goes to 2.5.0` } as const])),
    { at: endedAt - 2000, kind: 'rollback', text: 'rolling back at 90 %: errors rose' } as const,
  ]
  const rollout: RolloutReport = {
    ...report.rollouts.reduce((_, last) => last),
    environment: 'production-europe-west-4-blue',
    version: '2.5.0-rc.1+build.20260314093000.9f2c41d07be35a8c6e10f4b2d9a87c53e61f0b4a',
    previous: { digest: sampleDigest('4b'), version: '2.4.1+build.20260301070000.0a1b2c3d4e5f60718293a4b5c6d7e8f901234567' },
    samples,
    moments,
    startedAt,
    endedAt,
    cause: { code: 'evidence_against', message: 'errors rose', at: endedAt - 2000 },
  }
  return {
    ...report,
    started_at: startedAt - 30_000,
    ended_at: endedAt,
    stages: report.stages.map((stage) => (stage.name === 'production' ? { ...stage, startedAt, endedAt } : stage.startedAt === undefined ? stage : { ...stage, startedAt: startedAt - 30_000, endedAt: startedAt - 20_000 })),
    rollouts: [rollout],
  }
}
