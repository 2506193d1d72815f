import type { Edge, MetaWorkflow, StateMachine } from './task.ts'

/** The edges that deploying walks (SPEC A2), between the two states that a project may name in `meta_workflows.run`. */
function deployEdges(run: Pick<MetaWorkflow, 'inputState' | 'outputState'>): readonly Edge[] {
  return [
    { via: 'operate', from: [run.inputState], to: run.outputState },
    { via: 'rollback', from: [run.outputState], to: run.inputState },
    { via: 'complete_from_deployed', from: [run.outputState], to: 'Done' },
  ]
}

const DEFAULT_RUN = { inputState: 'Validated', outputState: 'Deployed' } as const

/** The states and edges of a project that says nothing (SPEC A1, A2). */
export const DEFAULT_MACHINE: StateMachine = {
  states: ['To Do', 'Assessed', 'Specified', 'Researched', 'Planned', 'In Implementation', 'Validated', 'Deployed', 'Done'],
  initial: 'To Do',
  edges: [
    { via: 'assess', from: ['To Do'], to: 'Assessed' },
    { via: 'specify', from: ['Assessed'], to: 'Specified' },
    { via: 'research', from: ['Specified'], to: 'Researched' },
    { via: 'plan', from: ['Specified', 'Researched'], to: 'Planned' },
    { via: 'implement', from: ['Planned'], to: 'In Implementation' },
    { via: 'validate', from: ['In Implementation'], to: 'Validated' },
    ...deployEdges(DEFAULT_RUN),
  ],
  source: 'built in',
}

/**
 * Adds what deploying needs and the file lacks: the edges by their names, and the states that they touch. A file from after the
 * removal of `operate` ends at Validated -> Done; that edge stays, it is another way.
 */
export function withDeployEdges(machine: StateMachine): StateMachine {
  const run = machine.run ?? DEFAULT_RUN
  const missing = deployEdges(run).filter((edge) => machine.edges.every((one) => one.via !== edge.via))
  const needed = [...new Set(missing.flatMap((edge) => [...edge.from, edge.to]))].filter((state) => !machine.states.includes(state))
  return { ...machine, states: ordered(machine.states, needed, run), edges: [...machine.edges, ...missing] }
}

/** The state after deploying stands right after the one before; what else is missing goes to the end. */
function ordered(states: readonly string[], needed: readonly string[], run: Pick<MetaWorkflow, 'inputState' | 'outputState'>): readonly string[] {
  return needed.reduce((now, state) => {
    const after = state === run.outputState ? now.indexOf(run.inputState) : -1
    return after < 0 ? [...now, state] : now.toSpliced(after + 1, 0, state)
  }, states)
}
