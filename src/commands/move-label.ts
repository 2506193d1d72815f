// The task's label follows what the ledgers prove, never the other way round (SPEC A4, A7).
import type { Deployment } from '../domain/ledger/entry.ts'
import type { ServiceSettings } from '../domain/policy/settings.ts'
import { allRequiredVerified } from '../domain/task/fan-in.ts'
import { labelMove, type LabelStep } from '../domain/task/label-move.ts'
import { stateOf } from '../domain/task/state.ts'
import { edgeOf } from '../domain/task/transitions.ts'
import type { Context } from '../context.ts'
import type { RunRecorder } from '../recorder.ts'

/** What production of a service runs, by its ledger. */
export async function productionOf(context: Context, service: ServiceSettings): Promise<Deployment | undefined> {
  const production = service.environments.find((environment) => environment.production)
  if (production === undefined) return undefined
  const head = await context.ledger.read({ service: service.name, environment: production.name })
  return head?.entry.state.live
}

/** Adds and removes labels one by one; each step may be repeated. */
export async function applySteps(context: Context, task: string, steps: readonly LabelStep[]): Promise<void> {
  for (const step of steps) {
    if (step.kind === 'add') await context.tasks.addLabel(task, step.label)
    else await context.tasks.removeLabel(task, step.label)
  }
}

/** Moves a task along an edge once every required service is verified; returns the state it has afterwards. */
export async function moveTask(context: Context, recorder: RunRecorder, options: { readonly task: string; readonly via: 'operate' | 'rollback' }): Promise<{ readonly moved: boolean; readonly note: string }> {
  const task = await context.tasks.find(options.task)
  const edge = edgeOf(context.machine, options.via)
  if (task === undefined) return { moved: false, note: `task ${options.task} is gone; its label was not moved` }
  if (edge === undefined) return { moved: false, note: `${context.machine.source} has no edge ${options.via}; the label stays` }
  if (options.via === 'operate') {
    const facts = await Promise.all(context.settings.services.map(async (service) => {
      const live = await productionOf(context, service)
      return { service: service.name, required: service.required, ...(live === undefined ? {} : { live }) }
    }))
    const { complete, waiting } = allRequiredVerified(facts, task.id)
    if (!complete) return { moved: false, note: `${task.id} waits for ${waiting.join(', ')}` }
  }
  const state = stateOf(task, context.machine)
  // After a bypass the task leaves the state it really was in.
  const from = state.kind === 'state' && !edge.from.includes(state.state) ? [...edge.from, state.state] : edge.from
  const steps = labelMove(task.labels, { from, to: edge.to })
  await applySteps(context, task.id, steps)
  const before = state.kind === 'state' ? state.state : task.labels.join(', ')
  recorder.note({ task: { id: task.id, title: task.title, state: before, feature: task.feature, ...(steps.length === 0 ? {} : { moved_to: edge.to }) } })
  return { moved: steps.length > 0, note: steps.length > 0 ? `${task.id} is ${edge.to}` : `${task.id} was ${edge.to} already` }
}
