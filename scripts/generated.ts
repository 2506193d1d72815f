// Files that are made from the code, so that they cannot say something else: JSON Schemas, action.yml, docs/reference/inputs.md.
import { z } from 'zod'
import { COMMANDS, INPUTS, OUTPUTS, RENAMED_INPUTS, type InputSpec } from '../src/contract.ts'
import { operateSchema } from '../src/config/operate-schema.ts'
import { workflowSchema } from '../src/config/workflow.ts'

export interface GeneratedFile {
  readonly path: string
  readonly text: string
}

/** Every generated file with its text. */
export function generatedFiles(): readonly GeneratedFile[] {
  return [
    { path: 'schemas/operate.schema.json', text: schemaText(operateSchema, { title: 'flowspec operate configuration', description: '.flowspec/operate.yml', id: 'operate' }) },
    { path: 'schemas/workflow.schema.json', text: schemaText(workflowSchema, { title: 'flowspec workflow', description: 'flowspec_workflow.yml, as far as flowspec/operate reads it', id: 'workflow' }) },
    { path: 'action.yml', text: actionText('dist') },
    { path: '.github/actions/operate/action.yml', text: actionText('../../../dist') },
    { path: 'docs/reference/inputs.md', text: inputsText() },
  ]
}

function schemaText(schema: z.ZodType, about: { readonly title: string; readonly description: string; readonly id: string }): string {
  // Draft 7 is what editors understand best.
  const { $schema, ...rest } = z.toJSONSchema(schema, { io: 'input', target: 'draft-7', reused: 'ref' })
  return `${JSON.stringify({ $schema, $id: `urn:flowspec-operate:schema:${about.id}:1`, title: about.title, description: about.description, ...rest }, null, 2)}\n`
}

function actionText(dist: string): string {
  const input = ([key, spec]: [string, InputSpec]): string =>
    [`  ${key}:`, `    description: ${quoted(spec.description)}`, '    required: false', ...(spec.default === undefined ? [] : [`    default: ${quoted(spec.default)}`])].join('\n')
  const output = ([key, description]: [string, string]): string => [`  ${key}:`, `    description: ${quoted(description)}`].join('\n')
  return `# Made from src/contract.ts by scripts/generate-schemas.ts.
name: flowspec operate
description: Takes a task from Validated to Deployed, stepwise behind a health gate, and rolls back by itself.
author: flowspec
branding:
  icon: upload-cloud
  color: blue
inputs:
${Object.entries(INPUTS).map(input).join('\n')}
outputs:
${Object.entries(OUTPUTS).map(output).join('\n')}
runs:
  using: node24
  main: ${dist}/index.js
  post: ${dist}/post.js
`
}

/** Single quotes: nothing inside is special in YAML but the quote itself. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}

function inputsText(): string {
  const row = (cells: readonly string[]): string => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  const code = (text: string): string => `\`${text}\``
  const inputs = Object.entries<InputSpec>(INPUTS).map(([key, spec]) =>
    row([code(key), spec.type, spec.default === undefined ? '' : code(spec.default), spec.commands === undefined ? 'all' : spec.commands.map(code).join(', '), spec.description]),
  )
  const outputs = Object.entries(OUTPUTS).map(([key, description]) => row([code(key), description]))
  const renamed = Object.entries(RENAMED_INPUTS).map(([old, key]) => row([code(old), code(key)]))
  return `# Inputs and outputs

Made from \`src/contract.ts\` by \`scripts/generate-schemas.ts\`.

An input of the action and an option of the command line have the same name: \`dry-run: true\` in \`with:\` is \`--dry-run\` on
the command line. \`--no-<name>\` turns a boolean off. The command is the first word of the command line and the input
\`command\` of the action: ${COMMANDS.map(code).join(', ')}.

Booleans are exactly \`true\`, \`True\`, \`TRUE\`, \`false\`, \`False\` or \`FALSE\`; anything else is refused. Durations carry their
unit: \`30s\`, \`5m\`, \`1h30m\`. An empty text counts as not given. Line breaks and invisible characters are refused. Every
mistake is reported at once, and nothing is changed.

| Name | Kind | Default | Read by | What it does |
|---|---|---|---|---|
${inputs.join('\n')}

A \`reason\` is required for \`rollback\` and with \`skip-tests\`, \`skip-state-check\`, \`skip-validation\` and \`allow-quarantined\`.
\`dry-run\` and \`validate-only\` exclude each other.

## Names from elsewhere

These are refused with the name to use instead.

| Written | Use |
|---|---|
${renamed.join('\n')}

## Outputs

| Name | What it holds |
|---|---|
${outputs.join('\n')}
`
}
