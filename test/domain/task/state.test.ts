import { describe, expect, it } from '@jest/globals'
import { labelOf, stateOf, workflowLabels } from '../../../src/domain/task/state.ts'
import { DEFAULT_MACHINE, withDeployEdges } from '../../../src/domain/task/machine.ts'
import { edgeOf, mayRun, validFrom } from '../../../src/domain/task/transitions.ts'

const machine = DEFAULT_MACHINE

describe('the state of a task', () => {
  it.each([
    [[], 'To Do'],
    [['bug'], 'To Do'],
    [['bug', 'workflow:In Implementation'], 'In Implementation'],
    [['workflow:Validated', 'workflow:Validated'], 'Validated'],
    [['Workflow:Validated', ' workflow:Done'], 'To Do'],
  ])('[A1] of labels %j is %s', (labels, state) => {
    expect(stateOf({ labels }, machine)).toEqual({ kind: 'state', state })
  })

  it.each(['workflow:validated', 'workflow:Validated ', 'workflow: Validated', 'workflow:V\u0430lidated', 'workflow:'])('[A1] takes %j for no state (A07)', (label) => {
    expect(stateOf({ labels: [label] }, machine)).toEqual({ kind: 'unknown', label })
  })

  it('[A4] names every label of an ambiguous task once', () => {
    const labels = ['workflow:Validated', 'x', 'workflow:Deployed', 'workflow:Validated']
    expect(stateOf({ labels }, machine)).toEqual({ kind: 'ambiguous', labels: ['workflow:Validated', 'workflow:Deployed'] })
    expect(workflowLabels(labels)).toHaveLength(2)
    expect(labelOf('To Do')).toBe('workflow:To Do')
  })
})

describe('what may run', () => {
  it('[A2] walks operate from Validated to Deployed', () => {
    expect(mayRun('operate', { kind: 'state', state: 'Validated' }, machine)).toEqual({ kind: 'ok', edge: edgeOf(machine, 'operate'), from: 'Validated' })
    expect(mayRun('complete_from_deployed', { kind: 'state', state: 'Deployed' }, machine)).toMatchObject({ kind: 'ok', from: 'Deployed', edge: { to: 'Done' } })
    expect(validFrom(machine, 'Deployed')).toEqual(['rollback', 'complete_from_deployed'])
  })

  it('[A3] refuses another state with current, required and valid, and says how to bypass', () => {
    expect(mayRun('operate', { kind: 'state', state: 'In Implementation' }, machine)).toEqual({
      kind: 'refused',
      code: 'wrong_state',
      current: 'In Implementation',
      required: ['Validated'],
      valid: ['validate'],
      message: 'the task is In Implementation; operate needs Validated',
      remedy: 'From In Implementation these are valid: validate. To go on anyway give `skip-state-check` with a `reason`: it is recorded in the ledger and shown in the report.',
    })
    expect(mayRun('operate', { kind: 'state', state: 'Done' }, machine)).toMatchObject({ valid: [], remedy: expect.stringContaining('valid: none') })
  })

  it('[A3] refuses a command without an edge', () => {
    expect(mayRun('fly', { kind: 'state', state: 'Done' }, machine)).toMatchObject({ required: [], message: 'the task is Done; fly needs a state machine that has such an edge' })
  })

  it('[A4] refuses an ambiguous task, names the labels and says how to repair it', () => {
    expect(mayRun('operate', { kind: 'ambiguous', labels: ['workflow:Validated', 'workflow:Done'] }, machine)).toMatchObject({
      code: 'ambiguous_state',
      current: 'workflow:Validated, workflow:Done',
      message: 'the task has 2 workflow labels: workflow:Validated, workflow:Done; exactly one is allowed',
      remedy: expect.stringContaining('Remove all but the true one'),
    })
  })

  it.each([
    ['workflow:validated', 'Did you mean `workflow:Validated`? Labels are compared exactly.'],
    ['workflow:Zzz', 'States are To Do, Assessed'],
  ])('[A3] refuses the unknown label %s with a hint', (label, hint) => {
    expect(mayRun('operate', { kind: 'unknown', label }, machine)).toMatchObject({ kind: 'refused', code: 'wrong_state', current: label, remedy: expect.stringContaining(hint) })
  })
})

describe('the deploy edges', () => {
  it('[A2] are added with their states when the file lacks them, and not twice', () => {
    const bare = { states: ['To Do', 'Validated', 'Done'], initial: 'To Do', edges: [{ via: 'x', from: ['To Do'], to: 'Validated' }], source: 'f' }
    const full = withDeployEdges(bare)
    expect(full.states).toEqual(['To Do', 'Validated', 'Deployed', 'Done'])
    expect(full.edges.map((edge) => edge.via)).toEqual(['x', 'operate', 'rollback', 'complete_from_deployed'])
    expect(withDeployEdges(full)).toEqual(full)
    expect(withDeployEdges({ ...bare, states: ['A'], edges: [] }).states).toEqual(['A', 'Validated', 'Deployed', 'Done'])
  })

  it('[A2] lie between the states that meta_workflows.run names', () => {
    const run = { inputState: 'Approved', outputState: 'Live', subWorkflows: [], mode: 'sequential', stopOnError: true } as const
    const { edges, states } = withDeployEdges({ states: ['To Do', 'Approved', 'Done'], initial: 'To Do', edges: [], run, source: 'f' })
    expect(states).toEqual(['To Do', 'Approved', 'Live', 'Done'])
    expect(edges).toEqual([
      { via: 'operate', from: ['Approved'], to: 'Live' },
      { via: 'rollback', from: ['Live'], to: 'Approved' },
      { via: 'complete_from_deployed', from: ['Live'], to: 'Done' },
    ])
  })
})
