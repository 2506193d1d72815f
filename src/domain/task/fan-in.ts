import type { Deployment } from '../ledger/entry.ts'

/** What production of one service runs. */
export interface ServiceFact {
  readonly service: string
  /** Whether the task's label waits for it; when no service is required, it waits for all. */
  readonly required: boolean
  readonly live?: Pick<Deployment, 'task' | 'commit' | 'outcome'>
}

/** Whether the label may move: every required service runs a verified release of this task (SPEC A7). */
export function allRequiredVerified(facts: readonly ServiceFact[], task: string): { readonly complete: boolean; readonly waiting: readonly string[] } {
  const required = facts.filter((fact) => fact.required)
  const counted = required.length === 0 ? facts : required
  const waiting = counted.filter(({ live }) => live?.outcome !== 'verified' || live.task !== task).map((fact) => fact.service)
  return { complete: counted.length > 0 && waiting.length === 0, waiting }
}
