import { describe, expect, it } from '@jest/globals'
import { parseWorkflow, WORKFLOW_PATHS } from '../../src/config/workflow.ts'
import { DEFAULT_MACHINE } from '../../src/domain/task/machine.ts'
import { renderProblem } from '../../src/domain/report/render-problem.ts'

const messages = (text: string): readonly string[] => {
  const read = parseWorkflow(text, 'w.yml')
  return read.ok ? [] : read.problems.map(renderProblem)
}

describe('the state machine file', () => {
  it('[A2] is looked for at the root, then in memory/, and built in without', () => {
    expect(WORKFLOW_PATHS[0]).toBe('flowspec_workflow.yml')
    expect(WORKFLOW_PATHS).toContain('memory/flowspec_workflow.yml')
    expect(parseWorkflow(undefined, '')).toEqual({ ok: true, value: DEFAULT_MACHINE })
  })

  it('[A2] of v2.0 gets the deploy edges it lost, keeps unknown keys quiet, and honours meta_workflows.run', () => {
    const read = parseWorkflow(`version: "2.0"
roles: { primary: dev }
states: [To Do, Assessed, { name: Validated, description: x }, Done]
workflows: { assess: { command: /flow:assess, input_states: [To Do], output_state: Assessed, agents: [a] } }
transitions: [{ name: complete_from_validated, from: Validated, to: Done, via: manual, validation: NONE }]
meta_workflows: { run: { input_state: Validated, output_state: Deployed, sub_workflows: [operate, { workflow: x }], orchestration: { mode: parallel, stop_on_error: false } } }
`, 'w.yml')
    expect(read).toMatchObject({
      ok: true,
      value: {
        states: ['To Do', 'Assessed', 'Validated', 'Deployed', 'Done'],
        edges: [{ via: 'complete_from_validated' }, { via: 'assess', from: ['To Do'], to: 'Assessed' }, { via: 'operate' }, { via: 'rollback' }, { via: 'complete_from_deployed' }],
        run: { inputState: 'Validated', outputState: 'Deployed', subWorkflows: ['operate', 'x'], mode: 'parallel', stopOnError: false },
        source: 'w.yml',
      },
    })
  })

  it('[A2] of v1.1 keeps its own deploy edges, merged by name', () => {
    const read = parseWorkflow(`version: 1.1
states: [Ready, Validated, Deployed, Done]
transitions:
  - { from: Validated, to: Deployed, via: operate }
  - { from: Ready, to: Deployed, via: operate }
  - { from: [Deployed], to: Validated, via: rollback }
meta_workflows: { run: {} }
`, 'w.yml')
    expect(read).toMatchObject({ ok: true, value: { initial: 'To Do', states: ['To Do', 'Ready', 'Validated', 'Deployed', 'Done'], edges: [{ via: 'operate', from: ['Validated', 'Ready'] }, { via: 'rollback' }, { via: 'complete_from_deployed' }], run: { mode: 'sequential', stopOnError: true } } })
  })

  it('[A2] keeps the built-in edges when the file names none', () => {
    expect(parseWorkflow('description: x', 'w.yml')).toMatchObject({ ok: true, value: { edges: DEFAULT_MACHINE.edges, states: DEFAULT_MACHINE.states } })
  })

  it.each([
    ['states: [A, A]\ntransitions: [{ from: B, to: Validatd, via: x }]\nmeta_workflows: { run: { input_state: Q } }\n', [
      'w.yml:1:13: this state is named twice: A. Keep one of them.',
      'w.yml:2:23: there is no such state: B. Add it to `states`.',
      'w.yml:2:30: there is no such state: Validatd. Add it to `states`.',
      'w.yml:3:39: there is no such state: Q. Add it to `states`.',
    ]],
    ['version: 3.5\n', ['w.yml:1:10: `version` is not a version: 3.5. Write `version: "2.0"`.']],
    ['meta_workflows: { run: { orchestration: { mode: serial } } }\n', [expect.stringContaining('is none of the choices: serial. Use `sequential`, `parallel`.')]],
    ['states: [" x"]\n', [expect.stringContaining('`states.0` is not a state')]],
  ])('[B1] wrong file %#', (text, expected) => {
    expect(messages(text)).toEqual(expected)
  })
})
