// Whether anything may be deployed: facts in, a row for every prerequisite out (SPEC B1).
import { shortDigest, type Digest } from '../artifact/digest.ts'
import { worst, type Verdict } from '../health/verdict.ts'
import type { Deployment, LedgerState } from '../ledger/entry.ts'
import type { GateCheck, ValidationReport } from '../report/run-report.ts'
import type { GateCommand, ProgramRequirement } from './settings.ts'

/** How a gate command ended. `error`: it could not be run at all. */
export interface CommandOutcome {
  readonly command: GateCommand
  readonly verdict: Verdict
  readonly detail: string
  readonly durationMs: number
}

export interface ProgramFact {
  readonly requirement: ProgramRequirement
  /** Absent: not found on the PATH. */
  readonly version?: string
}

export interface TargetFact {
  readonly environment: string
  readonly verdict: Verdict
  readonly detail: string
}

/** One row per required test; the whole group is one skipped row when the user bypassed it. */
export function testChecks(outcomes: readonly CommandOutcome[], options: { readonly skipped: boolean; readonly actor: string }): readonly GateCheck[] {
  if (options.skipped) {
    return [{ name: 'tests', group: 'tests', verdict: 'skipped', detail: `bypassed by ${options.actor} with skip-tests` }]
  }
  if (outcomes.length === 0) {
    return [{ name: 'tests', group: 'tests', verdict: 'warn', detail: 'no test command is configured', remedy: 'Add the commands that must be green under gate.tests in .flowspec/operate.yml.' }]
  }
  return outcomes.map(({ command, verdict, detail, durationMs }) => ({
    name: command.name,
    group: 'tests',
    verdict,
    detail,
    durationMs,
    ...(verdict === 'pass' ? {} : { remedy: `Run \`${command.argv.join(' ')}\` and mend what it reports.` }),
  }))
}

/** Programs on the PATH, each with its least version. A version that cannot be read is not a pass. */
export function programChecks(programs: readonly ProgramFact[]): readonly GateCheck[] {
  return programs.map(({ requirement, version }) => {
    const row = { name: requirement.name, group: 'dependencies' as const }
    const wanted = requirement.atLeast === undefined ? requirement.name : `${requirement.name} ${requirement.atLeast} or later`
    if (version === undefined) return { ...row, verdict: 'fail', detail: 'not found', remedy: `Install ${wanted} and make sure it is on the PATH.` }
    if (requirement.atLeast === undefined) return { ...row, verdict: 'pass', detail: version }
    const order = compareVersions(version, requirement.atLeast)
    if (order === undefined) return { ...row, verdict: 'error', detail: `its version cannot be read from \`${version}\``, remedy: `Make \`${requirement.name} --version\` print a version, or drop the minimum.` }
    if (order < 0) return { ...row, verdict: 'fail', detail: `${version} is older than ${requirement.atLeast}`, remedy: `Install ${wanted}.` }
    return { ...row, verdict: 'pass', detail: version }
  })
}

/** Compares dotted versions by number; undefined when either has no leading number. A missing part is zero. */
export function compareVersions(a: string, b: string): number | undefined {
  const left = numbersOf(a)
  const right = numbersOf(b)
  if (left === undefined || right === undefined) return undefined
  for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0)
    if (difference !== 0) return Math.sign(difference)
  }
  return 0
}

function numbersOf(version: string): readonly number[] | undefined {
  const found = /(\d{1,9}(?:\.\d{1,9}){0,3})/.exec(version)?.[0]
  return found?.split('.').map(Number)
}

/** Environment variables that must be set: their names only, never their values. */
export function credentialChecks(names: readonly string[], has: (name: string) => boolean): readonly GateCheck[] {
  return names.map((name) =>
    has(name)
      ? { name, group: 'credentials', verdict: 'pass', detail: 'set' }
      : { name, group: 'credentials', verdict: 'fail', detail: 'not set', remedy: `Set the environment variable ${name}, for example from a secret in the workflow's env.` },
  )
}

/** Free space where artifacts are stored. */
export function spaceCheck(free: number | undefined, least: number): GateCheck {
  const row = { name: 'free space', group: 'resources' as const }
  if (free === undefined) return { ...row, verdict: 'error', detail: 'could not be read', remedy: 'Check that the artifact store lies on a file system that can be read.' }
  const detail = `${mebibytes(free)} MiB free, ${mebibytes(least)} MiB needed`
  return free >= least ? { ...row, verdict: 'pass', detail } : { ...row, verdict: 'fail', detail, remedy: 'Free some space, or move the artifact store with artifact.store.' }
}

function mebibytes(bytes: number): string {
  return Math.floor(bytes / 1024 / 1024).toString()
}

/** Whether each target can be reached. */
export function targetChecks(targets: readonly TargetFact[]): readonly GateCheck[] {
  return targets.map(({ environment, verdict, detail }) => ({
    name: environment,
    group: 'target',
    verdict,
    detail,
    ...(verdict === 'pass' ? {} : { remedy: `Check the target of ${environment} in .flowspec/operate.yml and that it is up.` }),
  }))
}

/** The validation report: its verdict is the worst of its rows; what was skipped or merely warned about does not count. */
export function validationOf(checks: readonly GateCheck[]): ValidationReport {
  const verdicts = checks.flatMap((check) => (check.verdict === 'skipped' || check.verdict === 'warn' ? [] : [check.verdict]))
  return { schema_version: 1, verdict: worst(verdicts), checks }
}

/** What must hold about a digest before one environment may have it. */
export interface ReleaseFacts {
  readonly digest: Digest
  readonly environment: string
  /** The ledger of that environment. */
  readonly state: LedgerState
  /** The environment before it, when the policy asks for its evidence. */
  readonly before?: { readonly environment: string; readonly deployments: readonly Deployment[] }
  readonly allowQuarantined: boolean
}

/** Quarantine and the order of environments (SPEC D4 in its local form, G3): rows of the group `evidence`. */
export function releaseChecks(facts: ReleaseFacts): readonly GateCheck[] {
  return [quarantineCheck(facts), ...(facts.before === undefined ? [] : [stagedCheck(facts.digest, facts.before)])]
}

function quarantineCheck({ digest, environment, state, allowQuarantined }: ReleaseFacts): GateCheck {
  const row = { name: 'quarantine', group: 'evidence' as const }
  const found = state.quarantine.find((quarantine) => quarantine.digest === digest)
  if (found === undefined) return { ...row, verdict: 'pass', detail: `${shortDigest(digest)} is not quarantined in ${environment}` }
  const detail = `${shortDigest(digest)} failed in ${environment}: ${found.reason}`
  if (allowQuarantined) return { ...row, verdict: 'skipped', detail: `${detail}; lifted with allow-quarantined` }
  return { ...row, verdict: 'fail', detail, remedy: 'Release a fix as a new artifact. If the failure was not its own, deploy again with allow-quarantined and a reason.' }
}

function stagedCheck(digest: Digest, before: { readonly environment: string; readonly deployments: readonly Deployment[] }): GateCheck {
  const row = { name: `passed ${before.environment}`, group: 'evidence' as const }
  const passed = before.deployments.find((deployment) => deployment.digest === digest && deployment.outcome === 'verified')
  if (passed !== undefined) return { ...row, verdict: 'pass', detail: `${passed.version} was verified there as ${passed.id}` }
  return {
    ...row,
    verdict: 'fail',
    detail: `${shortDigest(digest)} was never verified in ${before.environment}`,
    remedy: `Deploy it there first: \`flowspec-operate deploy --environment ${before.environment} --digest ${digest}\`.`,
  }
}
