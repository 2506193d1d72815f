// Everything that must hold before anything is changed, asked in parallel (SPEC B1).
import { credentialChecks, programChecks, spaceCheck, targetChecks, testChecks, validationOf, type CommandOutcome, type TargetFact } from '../domain/policy/gate.ts'
import type { EnvironmentSettings, GateCommand } from '../domain/policy/settings.ts'
import type { GateCheck, ValidationReport } from '../domain/report/run-report.ts'
import type { Context } from '../context.ts'
import { messageOf } from '../errors.ts'

/** How much of a failed command's output a report shows, characters. */
const TAIL = 2000

/** Asks every prerequisite at once; a prerequisite that cannot be asked is an error, not a pass. */
export async function validate(
  context: Context,
  options: { readonly environments: readonly EnvironmentSettings[]; readonly before: readonly GateCheck[]; readonly withTests: boolean },
): Promise<ValidationReport> {
  const { settings, intent, actor, host } = context
  const { gate } = settings
  const [tests, programs, targets, free] = await Promise.all([
    intent.skipTests || !options.withTests ? [] : Promise.all(gate.tests.map((command) => runGate(context, command))),
    Promise.all(gate.programs.map(async (requirement) => {
      const version = await host.versionOf(requirement.name)
      return { requirement, ...(version === undefined ? {} : { version }) }
    })),
    Promise.all(options.environments.map((environment) => reach(context, environment))),
    host.freeBytes(context.repository.root),
  ])
  return validationOf([
    ...options.before,
    { name: settings.source, group: 'configuration', verdict: 'pass', detail: 'read without a mistake' },
    ...(options.withTests ? testChecks(tests, { skipped: intent.skipTests, actor }) : []),
    ...forBuilding(credentialChecks(gate.environment, (name) => host.hasVariable(name)), options),
    ...forBuilding(programChecks(programs), options),
    ...targetChecks(targets),
    ...forBuilding([spaceCheck(free, gate.minFreeBytes)], options),
  ])
}

/** What building and testing need only warns a rollback: a full disk or a missing program must not keep a bad release in production. */
function forBuilding(checks: readonly GateCheck[], options: { readonly withTests: boolean }): readonly GateCheck[] {
  return options.withTests ? checks : checks.map((check) => (check.verdict === 'pass' ? check : { ...check, verdict: 'warn' }))
}

async function runGate(context: Context, command: GateCommand): Promise<CommandOutcome> {
  const started = context.clock.now()
  const durationMs = (): number => context.clock.now() - started
  try {
    const ran = await context.programs.run(command.argv, { cwd: context.repository.root, timeoutMs: command.timeoutSeconds * 1000, signal: context.signal })
    if (ran.timedOut) return { command, verdict: 'fail', detail: `did not end within ${command.timeoutSeconds} s`, durationMs: durationMs() }
    if (ran.code === 0) return { command, verdict: 'pass', detail: 'green', durationMs: durationMs() }
    const how = ran.code === undefined ? `ended by ${ran.signal ?? 'a signal'}` : `exit code ${ran.code}`
    return { command, verdict: 'fail', detail: `${how}: ${(ran.stderr || ran.stdout).trim().slice(-TAIL)}`, durationMs: durationMs() }
  } catch (error) {
    return { command, verdict: 'error', detail: messageOf(error), durationMs: durationMs() }
  }
}

async function reach(context: Context, environment: EnvironmentSettings): Promise<TargetFact> {
  try {
    const state = await context.target(context.service, environment).observe(context.signal)
    const live = state.releases.filter((release) => release.weight > 0).map((release) => `${release.version} at ${release.weight} %`)
    return { environment: environment.name, verdict: 'pass', detail: live.length === 0 ? 'reachable, nothing runs yet' : `reachable, runs ${live.join(', ')}` }
  } catch (error) {
    return { environment: environment.name, verdict: 'error', detail: messageOf(error) }
  }
}
