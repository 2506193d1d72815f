import type { Rollout, Step } from './rollout.ts'

/** The step a rollout is at. The index is only ever moved inside the list, whose last weight is 100. */
export function stepOf(rollout: Rollout): Step {
  const [first, ...others] = rollout.spec.steps
  return [first, ...others][rollout.step] ?? first
}

/** Whether no step comes after this one. */
export function isLastStep(rollout: Rollout): boolean {
  return rollout.step >= rollout.spec.steps.length - 1
}
