// GitHub's own description of its API as a judge of requests and answers.
import { Ajv, type ValidateFunction } from 'ajv'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

interface Operation {
  readonly method: string
  readonly path: string
  readonly request?: object
  readonly responses: Readonly<Record<string, object | null>>
}

const document = JSON.parse(readFileSync(join(import.meta.dirname, 'openapi.json'), 'utf8')) as { readonly operations: readonly Operation[]; readonly schemas: object }
const compiled = new Map<object, ValidateFunction>()

/** Operations of which the fake gives only the part that is read: what it gives must fit, the rest may be missing. */
const PARTIAL = ['/repos/{owner}/{repo}/pulls/{pull_number}', '/repos/{owner}/{repo}/actions/runs/{run_id}/attempts/{attempt_number}']

const withoutRequired = (value: unknown): unknown =>
  Array.isArray(value) ? value.map(withoutRequired) : typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value).filter(([key, child]) => key !== 'required' || !Array.isArray(child)).map(([key, child]) => [key, withoutRequired(child)])) : value

export const OPERATIONS = document.operations

/** The operation that a call below a repository belongs to. */
export function operationOf(method: string, path: string): Operation | undefined {
  return document.operations.find((operation) => {
    const pattern = operation.path
      .slice('/repos/{owner}/{repo}/'.length)
      .replace(/\{ref\}/, '.+')
      .replace(/\{[a-z_]+\}/g, '[^/]+')
    return operation.method === method && new RegExp(`^${pattern}$`).test(path)
  })
}

/** What is wrong with a call: an empty list when GitHub could have had it. */
export function mistakesOf(call: { readonly method: string; readonly path: string; readonly status: number; readonly body: unknown; readonly request: unknown }): readonly string[] {
  const operation = operationOf(call.method, call.path)
  if (operation === undefined) return [`${call.method} ${call.path} is no operation that was extracted`]
  const asked = operation.request === undefined || call.request === undefined ? [] : check(operation, operation.request, call.request, 'request')
  if (call.status === 304) return asked
  const response = operation.responses[String(call.status)]
  // The description leaves out refusals that every endpoint can give.
  if (response === undefined) return [401, 403, 404].includes(call.status) ? asked : [...asked, `${call.method} ${call.path} does not answer ${call.status}`]
  return response === null ? asked : [...asked, ...check(operation, response, call.body, `answer ${call.status}`)]
}

function check(operation: Operation, schema: object, value: unknown, what: string): readonly string[] {
  const validate = compiled.get(schema) ?? compile(operation, schema)
  compiled.set(schema, validate)
  return validate(value) ? [] : (validate.errors ?? []).map((error) => `${operation.method} ${operation.path} ${what}: ${error.instancePath} ${error.message ?? ''}`)
}

function compile(operation: Operation, schema: object): ValidateFunction {
  const whole = { ...schema, schemas: document.schemas }
  return new Ajv({ strict: false, allErrors: true }).compile((PARTIAL.includes(operation.path) ? withoutRequired(whole) : whole) as object)
}
