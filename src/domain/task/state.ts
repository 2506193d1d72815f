import { STATE_LABEL_PREFIX, type StateMachine, type Task } from './task.ts'

/** What the labels say about a task. Anything but `state` lets nothing through. */
export type TaskState =
  | { readonly kind: 'state'; readonly state: string }
  /** Two or more workflow labels (SPEC A4). */
  | { readonly kind: 'ambiguous'; readonly labels: readonly string[] }
  /** One workflow label that names no state: another case, a blank too many, a look-alike letter (FAULTS A07). */
  | { readonly kind: 'unknown'; readonly label: string }

/** The label of a state, exactly as it is written: `workflow:In Implementation` (SPEC A1). */
export function labelOf(state: string): string {
  return `${STATE_LABEL_PREFIX}${state}`
}

/** The workflow labels of a task, each once. */
export function workflowLabels(labels: readonly string[]): readonly string[] {
  return [...new Set(labels.filter((label) => label.startsWith(STATE_LABEL_PREFIX)))]
}

/** Reads the state off the labels by exact comparison; without a workflow label a task is in the initial state. */
export function stateOf(task: Pick<Task, 'labels'>, machine: StateMachine): TaskState {
  const labels = workflowLabels(task.labels)
  const [only] = labels
  if (only === undefined) return { kind: 'state', state: machine.initial }
  if (labels.length > 1) return { kind: 'ambiguous', labels }
  const state = machine.states.find((name) => labelOf(name) === only)
  return state === undefined ? { kind: 'unknown', label: only } : { kind: 'state', state }
}
