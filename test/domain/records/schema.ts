// Published schemas, and how far the records use them.
import { readFileSync } from 'node:fs'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'

interface Node {
  readonly properties?: Readonly<Record<string, Node>>
  readonly required?: readonly string[]
  readonly items?: Node
}

export function schemaOf(name: string): Node & { readonly $defs?: Readonly<Record<string, Node>> } {
  return JSON.parse(readFileSync(`schemas/${name}.schema.json`, 'utf8')) as Node
}

export function validator(name: string): ValidateFunction {
  const ajv = new Ajv2020({ allErrors: true, strict: true, strictRequired: false, allowUnionTypes: true })
  formats.default(ajv)
  return ajv.compile(schemaOf(name))
}

/** Properties that the schema names and no value has, and required ones that a value could be without: both must be empty for equality. */
export function unused(schema: Node, values: readonly unknown[], at = ''): readonly string[] {
  const objects = values.filter((value): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value))
  const here = Object.entries(schema.properties ?? {}).flatMap(([key, child]) => {
    const found = objects.filter((one) => Object.hasOwn(one, key)).map((one) => one[key])
    const isRequired = schema.required?.includes(key) ?? false
    const name = `${at}/${key}`
    if (found.length === 0) return [`${name} never occurs`]
    const optional = !isRequired && found.length === objects.length ? [`${name} is never absent`] : []
    return [...optional, ...unused(child, found, name)]
  })
  const items = schema.items === undefined ? [] : unused(schema.items, values.flatMap((value) => (Array.isArray(value) ? value as unknown[] : [])), `${at}[]`)
  return [...here, ...items]
}
