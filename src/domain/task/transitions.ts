// Which edges may be walked from where, and what a refusal says (SPEC A2, A3, A4).
import { nearest } from '../nearest.ts'
import type { TaskState } from './state.ts'
import { labelOf } from './state.ts'
import { STATE_LABEL_PREFIX, type Edge, type StateMachine } from './task.ts'

/** What a command needs, what is, and what to do instead. `code` is a reason code. */
export interface Refusal {
  readonly kind: 'refused'
  readonly code: 'wrong_state' | 'ambiguous_state'
  /** The state, or the labels that contradict each other. */
  readonly current: string
  readonly required: readonly string[]
  /** What may be done from the current state. */
  readonly valid: readonly string[]
  readonly message: string
  readonly remedy: string
}

export type MayRun = { readonly kind: 'ok'; readonly edge: Edge; readonly from: string } | Refusal

/** The edge that a workflow command walks; undefined when the machine has none of that name. */
export function edgeOf(machine: StateMachine, via: string): Edge | undefined {
  return machine.edges.find((edge) => edge.via === via)
}

/** What may be done from a state: the names of its edges. */
export function validFrom(machine: StateMachine, state: string): readonly string[] {
  return [...new Set(machine.edges.filter((edge) => edge.from.includes(state)).map((edge) => edge.via))]
}

const BYPASS = 'To go on anyway give `skip-state-check` with a `reason`: it is recorded in the ledger and shown in the report.'

/** Whether a workflow command (`operate`, `rollback`, `complete_from_deployed`) may run for a task in this state. */
export function mayRun(via: string, state: TaskState, machine: StateMachine): MayRun {
  const edges = machine.edges.filter((edge) => edge.via === via)
  const required = [...new Set(edges.flatMap((edge) => edge.from))]
  if (state.kind === 'ambiguous') {
    const current = state.labels.join(', ')
    return {
      kind: 'refused',
      code: 'ambiguous_state',
      current,
      required,
      valid: [],
      message: `the task has ${state.labels.length} workflow labels: ${current}; exactly one is allowed`,
      remedy: `Remove all but the true one; \`status\` shows which one the ledger supports. ${BYPASS}`,
    }
  }
  if (state.kind === 'unknown') {
    const near = nearest(state.label.slice(STATE_LABEL_PREFIX.length), machine.states)
    const hint = near === undefined ? `States are ${machine.states.join(', ')}.` : `Did you mean \`${labelOf(near)}\`? Labels are compared exactly.`
    return {
      kind: 'refused',
      code: 'wrong_state',
      current: state.label,
      required,
      valid: [],
      message: `the label ${state.label} names no state of ${machine.source}; ${via} needs ${orList(required.map(labelOf))}`,
      remedy: `${hint} ${BYPASS}`,
    }
  }
  const edge = edges.find((one) => one.from.includes(state.state))
  if (edge !== undefined) return { kind: 'ok', edge, from: state.state }
  const valid = validFrom(machine, state.state)
  return {
    kind: 'refused',
    code: 'wrong_state',
    current: state.state,
    required,
    valid,
    message: `the task is ${state.state}; ${via} needs ${orList(required)}`,
    remedy: `From ${state.state} these are valid: ${valid.length === 0 ? 'none' : valid.join(', ')}. ${BYPASS}`,
  }
}

function orList(words: readonly string[]): string {
  return words.length === 0 ? 'a state machine that has such an edge' : words.join(' or ')
}
