import type { Problem } from '../problem.ts'
import { inertLine } from './inert.ts'

/** One mistake as people read it: `file:line:column: what: value. remedy`. Nothing in it can move a cursor or start a line (FAULTS M01). */
export function renderProblem(problem: Problem): string {
  const { place, what, value, remedy } = problem
  const where = place === undefined ? '' : `${[place.file, place.line, place.column].filter((part) => part !== undefined).join(':')}: `
  return `${inertLine(`${where}${what}${value === undefined ? '' : `: ${inertLine(value, 80)}`}`, 600)}. ${inertLine(remedy, 600)}`
}

/** Every mistake, one a line. */
export function renderProblems(problems: readonly Problem[]): string {
  return problems.map(renderProblem).join('\n')
}
