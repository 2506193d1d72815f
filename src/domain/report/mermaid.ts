import { shortName } from './chart/marks.ts'
import { inertLine } from './inert.ts'
import type { RunReport, Stage } from './run-report.ts'

const TAGS: Readonly<Record<Stage['status'], string>> = { passed: 'done, ', failed: 'crit, ', 'rolled-back': 'crit, ', skipped: '', running: 'active, ' }
const MOST_MARKS = 30

/** The run's stages and the rollouts' turns as a Mermaid gantt chart; undefined when nothing has a time. */
export function mermaidTimeline(report: RunReport): string | undefined {
  const stages = report.stages.flatMap((stage) => {
    const { startedAt, endedAt = report.ended_at } = stage
    if (startedAt === undefined || !isWhole(startedAt) || !isWhole(endedAt)) return []
    return [`  ${stage.name} :${TAGS[stage.status]}${startedAt}, ${Math.max(endedAt, startedAt + 1)}`]
  })
  if (stages.length === 0) return undefined
  const rollouts = report.rollouts.slice(0, 8).flatMap((rollout) => {
    const marks = rollout.moments.filter((moment) => (moment.kind === 'shift' || moment.kind === 'rollback') && isWhole(moment.at)).slice(0, MOST_MARKS)
    if (marks.length === 0) return []
    return [`  section ${mermaidText(rollout.environment)}`, ...marks.map((moment) => `  ${mermaidText(shortName(moment))} :${moment.kind === 'rollback' ? 'crit, ' : ''}milestone, ${moment.at}, 0ms`)]
  })
  return ['```mermaid', 'gantt', '  dateFormat x', '  axisFormat %H:%M:%S', '  section stages', ...stages, ...rollouts, '```'].join('\n')
}

function isWhole(at: number): boolean {
  return Number.isSafeInteger(at) && at >= 0
}

/** Letters, digits and blanks only: everything else means something to Mermaid somewhere. */
function mermaidText(text: string): string {
  return inertLine(text, 60).replace(/ %/gu, ' percent').replace(/[^\p{L}\p{N} .-]+/gu, ' ').replace(/\s+/gu, ' ').trim() || 'unnamed'
}
