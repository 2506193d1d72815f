/** How an examination ended. Unknown is never success: `error` is a failed measurement, `inconclusive` too little evidence. */
export type Verdict = 'pass' | 'fail' | 'error' | 'inconclusive'

const SEVERITY = ['pass', 'inconclusive', 'error', 'fail'] as const satisfies readonly Verdict[]

/** The worst of several verdicts; of none, `inconclusive`, because nothing was examined. */
export function worst(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.length === 0) return 'inconclusive'
  return verdicts.reduce((a, b) => (SEVERITY.indexOf(a) >= SEVERITY.indexOf(b) ? a : b))
}
