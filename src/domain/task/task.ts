/** A unit of work whose workflow label says how far it is (SPEC A1). */
export interface Task {
  /** As people write it: `task-42`, `#17`. */
  readonly id: string
  readonly title: string
  /** Every label, in the order of the store. */
  readonly labels: readonly string[]
  /** Where it can be read: a path or a URL. */
  readonly source: string
  /** Safe for file names, from the title or the id. */
  readonly feature: string
}

export const STATE_LABEL_PREFIX = 'workflow:'

/** An edge of the state machine that a command may walk. */
export interface Edge {
  readonly via: string
  readonly from: readonly string[]
  readonly to: string
}

/** The states in order and the edges between them (SPEC A1, A2). */
export interface StateMachine {
  readonly states: readonly string[]
  /** The state of a task without a workflow label. */
  readonly initial: string
  readonly edges: readonly Edge[]
  /** `meta_workflows.run` when the file has it. */
  readonly run?: MetaWorkflow
  /** Where it was read, `built in` when there is no file. */
  readonly source: string
}

export interface MetaWorkflow {
  readonly inputState: string
  readonly outputState: string
  readonly subWorkflows: readonly string[]
  readonly mode: 'sequential' | 'parallel'
  readonly stopOnError: boolean
}
