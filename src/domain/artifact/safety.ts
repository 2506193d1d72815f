import type { Evidence } from './artifact.ts'

/** Something in an artifact that must not be deployed. Never holds the secret itself, only where it stands. */
export interface Finding {
  readonly kind: 'secret' | 'environment' | 'dependency'
  readonly path: string
  readonly line?: number
  /** Stable name of the rule, for allow lists and docs. */
  readonly rule: string
  /** What it is, for a person. */
  readonly what: string
  readonly remedy: string
}

/** What the checks of SPEC C2 found. `findings` stop the run; `allowed` were silenced by name and stay visible. */
export interface SafetyReport {
  readonly checks: Evidence['checks']
  readonly findings: readonly Finding[]
  readonly allowed: readonly Finding[]
}

const AREAS = [
  { kind: 'secret', name: 'no secrets inside', expected: 'no file that is or holds a credential' },
  { kind: 'environment', name: 'no environment-specific configuration', expected: 'the same files for every environment' },
  { kind: 'dependency', name: 'dependencies bundled', expected: 'every package that is imported is inside' },
] as const

/** Splits findings by the allow list and draws one row for each area (SPEC C2). `facts` say what was looked at. */
export function safetyReport(found: readonly Finding[], isAllowed: (path: string) => boolean, facts: { readonly files: number; readonly manifests: number }): SafetyReport {
  const allowed = found.filter((finding) => isAllowed(finding.path))
  const findings = found.filter((finding) => !allowed.includes(finding))
  const checks = AREAS.map((area) => {
    const mine = findings.filter((finding) => finding.kind === area.kind)
    const silenced = allowed.filter((finding) => finding.kind === area.kind)
    const looked = area.kind === 'dependency' ? `${facts.manifests} package.json examined` : `${facts.files} files examined`
    const note = silenced.length === 0 ? '' : `; allowed by name: ${[...new Set(silenced.map((finding) => finding.path))].join(', ')}`
    return {
      name: area.name,
      verdict: mine.length === 0 ? ('pass' as const) : ('fail' as const),
      expected: area.expected,
      found: `${mine.length === 0 ? 'none found' : mine.map(sentence).join('; ')}, ${looked}${note}`,
    }
  })
  return { checks: [{ name: 'checksums', verdict: 'pass', expected: 'a sha256 of every file', found: `${facts.files} files` }, ...checks], findings, allowed }
}

/** One finding in one sentence: where, what, which rule. */
export function sentence(finding: Finding): string {
  const place = finding.line === undefined ? finding.path : `${finding.path}:${finding.line}`
  return `${place}: ${finding.what} (${finding.rule})`
}
