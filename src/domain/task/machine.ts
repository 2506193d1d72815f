import type { Edge, StateMachine } from './task.ts'

/** The edges that deploying walks (SPEC A2). */
const DEPLOY_EDGES = [
  { via: 'operate', from: ['Validated'], to: 'Deployed' },
  { via: 'rollback', from: ['Deployed'], to: 'Validated' },
  { via: 'complete_from_deployed', from: ['Deployed'], to: 'Done' },
] as const satisfies readonly Edge[]

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
    ...DEPLOY_EDGES,
  ],
  source: 'built in',
}

/**
 * Adds what deploying needs and the file lacks: the edges by their names, and the states that they touch. A file from after the
 * removal of `operate` ends at Validated -> Done; that edge stays, it is another way.
 */
export function withDeployEdges(machine: StateMachine): StateMachine {
  const missing = DEPLOY_EDGES.filter((edge) => machine.edges.every((one) => one.via !== edge.via))
  const needed = [...new Set(missing.flatMap((edge) => [...edge.from, edge.to]))].filter((state) => !machine.states.includes(state))
  return { ...machine, states: ordered(machine.states, needed), edges: [...machine.edges, ...missing] }
}

/** `Deployed` stands right after `Validated`; what else is missing goes to the end. */
function ordered(states: readonly string[], needed: readonly string[]): readonly string[] {
  return needed.reduce((now, state) => {
    const after = state === 'Deployed' ? now.indexOf('Validated') : -1
    return after < 0 ? [...now, state] : now.toSpliced(after + 1, 0, state)
  }, states)
}
