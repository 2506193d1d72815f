// The deployment log: plain text for people at night, appended and never rewritten (SPEC F3, D3).
import { duration } from '../report/format.ts'
import { inertBlock, inertLine, inertTail } from '../report/inert.ts'
import type { GateCheck, RolloutReport, RunReport, Stage } from '../report/run-report.ts'
import { isoTime, type Mask } from './json-text.ts'

export interface LogEntry {
  /** Epoch milliseconds. */
  readonly at: number
  readonly level: 'info' | 'warn' | 'error'
  /** Where it happened: `shop/production`. */
  readonly where: string
  /** Its first line is the entry; further lines are shown below it. */
  readonly text: string
  /** Output of what failed; the last lines are kept. */
  readonly tail?: string
}

/** A line begins with its time, a line of output with blanks and a bar: no output can pass for an entry. */
const OUTPUT = '    | '

/** One entry with its newline. Secrets are masked and control characters made visible. */
export function logEntry(entry: LogEntry, mask: Mask): string {
  // Masked before and after: a control character inside a secret would hide it from the first pass.
  const lines = mask(inertBlock(mask(entry.text), 8000)).split('\n')
  const output = entry.tail === undefined ? [] : mask(inertTail(mask(entry.tail))).split('\n')
  const head = `${isoTime(entry.at)} ${entry.level.toUpperCase().padEnd(5)} ${mask(inertLine(mask(entry.where), 120))}: ${inertLine(lines.slice(0, 1).join(''), 2000)}`
  return [head, ...[...lines.slice(1), ...output].filter((line) => line.trim() !== '').map((line) => `${OUTPUT}${line}`)].map((line) => `${line}\n`).join('')
}

/** A whole run, in the order in which it happened. */
export function deployLog(report: RunReport, mask: Mask): string {
  const where = report.environment === undefined ? report.service : `${report.service}/${report.environment}`
  const task = report.task === undefined ? '' : `, ${report.task.id}`
  const version = report.version === undefined ? '' : `, version ${report.version}`
  const begin: LogEntry = { at: report.started_at, level: 'info', where, text: `${report.command} by ${report.actor}, run ${report.run.id} attempt ${report.run.attempt}${task}${version}` }
  const remedy = report.remedy === undefined ? '' : `\n${report.remedy}`
  const last: LogEntry = { at: report.ended_at, level: LEVEL[report.result], where, text: `${report.result} (${report.reason_code}): ${report.message}${remedy}` }
  const between: readonly LogEntry[] = [
    ...report.overrides.map((one) => ({ at: one.at, level: 'warn' as const, where, text: `${one.what} by ${one.actor}: ${one.reason}` })),
    ...(report.validation?.checks ?? []).flatMap((check) => checkEntries(check, { at: report.started_at, where })),
    ...report.stages.flatMap((stage) => stageEntries(stage, where)),
    ...report.rollouts.flatMap((rollout) => rolloutEntries(report.service, rollout)),
  ]
  return [begin, ...between.toSorted((a, b) => a.at - b.at), last].map((entry) => logEntry(entry, mask)).join('')
}

const LEVEL = { SUCCESS: 'info', PLANNED: 'info', 'ROLLED BACK': 'error', FAILED: 'error', REFUSED: 'warn' } as const

function checkEntries(check: GateCheck, { at, where }: Pick<LogEntry, 'at' | 'where'>): readonly LogEntry[] {
  if (check.verdict === 'pass' || check.verdict === 'skipped') return []
  return [{ at, level: check.verdict === 'warn' ? 'warn' : 'error', where, text: `${check.name}: ${check.detail}` }]
}

function stageEntries(stage: Stage, where: string): readonly LogEntry[] {
  if (stage.startedAt === undefined || stage.endedAt === undefined) return []
  const bad = stage.status === 'failed' || stage.status === 'rolled-back'
  const notes = stage.notes === '' ? '' : `: ${stage.notes}`
  return [{ at: stage.endedAt, level: bad ? 'error' : 'info', where, text: `${stage.name} ${stage.status} after ${duration(stage.endedAt - stage.startedAt)}${notes}` }]
}

function rolloutEntries(service: string, rollout: RolloutReport): readonly LogEntry[] {
  const where = `${service}/${rollout.environment}`
  const bad = rollout.outcome !== 'verified'
  return [
    { at: rollout.startedAt, level: 'info', where, text: `${rollout.deployment} begins: ${rollout.version} (${rollout.digest}), ${rollout.strategy}, steps ${rollout.steps.join(', ')} %` },
    ...rollout.moments.map((moment) => ({ at: moment.at, level: moment.kind === 'rollback' ? 'error' as const : 'info' as const, where, text: moment.text })),
    ...rollout.smoke.filter((check) => check.verdict !== 'pass').map(({ name, verdict, detail, tail }) => ({
      at: rollout.endedAt,
      level: 'error' as const,
      where,
      text: `smoke ${name} ${verdict}: ${detail}`,
      ...(tail === undefined ? {} : { tail }),
    })),
    {
      at: rollout.endedAt,
      level: bad ? 'error' : 'info',
      where,
      text: `${rollout.deployment} ${rollout.outcome} after ${duration(rollout.endedAt - rollout.startedAt)}${rollout.cause === undefined ? '' : `: ${rollout.cause.code}: ${rollout.cause.message}`}`,
    },
  ]
}
