// The draft of a postmortem: everything the records know, and marked places for what only people know (SPEC E5, G1).
import { shortDigest } from '../artifact/digest.ts'
import type { LedgerKey } from '../ledger/entry.ts'
import { duration, figure, utc } from '../report/format.ts'
import type { Comparison, RolloutReport } from '../report/run-report.ts'
import type { Change } from './happenings.ts'
import { verdictOf } from './health-report.ts'
import type { Mask } from './json-text.ts'
import { cell, code, prose } from './markdown.ts'
import { healthReportPath, rollbackManifestPath } from './paths.ts'
import { shellWord } from './rollback-command.ts'

export interface IncidentFacts {
  readonly key: LedgerKey
  readonly change: Change
  readonly rollout: RolloutReport
}

/** The text of the draft. The same rollout gives the same bytes; once written, the file belongs to the people who fill it in. */
export function incidentDraft(facts: IncidentFacts, mask: Mask): string {
  const { key, change, rollout } = facts
  const where = `${prose(key.service, 80)} / ${prose(key.environment, 80)}`
  return mask([
    `# Incident: ${title(change, rollout)} in ${where}\n`,
    `Draft written from the records; complete the parts marked **To be filled in**.\n`,
    `## Summary\n\n${summary(facts)}`,
    `## What was running\n\n${releases(facts)}`,
    `## Timeline (UTC)\n\n${timeline(rollout)}`,
    `## Measurements\n\n${measurements(rollout)}`,
    `## Impact\n\n**To be filled in:** who was affected, how, and for how long? Severity (SEV1 to SEV4)?\n\n${traffic(rollout)}`,
    `## Root cause\n\n**To be filled in:** what was wrong with the release, or with the decision? What let it come so far?\n`,
    `## What went well, what went badly, where we were lucky\n\n**To be filled in.**\n`,
    `## Actions\n\n| Action | Owner | Task | Due |\n| --- | --- | --- | --- |\n| **To be filled in** | | | |\n`,
    `## Evidence\n\n${evidence(key)}`,
  ].join('\n'))
}

function title(change: Change, rollout: RolloutReport): string {
  const version = prose(rollout.version, 80)
  if (change.deployment.command === 'rollback') return rollout.outcome === 'verified' ? `rolled back by hand to ${version}` : `rollback to ${version} did not hold`
  return rollout.outcome === 'rolled-back' ? `${version} was rolled back` : `${version} failed`
}

function summary({ change, rollout }: IncidentFacts): string {
  const { deployment } = change
  const rows: readonly (readonly [string, string | undefined])[] = [
    ['Deployment', cell(deployment.id)],
    ['Kind', deployment.command === 'rollback' ? 'rollback by hand' : 'rollout, decided by the health gate'],
    ['Asked for by', prose(deployment.actor, 80)],
    ['Reason given', deployment.reason === undefined ? undefined : prose(deployment.reason)],
    ['Task', deployment.task === undefined ? undefined : cell(deployment.task)],
    ['Strategy', `${rollout.strategy}, ${rollout.steps.join(', ')} %`],
    ['Outcome', rollout.outcome],
    ['Verdict on the release', verdictOf(rollout)],
    ['Cause', rollout.cause === undefined ? undefined : `${cell(rollout.cause.code)}: ${prose(rollout.cause.message)}`],
    ['Began', utc(rollout.startedAt)],
    ['Ended', `${utc(rollout.endedAt)} (after ${duration(rollout.endedAt - rollout.startedAt)})`],
    ['From verdict to old release', rollout.rollbackMs === undefined ? undefined : duration(rollout.rollbackMs)],
  ]
  return table(['', ''], rows.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])))
}

function releases({ change, rollout }: IncidentFacts): string {
  const rows = [
    ['Before', rollout.previous === undefined ? 'nothing' : prose(rollout.previous.version, 80), rollout.previous === undefined ? '' : cell(rollout.previous.digest)],
    [change.deployment.command === 'rollback' ? 'Went back to' : 'Rolled out', prose(rollout.version, 80), cell(rollout.digest)],
    ['Read back at the end', rollout.liveDigest === undefined ? 'not known' : nameLive(rollout), rollout.liveDigest === undefined ? '' : cell(rollout.liveDigest)],
  ]
  return `${table(['', 'Version', 'Digest'], rows)}\nBuilt from commit ${code(change.deployment.commit)}.\n`
}

function nameLive(rollout: RolloutReport): string {
  if (rollout.liveDigest === rollout.digest) return prose(rollout.version, 80)
  const { previous } = rollout
  return previous !== undefined && rollout.liveDigest === previous.digest ? prose(previous.version, 80) : 'neither of the two'
}

function timeline(rollout: RolloutReport): string {
  const rows = rollout.moments.toSorted((a, b) => a.at - b.at).map((moment) => [utc(moment.at), moment.kind, prose(moment.text)])
  return rows.length === 0 ? 'No moments were recorded.\n' : table(['Time', 'Kind', 'What happened'], rows)
}

function measurements(rollout: RolloutReport): string {
  const comparisons = rollout.comparisons.map((one) => [one.metric, amount(one.before, one), amount(one.after, one), ratio(one), one.verdict, prose(one.note, 160)])
  const checks = rollout.smoke.map((check) => [cell(check.name, 80), check.area, check.verdict, prose(check.detail, 200)])
  const parts = [
    ...(comparisons.length === 0 ? [] : [table(['Metric', 'Before', 'After', 'Ratio', 'Verdict', 'Note'], comparisons)]),
    ...(checks.length === 0 ? [] : [table(['Check', 'Area', 'Verdict', 'Detail'], checks)]),
  ]
  return parts.length === 0 ? 'Nothing was measured.\n' : parts.join('\n')
}

function amount(value: number | undefined, comparison: Comparison): string {
  return value === undefined ? 'not known' : `${figure(value)} ${comparison.unit}`
}

function ratio(comparison: Comparison): string {
  return comparison.ratio === undefined ? '' : `${figure(comparison.ratio.low)} to ${figure(comparison.ratio.high)}`
}

function traffic(rollout: RolloutReport): string {
  const requests = rollout.samples.reduce((sum, sample) => sum + sample.candidate.requests, 0)
  const errors = rollout.samples.reduce((sum, sample) => sum + sample.candidate.errors, 0)
  const most = rollout.samples.reduce((max, sample) => Math.max(max, sample.weight), 0)
  return `While it was judged, ${shortDigest(rollout.digest)} answered ${requests} requests, ${errors} of them with an error, at up to ${most} % of the traffic.\n`
}

function evidence(key: LedgerKey): string {
  return [
    `- How it was judged: ${code(healthReportPath(key))} (of the last rollout)`,
    `- What to go back to: ${code(rollbackManifestPath(key))}`,
    `- Every entry of the ledger: ${code(`npx flowspec-operate status --service ${shellWord(key.service)} --environment ${shellWord(key.environment)}`)}`,
    '',
  ].join('\n')
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |\n`).join('')
}
