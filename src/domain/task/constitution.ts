// The project's constitution and what its unvalidated parts allow (SPEC A9).
import type { GateCheck } from '../report/run-report.ts'

export type Tier = 'Light' | 'Medium' | 'Heavy'

export type Constitution =
  | { readonly kind: 'missing' }
  | {
      readonly kind: 'read'
      readonly tier: Tier
      /** A `TIER:` that is none of the three; the strictest is assumed. */
      readonly unknownTier?: string
      /** Names of the parts marked NEEDS_VALIDATION, in order. */
      readonly unvalidated: readonly string[]
    }

export const CONSTITUTION_PATH = 'memory/constitution.md'
export const LIGHT_MODE_PATH = '.flowspec-light-mode'

const TIERS = ['Light', 'Medium', 'Heavy'] as const satisfies readonly Tier[]
const TIER_LINE = /\bTIER\*{0,2}[ \t]{0,10}:\*{0,2}[ \t]{0,10}([A-Za-z]{1,20})/
const MARKER = /NEEDS_VALIDATION[ \t]{0,10}(?::([^\n]{0,200}))?/g

/** Reads tier (Medium when not said; the strictest when said twice) and markers; undefined text is a missing file. */
export function readConstitution(text: string | undefined): Constitution {
  if (text === undefined) return { kind: 'missing' }
  const lines = text.split(/\r?\n/)
  const written = lines.flatMap((line) => TIER_LINE.exec(line.slice(0, 1000))?.[1] ?? [])
  const known = written.map((word) => TIERS.find((tier) => tier.toLowerCase() === word.toLowerCase()))
  const unknownTier = written.find((_, index) => known[index] === undefined)
  const tier = unknownTier !== undefined ? 'Heavy' : TIERS.findLast((one) => known.includes(one)) ?? 'Medium'
  const unvalidated = lines.flatMap((line, index) =>
    [...line.slice(0, 10_000).matchAll(MARKER)].map(([, name = '']) => cleaned(name) || `line ${index + 1}`),
  )
  return { kind: 'read', tier, ...(unknownTier === undefined ? {} : { unknownTier }), unvalidated }
}

function cleaned(name: string): string {
  const end = name.search(/-->|NEEDS_VALIDATION|\]/)
  return (end < 0 ? name : name.slice(0, end)).trim()
}

/** The row of the validation report, and what was bypassed, to be recorded. */
export interface ConstitutionDecision {
  readonly check: GateCheck
  readonly override?: 'skip-validation' | 'confirm-unvalidated'
}

/** Missing: warn. Light: warn. Medium: stop unless confirmed. Heavy: stop. `skip-validation` lets every tier through, recorded. */
export function decideConstitution(
  constitution: Constitution,
  options: { readonly skipValidation: boolean; readonly confirmUnvalidated: boolean; readonly lightMode: boolean },
): ConstitutionDecision {
  const row = { name: 'constitution', group: 'constitution' as const }
  const light = options.lightMode ? '; light mode' : ''
  if (constitution.kind === 'missing') {
    return { check: { ...row, verdict: 'warn', detail: `there is no ${CONSTITUTION_PATH}${light}`, remedy: `Write ${CONSTITUTION_PATH} with a line \`TIER: Light\`, \`TIER: Medium\` or \`TIER: Heavy\`.` } }
  }
  const { tier, unknownTier, unvalidated } = constitution
  const named = `tier ${tier}${unknownTier === undefined ? '' : ` (assumed: \`${unknownTier}\` is no tier)`}${light}`
  if (unvalidated.length === 0) return { check: { ...row, verdict: unknownTier === undefined ? 'pass' : 'warn', detail: `${named}; every part is validated`, ...(unknownTier === undefined ? {} : { remedy: TIER_REMEDY }) } }
  const parts = unvalidated.length === 1 ? '1 part' : `${unvalidated.length} parts`
  const detail = `${named}; ${parts} not validated: ${unvalidated.slice(0, 10).join(', ')}${unvalidated.length > 10 ? ', ...' : ''}`
  if (tier === 'Light') return { check: { ...row, verdict: 'warn', detail, remedy: `Validate them in ${CONSTITUTION_PATH}.` } }
  if (options.skipValidation) return { check: { ...row, verdict: 'skipped', detail: `${detail}; bypassed with skip-validation` }, override: 'skip-validation' }
  if (tier === 'Heavy') return { check: { ...row, verdict: 'fail', detail, remedy: `${unknownTier === undefined ? '' : `${TIER_REMEDY} `}Validate them in ${CONSTITUTION_PATH} and remove the markers; \`skip-validation\` with a \`reason\` bypasses this and is recorded.` } }
  if (options.confirmUnvalidated) return { check: { ...row, verdict: 'warn', detail: `${detail}; confirmed with confirm-unvalidated` }, override: 'confirm-unvalidated' }
  return { check: { ...row, verdict: 'fail', detail, remedy: `Validate them in ${CONSTITUTION_PATH}, or confirm them with \`confirm-unvalidated: true\`.` } }
}

const TIER_REMEDY = 'Write `TIER: Light`, `TIER: Medium` or `TIER: Heavy`.'
