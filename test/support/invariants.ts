// What must hold once nothing works on an environment any more, whatever happened before (FAULTS, invariants I1-I12).
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { survivors } from './survivors.ts'
import type { Workspace } from './workspace.ts'

const ROOT = join(import.meta.dirname, '..', '..')
const ENVIRONMENTS = ['staging', 'production']

/** Every broken invariant in words; none when all is well. */
export async function brokenInvariants(workspace: Workspace, options: { readonly task?: string; readonly service?: string } = {}): Promise<readonly string[]> {
  const { task = 'task-1', service } = options
  const broken: string[] = []
  for (const environment of ENVIRONMENTS) {
    const state = await workspace.state(environment, service)
    const say = (text: string): void => void broken.push(`${environment}: ${text}`)
    if (state.lease !== undefined) say(`locked by ${state.lease.owner.id}`)
    if (state.current !== undefined) say(`${state.current.deployment.version} is still ${state.current.rollout.phase}`)
    for (const finding of await workspace.chain(environment, service)) say(`chain: ${JSON.stringify(finding)}`)
    for (const deployment of state.deployments) if (deployment.outcome === 'running') say(`${deployment.id} never ended`)
    const observed = await workspace.observe(environment, service)
    const weights = (observed?.releases ?? []).filter((release) => release.weight > 0).map((release) => `${release.digest} ${release.weight}`)
    const expected = state.live === undefined ? [] : [`${state.live.digest} 100`]
    if (JSON.stringify(weights) !== JSON.stringify(expected)) say(`traffic is ${JSON.stringify(weights)}, the ledger says ${JSON.stringify(expected)}`)
    if (state.live !== undefined && (await workspace.live(environment, service)) !== state.live.digest) say('what is live does not serve')
    if (state.live !== undefined && state.live.outcome !== 'verified') say(`live is ${state.live.outcome}`)
  }
  const live = (await workspace.state('production', service)).live
  const workflow = workspace.labels(task).filter((label) => label.startsWith('workflow:'))
  const wanted = live?.task === task ? ['workflow:Deployed'] : ['workflow:Validated']
  if (JSON.stringify(workflow) !== JSON.stringify(wanted)) broken.push(`${task} has ${JSON.stringify(workflow)}, the ledger says ${JSON.stringify(wanted)}`)
  if (!workspace.labels(task).includes('backend')) broken.push(`${task} lost a label of its team`)
  return [...broken, ...survivors(workspace).map((survivor) => `left running: ${survivor}`)]
}

const validators = new Map<string, ValidateFunction>()

/** What a published schema finds wrong with a value. */
export function schemaFaults(name: string, value: unknown): unknown {
  const validate = validators.get(name) ?? validatorOf(name)
  validators.set(name, validate)
  return validate(value) ? [] : validate.errors
}

function validatorOf(name: string): ValidateFunction {
  const ajv = new Ajv2020({ allErrors: true, strict: true, strictRequired: false, allowUnionTypes: true })
  formats.default(ajv)
  return ajv.compile(JSON.parse(readFileSync(join(ROOT, 'schemas', `${name}.schema.json`), 'utf8')) as object)
}
