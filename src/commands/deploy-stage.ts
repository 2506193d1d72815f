// One environment's rollout as a stage of the run, with the records and events that belong to it.
import type { EnvironmentSettings } from '../domain/policy/settings.ts'
import { rollbackCommand } from '../domain/records/rollback-command.ts'
import { isReasonCode } from '../domain/report/reason.ts'
import { isBlamed } from '../domain/rollout/blame.ts'
import type { RolloutReport, StageName } from '../domain/report/run-report.ts'
import type { Context } from '../context.ts'
import type { RunRecorder } from '../recorder.ts'
import { checkApproval } from './approval.ts'
import { deployTo, type Deployed, type Release } from './deploy-to.ts'
import type { Ending } from './ending.ts'
import { recordBegin, recordEnd, type DeployStageOptions } from './records.ts'

/** Rolls a release out to one environment and writes down how it went. */
export async function deployStage(context: Context, recorder: RunRecorder, options: DeployStageOptions): Promise<Deployed> {
  const { environment, release, command } = options
  const stage: StageName = environment.production ? 'production' : 'staging'
  const deployed = await recorder.stage(stage, async () => {
    // Someone may have taken the approval back while the release was on its way (FAULTS A05, A09).
    if (environment.production && command === 'deploy' && options.admitted.approved !== undefined) await checkApproval(context, options.admitted.approved)
    const value = await deployTo(context, recorder, { environment, release, command, onBegin: (session, snapshot) => recordBegin(context, recorder, { ...options, session, snapshot }) })
    await recordEnd(context, recorder, { ...options, deployed: value })
    return { value, notes: notesOf(value, release), status: STATUS[value.kind] }
  })
  if (environment.production) {
    noteVersions(context, recorder, options, deployed)
    if (deployed.report !== undefined) recorder.setStage(verificationStage(deployed.report))
  }
  return deployed
}

const STATUS = { verified: 'passed', 'already-live': 'passed', 'rolled-back': 'rolled-back', failed: 'failed' } as const

function notesOf(deployed: Deployed, release: Release): string {
  if (deployed.kind === 'already-live') return `${release.version} is already live`
  const { report } = deployed
  const cause = report?.cause === undefined ? '' : `: ${report.cause.message}`
  if (deployed.kind === 'verified') return `${release.version} is live`
  return deployed.kind === 'rolled-back' ? `rolled back to ${report?.previous?.version ?? 'nothing'}${cause}` : `failed${cause}`
}

function noteVersions(context: Context, recorder: RunRecorder, options: DeployStageOptions, deployed: Deployed): void {
  const { environment, release } = options
  const previous = deployed.kind === 'already-live' ? undefined : deployed.previous
  recorder.note({
    environment: environment.name,
    version: release.version,
    ...(previous === undefined ? {} : { previous_version: previous.version }),
    ...(deployed.kind === 'verified' && previous !== undefined ? { rollback_command: rollbackCommand({ service: context.service.name, environment: environment.name }, previous.digest) } : {}),
  })
}

/** The post-deploy verification happened inside the rollout; its row is read off the moments. */
function verificationStage(report: RolloutReport): Parameters<RunRecorder['setStage']>[0] {
  const full = report.moments.find((moment) => moment.kind === 'shift' && moment.text.startsWith('100 %'))
  if (full === undefined) return { name: 'verification', status: 'skipped', notes: 'full weight was never reached' }
  const times = { startedAt: full.at, endedAt: report.endedAt }
  if (report.outcome !== 'verified') return { name: 'verification', status: report.outcome, ...times, notes: report.cause?.message ?? 'did not pass' }
  const judged = report.comparisons.find((comparison) => comparison.metric === 'error rate')
  const odd = report.comparisons.filter((comparison) => comparison !== judged && comparison.verdict === 'fail').map((comparison) => comparison.metric)
  const notes = `${judged === undefined ? 'nothing to compare with' : `error rate ${judged.verdict}`}${odd.length === 0 ? '' : `; look at ${odd.join(', ')}`}`
  return { name: 'verification', status: 'passed', ...times, notes }
}

/** How a run ends after a rollout. The reason is the rollout's own cause. */
export function endingOfDeployment(environment: EnvironmentSettings, release: Release, deployed: Deployed): Ending {
  const { report } = deployed
  if (deployed.kind === 'already-live') return { decision: 'nothing_to_do', reason: 'already_done', message: `${release.version} is already live in ${environment.name}.` }
  if (deployed.kind === 'verified') {
    return { decision: environment.production ? 'deployed' : 'promoted', reason: 'ok', message: `${release.version} is live and verified in ${environment.name}.` }
  }
  const cause = report?.cause
  const code = cause !== undefined && isReasonCode(cause.code) ? cause.code : 'unexpected_error'
  const why = (cause?.message ?? 'the reason is not known').replace(/\.$/, '')
  if (deployed.kind === 'rolled-back') {
    return {
      decision: 'rolled_back',
      reason: code === 'ok' ? 'unexpected_error' : code,
      message: `${release.version} was rolled back in ${environment.name}, ${report?.previous?.version ?? 'nothing'} is live again. ${capital(why)}.`,
      remedy: isBlamed(code) ? 'Look at the report for the evidence, mend the release, and run again from a new commit.' : `Nothing speaks against ${release.version} itself: run again when what the message names is over.`,
    }
  }
  if (code === 'rollback_failed') {
    return { decision: 'failed', reason: code, message: why, remedy: `Look at ${environment.name} now. When it answers again, run \`flowspec-operate reconcile\`.` }
  }
  const untouched = report?.previous === undefined ? 'nothing was live before and nothing is now' : `${report.previous.version} was not touched`
  return { decision: 'failed', reason: code, message: `${release.version} did not go live in ${environment.name}, ${untouched}. ${capital(why)}.`, remedy: isBlamed(code) ? 'Mend what the message names and run again from a new commit.' : 'Mend what the message names and run again.' }
}

function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`
}
