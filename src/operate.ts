// One run from intent to exit code: compose, do the command, report.
import { chooseConsole } from './adapters/console/choose.ts'
import { compose, runIdOf } from './compose.ts'
import { COMMAND_BODIES } from './commands/index.ts'
import { endingOf, endingOfStopped, type Ending } from './commands/ending.ts'
import { keepOutOfGit } from './commands/keep-out-of-git.ts'
import { notify } from './commands/notify.ts'
import { emit } from './commands/records.ts'
import type { Context } from './context.ts'
import type { Parsed, Problem } from './domain/problem.ts'
import { deployLog } from './domain/records/deploy-log.ts'
import { runBegan, runEnded } from './domain/records/happenings.ts'
import { jsonFile } from './domain/records/json-text.ts'
import { masker } from './domain/records/mask.ts'
import { deployLogPath } from './domain/records/paths.ts'
import { renderHtml } from './domain/report/html.ts'
import { renderProblem } from './domain/report/render-problem.ts'
import { annotationsOf, exitCodeOf } from './domain/report/result.ts'
import type { RunReport } from './domain/report/run-report.ts'
import { renderTerminal } from './domain/report/terminal.ts'
import { ConfigError, messageOf, StoppedError } from './errors.ts'
import type { Intent } from './inputs.ts'
import { postIntentOf } from './inputs/post-intent.ts'
import { createOutputs, publish, type OutputWriter } from './outputs.ts'
import { RunRecorder } from './recorder.ts'

/** Commands that change nothing worth a record. */
const SILENT: readonly Intent['command'][] = ['status', 'gate', 'verify']

/** Through which door somebody came in: the action's main step, its post step, the command line. */
export type Door = 'action' | 'post' | 'cli'

/** Does what was asked for and returns the exit code. Never throws. */
export async function operate(door: Door, inputs: Parsed<Intent>): Promise<number> {
  const token = inputs.ok ? inputs.value.githubToken : undefined
  const secrets = [...secretsIn(process.env), ...(token === undefined ? [] : [token])]
  const mask = masker(secrets)
  const chosen = chooseConsole({ stdout: process.stdout, stderr: process.stderr, env: process.env, secrets, now: Date.now })
  const outputs = createOutputs({ env: process.env, warn: (text) => chosen.console.warn(text), mask })
  const stopping = new AbortController()
  listen(stopping, (text) => chosen.console.warn(text))
  const surroundings: Surroundings = { ...chosen, outputs, mask, signal: stopping.signal, env: process.env }
  try {
    if (!inputs.ok) {
      if (door === 'post') return 0
      throw new ConfigError(inputs.problems)
    }
    return door === 'post' ? await finishFor(surroundings, inputs.value) : await perform(surroundings, inputs.value)
  } catch (error) {
    return early(surroundings, error)
  }
}

interface Surroundings extends ReturnType<typeof chooseConsole> {
  readonly outputs: OutputWriter
  readonly mask: (text: string) => string
  readonly signal: AbortSignal
  readonly env: NodeJS.ProcessEnv
}

/** SIGINT, SIGTERM and SIGHUP ask the rollout to turn round; what nobody foresaw does the same, so that traffic is never left split. */
function listen(stopping: AbortController, warn: (text: string) => void): void {
  const stop = (why: string): void => stopping.abort(new StoppedError({ code: 'cancelled', message: why }))
  process.on('SIGINT', () => stop('SIGINT: someone cancelled this run'))
  // A terminal that was closed: without this the process would die with traffic split.
  process.on('SIGHUP', () => stop('SIGHUP: the terminal of this run was closed'))
  process.on('SIGTERM', () => stop('SIGTERM: this run was told to end'))
  const unforeseen = (error: unknown): void => {
    warn(`unforeseen: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)
    process.exitCode = 1
    stop(`unforeseen: ${messageOf(error)}`)
  }
  process.on('uncaughtException', unforeseen)
  process.on('unhandledRejection', unforeseen)
}

async function perform(around: Surroundings, intent: Intent): Promise<number> {
  const runId = runIdOf(around.env)
  // Written before anything is changed: the post step finds by it what this run may leave behind (FACTS: the file survives a kill).
  await around.outputs.state('run', runId)
  const context = await compose({ intent, console: around.console, signal: around.signal, env: around.env, mask: around.mask, runId })
  const recorder = new RunRecorder(context)
  const keepsRecords = !SILENT.includes(intent.command) && !intent.dryRun && !intent.validateOnly
  if (keepsRecords) {
    await keepOutOfGit(context)
    await emit(context, recorder, runBegan({ service: context.service.name, command: intent.command, actor: context.actor }, context.machine))
  }
  const ending = await endingFor(context, recorder)
  if (keepsRecords) await notify(context, recorder, recorder.finish(ending))
  if (keepsRecords) await writeLog(context, recorder, recorder.finish(ending))
  const reportPath = await writeReport(context, around, recorder.finish(ending))
  await publish(around.outputs, recorder.finish(ending), { mask: around.mask, ...(reportPath === undefined ? {} : { reportPath }) })
  await around.outputs.state('done', 'true')
  return close(around, recorder.finish(ending), reportPath)
}

async function endingFor(context: Context, recorder: RunRecorder): Promise<Ending> {
  try {
    return await COMMAND_BODIES[context.intent.command](context, recorder)
  } catch (error) {
    return context.signal.aborted ? endingOfStopped(error, context.signal.reason) : endingOf(error)
  }
}

/** What the post step of a cancelled or killed run does: the same as `reconcile`, in the name of that run. */
async function finishFor(around: Surroundings, intent: Intent): Promise<number> {
  if (around.env['STATE_done'] === 'true') return 0
  const runId = around.env['STATE_run']
  const own = postIntentOf(intent)
  if (own === undefined) return 0
  const context = await compose({ intent: own, console: around.console, signal: around.signal, env: around.env, mask: around.mask, ...(runId === undefined ? {} : { runId }) })
  const recorder = new RunRecorder(context)
  const ending = await endingFor(context, recorder)
  const report = recorder.finish(ending)
  await writeLog(context, recorder, report)
  await around.outputs.summary(`The main step did not end by itself. ${ending.message}\n`)
  return close(around, report, undefined)
}

async function writeLog(context: Context, recorder: RunRecorder, report: RunReport): Promise<void> {
  const path = deployLogPath(report.task?.feature ?? report.service)
  try {
    await context.files.append(path, deployLog(report, context.mask))
    recorder.addRecord(path)
  } catch (error) {
    context.console.warn(`${path} could not be written: ${messageOf(error)}`)
  }
  await emit(context, recorder, runEnded(report, context.machine))
}

/** The HTML report and the JSON beside it. A dry run and a question leave no files. */
async function writeReport(context: Context, around: Surroundings, report: RunReport): Promise<string | undefined> {
  const { intent, files } = context
  if (intent.dryRun || intent.command === 'status') return undefined
  const path = `${intent.reportDirectory}/report.html`
  try {
    await files.write(`${intent.reportDirectory}/result.json`, jsonFile(report, around.mask))
    await files.write(path, around.mask(renderHtml(report)))
    return path
  } catch (error) {
    around.console.warn(`the report could not be written: ${messageOf(error)}`)
    return undefined
  }
}

function close(around: Surroundings, report: RunReport, reportPath: string | undefined): number {
  around.console.line(renderTerminal(report, { style: around.style, width: around.width, ...(reportPath === undefined ? {} : { reportPath }) }))
  if (around.kind === 'action') annotate(around, report)
  return exitCodeOf(report)
}

/** What a person should see beside the run, not only in its log. */
function annotate(around: Surroundings, report: RunReport): void {
  for (const { level, text, place } of annotationsOf(report)) {
    if (level === 'error') around.console.error(text, place)
    else if (level === 'warning') around.console.warn(text)
    else around.console.line(text)
  }
}

/** Mistakes found before there is a run to report on. */
async function early(around: Surroundings, error: unknown): Promise<number> {
  const ending = endingOf(error)
  if (ending.problems === undefined) around.console.error(`${ending.message}${ending.remedy === undefined ? '' : ` ${ending.remedy}`}`)
  else for (const problem of ending.problems) around.console.error(renderProblem(withoutPlace(problem)), problem.place)
  await around.outputs.set({ decision: ending.decision, 'reason-code': ending.reason })
  await around.outputs.state('done', 'true')
  return ending.decision === 'refused' ? 2 : 1
}

/** The console shows the place itself. */
function withoutPlace({ place: _, ...problem }: Problem): Problem {
  return problem
}

/** Values of variables that are named like secrets: never shown, never written. */
function secretsIn(env: NodeJS.ProcessEnv): readonly string[] {
  return Object.entries(env).flatMap(([name, value]) => (value !== undefined && value.length >= 6 && /TOKEN|SECRET|PASSWORD|PASSWD|PRIVATE|API_?KEY|CREDENTIAL/i.test(name) ? [value] : []))
}

