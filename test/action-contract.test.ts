import { describe, expect, it } from '@jest/globals'
import { Ajv } from 'ajv'
import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { generatedFiles } from '../scripts/generated.ts'
import { INPUTS, OUTPUTS, type InputSpec } from '../src/contract.ts'
import { SMALLEST } from '../src/config/operate.ts'

describe('the generated files', () => {
  it.each(generatedFiles())('[K4] $path is what the code makes of it', ({ path, text }) => {
    expect(readFileSync(path, 'utf8')).toBe(text)
  })
})

describe('action.yml', () => {
  it.each([['action.yml', 'dist/index.js'], ['.github/actions/operate/action.yml', '../../../dist/index.js']])('[K4] %s has the inputs and outputs of the contract', (path, main) => {
    const action = parse(readFileSync(path, 'utf8')) as { inputs: object; outputs: object; runs: object }
    expect(action.inputs).toEqual(Object.fromEntries(Object.entries<InputSpec>(INPUTS).map(([key, { description, default: value }]) => [key, { description, required: false, ...(value === undefined ? {} : { default: value }) }])))
    expect(action.outputs).toEqual(Object.fromEntries(Object.entries(OUTPUTS).map(([key, description]) => [key, { description }])))
    expect(action.runs).toMatchObject({ using: 'node24', main })
  })
})

describe('the published schema of operate.yml', () => {
  const validate = new Ajv({ strict: false }).compile(JSON.parse(readFileSync('schemas/operate.schema.json', 'utf8')) as object)

  it('[K4] accepts the smallest file and refuses slips in it', () => {
    expect(validate(parse(SMALLEST))).toBe(true)
    expect(validate(parse(SMALLEST.replace('path: dist', 'path: ../dist')))).toBe(false)
    expect(validate(parse(SMALLEST.replace('strategy', 'stratgy')))).toBe(false)
  })
})

describe('every pattern of the schemas', () => {
  const patterns = ['operate', 'workflow'].flatMap((name) => [...readFileSync(`schemas/${name}.schema.json`, 'utf8').matchAll(/"pattern": ("(?:[^"\\]|\\.)*")/g)].map(([, text = '""']) => JSON.parse(text) as string))

  it.each([...new Set(patterns)])('(M13) %s ends on pumped texts: one that backtracks would run into the limit of the test', (pattern) => {
    const expression = new RegExp(pattern, 'u')
    for (const head of ['', '/', '$.', 'refs/', 'https://', 'a']) {
      for (const pump of ['a', '1', '.', '-', '/', 'a/', '../', '[0]', '.a', ' ', '1h', 'a.', '0.']) expect(expression.test(`${head}${pump.repeat(20_000)}\n`)).toBe(false)
    }
  })
})
