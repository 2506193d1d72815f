// How to see what goes on, and what to do when it goes wrong.
import type { Check } from '../health/checks.ts'
import { refOf } from '../ledger/ref.ts'
import type { EnvironmentSettings } from '../policy/settings.ts'
import { plural } from '../report/format.ts'
import { REASONS, type ReasonCode } from '../report/reason.ts'
import type { Block } from './generated-blocks.ts'
import { cell, code, prose } from './markdown.ts'
import { deployLogPath, EVENTS_PATH, healthReportPath, REGISTRY_PATH } from './paths.ts'
import { shellWord } from './rollback-command.ts'
import { commandLine, shell } from './runbook-commands.ts'
import type { RunbookFacts } from './runbook-facts.ts'

/** Where to look: state, checks, logs and the ledger. */
export function monitoringBlock(facts: RunbookFacts): Block {
  const { service, settings, feature } = facts
  const refs = service.environments.map((one) => shellWord(refOf({ service: service.name, environment: one.name }, settings.ledger.namespace)))
  const checks = service.environments.flatMap((one) => [
    ...one.smoke.map((check) => checkRow(one, check, 'smoke test')),
    ...one.health.map((check) => checkRow(one, check, `every ${one.pollSeconds} s of a rollout`)),
  ])
  return {
    section: 'monitoring',
    text: [
      '## Monitoring\n\n',
      'What runs where, since when, by whom, and who holds the lock:\n\n',
      shell(service.environments.map((one) => commandLine('status', facts, one))),
      ...(checks.length === 0 ? ['\nNo checks are set: only the readiness of its instances and its traffic are watched.\n'] : ['\n| Environment | Check | Kind | What it looks at | When |\n| --- | --- | --- | --- | --- |\n', ...checks]),
      '\nWhere things are written:\n\n',
      `- Deployment log: ${code(deployLogPath(feature))}\n`,
      `- Events: ${code(EVENTS_PATH)}\n`,
      `- What runs where: ${code(REGISTRY_PATH)}\n`,
      ...service.environments.flatMap((one) => [
        `- ${prose(one.name, 80)}: instances ${code(`${one.target.directory}/releases/<digest>/logs/`)}, proxy and supervisor ${code(`${one.target.directory}/supervisor.log`)}, last judgement ${code(healthReportPath({ service: service.name, environment: one.name }))}\n`,
      ]),
      '\nThe ledger is a chain of git commits, newest first, that any git can read:\n\n',
      shell(refs.map((ref) => `git log --format='%h %cI %s' ${ref}`)),
    ].join(''),
  }
}

function checkRow(environment: EnvironmentSettings, check: Check, when: string): string {
  return `| ${prose(environment.name, 80)} | ${cell(check.name, 80)} | ${check.area} | ${subjectOf(check)} | ${when} |\n`
}

function subjectOf(check: Check): string {
  if (check.kind === 'command') return cell(check.argv.join(' '))
  if (check.kind === 'tcp') return check.port === undefined ? 'its own port is open' : `${cell(`${check.host ?? 'its own host'}:${check.port}`)} is open`
  const { status, latencyMs } = check.expect
  return `${cell(`${check.method} ${check.path}`)} gives ${status.join(' or ')}${latencyMs === undefined ? '' : ` within ${latencyMs} ms`}`
}

/** What to do for each way a run ends that needs a person. */
const ADVICE: readonly (readonly [ReasonCode, string])[] = [
  ['candidate_unhealthy', 'Read the log of the instances of the new digest; start it by hand with PORT set. Production was not touched.'],
  ['smoke_failed', 'See the failed check and its output in the health report. Mend the release, or the check if it is wrong.'],
  ['health_failed', 'A health check failed repeatedly while the release had traffic. Look at what the check depends on before blaming the release.'],
  ['evidence_against', 'Compare errors and latency before and after in the health report; then look at the logs of the new release in that time.'],
  ['slo_breached', 'The release alone breaks the objective. Look at its errors first.'],
  ['undecided', 'Too little evidence within the limit: give it more traffic or a longer hold.'],
  ['no_data', 'Almost no requests reached the release. Send traffic, or allow a rollout without it with `traffic: optional`.'],
  ['measurement_failed', 'The proxy could not be read. Look at supervisor.log and at the disk.'],
  ['drifted', 'Someone changed the target outside of the ledger. Compare `status` with what should run; then deploy what is right.'],
  ['live_digest_mismatch', 'Something else changed the target at the same time. Run `reconcile`.'],
  ['lock_conflict', 'Another run works on this environment; `status` names it. Wait for it, or stop that run.'],
  ['lock_timeout', 'As `lock_conflict`, for longer than `lock-timeout`. A lock of a run that died is taken over by itself once it has expired.'],
  ['quarantined', 'This digest failed in production. Build a mended one.'],
  ['verification_failed', 'The artifact is not what was built. Do not bypass this; package again.'],
  ['rollback_failed', 'Someone must look now: read the log tail, then run `reconcile`; it tries again.'],
  ['no_rollback_target', 'No other release was verified here. Deploy a mended one forward.'],
  ['bookkeeping_pending', 'The release is live and fine; a record is missing. Run the same command again.'],
]

/** Each reason with what it means, what to do, and how often it was seen here. */
export function troubleshootingBlock({ deployments }: RunbookFacts): Block {
  const rows = ADVICE.map(([reason, advice]) => {
    const seen = deployments.filter((one) => one.cause?.code === reason).length
    return `| ${code(reason)} | ${REASONS[reason]} | ${advice} | ${seen === 0 ? 'no' : plural(seen, 'time')} |\n`
  })
  return {
    section: 'troubleshooting',
    text: `## Troubleshooting\n\nEvery run ends with a reason code. Seen here: among the last ${plural(deployments.length, 'deployment')}.\n\n| Reason | Meaning | What to do | Seen here |\n| --- | --- | --- | --- |\n${rows.join('')}`,
  }
}
