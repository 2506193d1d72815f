// `flowspec_workflow.yml`: the states and edges of a project, v1.1 and v2.0, with the deploy edges added when it lacks them (SPEC A2).
import { z } from 'zod'
import { mistaken, parsed, type Parsed, type Problem } from '../domain/problem.ts'
import type { Edge, MetaWorkflow, StateMachine } from '../domain/task/task.ts'
import { DEFAULT_MACHINE, withDeployEdges } from '../domain/task/machine.ts'
import { nearest } from '../domain/nearest.ts'
import { inOrder, readDocument } from './document.ts'
import { list, matching, says, word } from './forms.ts'
import type { Locate } from './locate.ts'

/** Where the file is looked for, first come first served. */
export const WORKFLOW_PATHS = ['flowspec_workflow.yml', 'flowspec_workflow.yaml', 'memory/flowspec_workflow.yml', 'memory/flowspec_workflow.yaml'] as const

const stateName = z.string(says('state')).regex(/^[^\u0000-\u001f\u007f-\u009f\s](?:[^\u0000-\u001f\u007f-\u009f]{0,98}[^\u0000-\u001f\u007f-\u009f\s])?$/u, says('state'))
const state = z.union([stateName, z.looseObject({ name: stateName }, says('mapping'))], says('state'))
const oneOrMore = z.union([stateName, list(stateName).min(1, says('empty'))], says('list'))

const metaRun = z.looseObject(
  {
    input_state: stateName.optional(),
    output_state: stateName.optional(),
    sub_workflows: list(z.union([word, z.looseObject({ workflow: word }, says('mapping'))], says('word'))).optional(),
    orchestration: z.looseObject({ mode: z.enum(['sequential', 'parallel'], { error: 'choice sequential parallel' }).optional(), stop_on_error: z.boolean(says('boolean')).optional() }, says('mapping')).optional(),
  },
  says('mapping'),
)

/** Unknown keys are kept quiet: this file belongs to other tools too. */
export const workflowSchema = z.looseObject(
  {
    version: z.union([matching('workflow-version', /^\d{1,3}\.\d{1,3}$/), z.number(says('workflow-version')).min(1, says('workflow-version')).lt(3, says('workflow-version'))], says('workflow-version')).optional(),
    states: list(state).min(1, says('empty')).optional(),
    workflows: z.record(z.string(), z.looseObject({ input_states: list(stateName).optional(), output_state: stateName.optional() }, says('mapping')), says('mapping')).optional(),
    transitions: list(z.looseObject({ from: oneOrMore, to: stateName, via: word, name: word.optional() }, says('mapping'))).optional(),
    meta_workflows: z.looseObject({ run: metaRun.optional() }, says('mapping')).optional(),
  },
  says('mapping'),
)

type WorkflowFile = z.infer<typeof workflowSchema>

/** Parses the file; absent text is the built-in machine. */
export function parseWorkflow(text: string | undefined, file: string): Parsed<StateMachine> {
  if (text === undefined) return parsed(DEFAULT_MACHINE)
  const read = readDocument(text, file, workflowSchema)
  if (!read.ok) return read
  const { value, problems, locate } = read.document
  const states = statesOf(value)
  const all = inOrder([...problems, ...(problems.length === 0 ? stateProblems(value, states, locate) : [])])
  const [first, ...others] = all
  if (first !== undefined) return mistaken(first, ...others)
  const run = metaRunOf(value)
  return parsed(withDeployEdges({ states, initial: states[0] ?? DEFAULT_MACHINE.initial, edges: edgesOf(value), ...(run === undefined ? {} : { run }), source: file }))
}

function statesOf({ states }: WorkflowFile): readonly string[] {
  if (states === undefined) return DEFAULT_MACHINE.states
  const names = states.map((one) => (typeof one === 'string' ? one : one.name))
  // A task without a label is in the first state of all, whether the file names it or not (SPEC A1).
  return names.includes(DEFAULT_MACHINE.initial) ? [DEFAULT_MACHINE.initial, ...names.filter((name) => name !== DEFAULT_MACHINE.initial)] : [DEFAULT_MACHINE.initial, ...names]
}

/** Transitions first; workflows that no transition names give an edge too. A file with neither keeps the built-in edges. */
function edgesOf({ transitions, workflows }: WorkflowFile): readonly Edge[] {
  if (transitions === undefined && workflows === undefined) return DEFAULT_MACHINE.edges
  const edges: Edge[] = (transitions ?? []).map(({ from, to, via, name }) => ({ via: via === 'manual' ? name ?? 'manual' : via, from: typeof from === 'string' ? [from] : from, to }))
  for (const [via, { input_states: from, output_state: to }] of Object.entries(workflows ?? {})) {
    if (from !== undefined && to !== undefined && edges.every((edge) => edge.via !== via)) edges.push({ via, from, to })
  }
  return merged(edges)
}

/** Edges of one name to one state are one edge from several states. */
function merged(edges: readonly Edge[]): readonly Edge[] {
  return edges.reduce<readonly Edge[]>((done, edge) => {
    const same = done.find((one) => one.via === edge.via && one.to === edge.to)
    if (same === undefined) return [...done, edge]
    return done.map((one) => (one === same ? { ...one, from: [...new Set([...one.from, ...edge.from])] } : one))
  }, [])
}

function metaRunOf(file: WorkflowFile): MetaWorkflow | undefined {
  const run = file.meta_workflows?.run
  if (run === undefined) return undefined
  return {
    inputState: run.input_state ?? 'Validated',
    outputState: run.output_state ?? 'Deployed',
    subWorkflows: (run.sub_workflows ?? []).map((one) => (typeof one === 'string' ? one : one.workflow)),
    mode: run.orchestration?.mode ?? 'sequential',
    stopOnError: run.orchestration?.stop_on_error ?? true,
  }
}

function stateProblems(file: WorkflowFile, states: readonly string[], locate: Locate): readonly Problem[] {
  const known = [...states, 'Deployed', 'Done']
  const unknown = (state: string, path: readonly PropertyKey[]): readonly Problem[] => {
    if (known.includes(state)) return []
    const near = nearest(state, known)
    return [{ code: 'config.unknown-state', what: 'there is no such state', value: state, place: locate(path), remedy: near === undefined ? 'Add it to `states`.' : `Did you mean \`${near}\`?` }]
  }
  const seen = new Set<string>()
  const twice = (file.states ?? []).flatMap((one, index): readonly Problem[] => {
    const name = typeof one === 'string' ? one : one.name
    const place = locate(['states', index])
    const again = seen.has(name)
    seen.add(name)
    return again ? [{ code: 'config.duplicate-state', what: 'this state is named twice', value: name, place, remedy: 'Keep one of them.' }] : []
  })
  const edges = (file.transitions ?? []).flatMap(({ from, to }, index) => [
    ...(typeof from === 'string' ? unknown(from, ['transitions', index, 'from']) : from.flatMap((state, at) => unknown(state, ['transitions', index, 'from', at]))),
    ...unknown(to, ['transitions', index, 'to']),
  ])
  const run = file.meta_workflows?.run
  const meta = (['input_state', 'output_state'] as const).flatMap((key) => (run?.[key] === undefined ? [] : unknown(run[key], ['meta_workflows', 'run', key])))
  return [...twice, ...edges, ...meta]
}
