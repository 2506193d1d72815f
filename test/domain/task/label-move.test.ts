import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { allRequiredVerified } from '../../../src/domain/task/fan-in.ts'
import { afterSteps, labelMove, repairMove } from '../../../src/domain/task/label-move.ts'
import { DEFAULT_MACHINE } from '../../../src/domain/task/machine.ts'
import { workflowLabels } from '../../../src/domain/task/state.ts'
import { edgeOf } from '../../../src/domain/task/transitions.ts'

const operate = edgeOf(DEFAULT_MACHINE, 'operate') ?? { from: [], to: '' }

describe('moving the label', () => {
  it('[A7] adds first, then removes only the label of the state that was left', () => {
    expect(labelMove(['bug', 'workflow:Validated', 'workflow:Planned'], operate)).toEqual([
      { kind: 'add', label: 'workflow:Deployed' },
      { kind: 'remove', label: 'workflow:Validated' },
    ])
  })

  it('[A7] ends the same wherever it was cut off, and never leaves a task without a label', () => {
    const before = ['a', 'workflow:Validated', 'b']
    const steps = labelMove(before, operate)
    for (let done = 0; done <= steps.length; done += 1) {
      const cut = afterSteps(before, steps.slice(0, done))
      expect(workflowLabels(cut).length).toBeGreaterThan(0)
      expect(afterSteps(cut, labelMove(cut, operate))).toEqual(['a', 'b', 'workflow:Deployed'])
    }
  })

  it('[A7] touches no foreign label, whatever there is', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.string(), fc.constantFrom('workflow:Validated', 'workflow:Deployed', 'workflow:Done'))), (labels) => {
        const after = afterSteps(labels, labelMove(labels, operate))
        const foreign = (all: readonly string[]): readonly string[] => all.filter((label) => label !== 'workflow:Validated' && label !== 'workflow:Deployed')
        expect(foreign(after)).toEqual(foreign(labels))
        expect(labelMove(after, operate)).toEqual([])
      }),
    )
  })

  it('[A7] adds nothing twice', () => {
    expect(afterSteps(['x'], [{ kind: 'add', label: 'x' }])).toEqual(['x'])
  })
})

describe('repairing a half-done move', () => {
  it.each([
    [['workflow:Validated', 'workflow:Deployed'], 'Deployed', 'workflow:Validated'],
    [['workflow:Deployed', 'workflow:Validated', 'bug'], 'Validated', 'workflow:Deployed'],
  ])('[A4] of %j with the truth %s removes %s', (labels, truth, stale) => {
    expect(repairMove(labels, DEFAULT_MACHINE, truth)).toEqual([{ kind: 'remove', label: stale }])
  })

  it.each([
    [[], 'Deployed'],
    [['workflow:Deployed'], 'Deployed'],
    [['workflow:Validated', 'workflow:Deployed', 'workflow:Done'], 'Deployed'],
    [['workflow:Validated', 'workflow:Deployed'], 'Done'],
    [['workflow:Planned', 'workflow:Deployed'], 'Deployed'],
    [['workflow:Planned', 'workflow:Deployed'], 'Planned'],
  ])('[A4] leaves %j with the truth %s to a person', (labels, truth) => {
    expect(repairMove(labels, DEFAULT_MACHINE, truth)).toBeUndefined()
  })
})

describe('several services', () => {
  const live = { task: 'task-1', commit: 'c', outcome: 'verified' as const }
  it.each([
    [[{ service: 'a', required: true, live }], true, []],
    [[{ service: 'a', required: true, live }, { service: 'b', required: true }], false, ['b']],
    [[{ service: 'a', required: true, live }, { service: 'b', required: false }], true, []],
    [[{ service: 'a', required: false, live }, { service: 'b', required: false }], false, ['b']],
    [[{ service: 'a', required: true, live: { ...live, task: 'task-10' } }], false, ['a']],
    [[{ service: 'a', required: true, live: { ...live, outcome: 'failed' as const } }], false, ['a']],
    [[], false, []],
  ])('[A7] %# complete only when every required one runs a verified release of the task', (facts, complete, waiting) => {
    expect(allRequiredVerified(facts, 'task-1')).toEqual({ complete, waiting })
  })
})
