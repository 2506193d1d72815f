// Changing the one workflow label of a task in steps that may each be repeated (SPEC A4, A7).
import { labelOf, workflowLabels } from './state.ts'
import type { StateMachine } from './task.ts'

export interface LabelStep {
  readonly kind: 'add' | 'remove'
  readonly label: string
}

/**
 * The steps that are left of a move: the new label is added before the old one is removed, so a task never has none, and only the
 * label of the state that was left is removed. An `Edge` is a move; after a bypass `from` is the state the task really was in.
 */
export function labelMove(labels: readonly string[], move: { readonly from: readonly string[]; readonly to: string }): readonly LabelStep[] {
  const to = labelOf(move.to)
  const left = move.from.map(labelOf).filter((label) => label !== to && labels.includes(label))
  return [...(labels.includes(to) ? [] : [{ kind: 'add' as const, label: to }]), ...left.map((label) => ({ kind: 'remove' as const, label }))]
}

/** The labels after some steps; steps already done change nothing. */
export function afterSteps(labels: readonly string[], steps: readonly LabelStep[]): readonly string[] {
  return steps.reduce<readonly string[]>((now, { kind, label }) => {
    if (kind === 'remove') return now.filter((one) => one !== label)
    return now.includes(label) ? now : [...now, label]
  }, labels)
}

/**
 * Finishes a move that was cut off between adding and removing: `truth` is the state that the ledger proves. Undefined when the labels
 * are not the two ends of one edge, because then nobody but a person can tell.
 */
export function repairMove(labels: readonly string[], machine: StateMachine, truth: string): readonly LabelStep[] | undefined {
  const [first, second, ...more] = workflowLabels(labels)
  if (first === undefined || second === undefined || more.length > 0) return undefined
  const kept = labelOf(truth)
  const stale = first === kept ? second : first
  if (first !== kept && second !== kept) return undefined
  const isEdge = machine.edges.some(({ from, to }) => (to === truth && from.map(labelOf).includes(stale)) || (labelOf(to) === stale && from.includes(truth)))
  return isEdge ? [{ kind: 'remove', label: stale }] : undefined
}
