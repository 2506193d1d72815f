// `npm run bench`: runs every measurement of this folder in turn, and prints one table from the JSON of their last lines.
import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))
const COLUMNS = ['measurement', 'ours', 'reference', 'ratio', 'aim'] as const

function numberOf(found: Readonly<Record<string, unknown>>, ...keys: readonly string[]): number | undefined {
  return keys.map((key) => found[key]).find((value) => typeof value === 'number')
}

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '-'
}

/** One line of the table. A script may say `ratio` itself; otherwise it is ours over the reference. */
function rowOf(found: Readonly<Record<string, unknown>>): readonly string[] {
  const unit = typeof found['unit'] === 'string' ? ` ${found['unit']}` : ''
  const ours = numberOf(found, 'value', 'ours')
  const reference = numberOf(found, 'reference')
  const ratio = numberOf(found, 'ratio', 'speedup') ?? (ours === undefined || reference === undefined || reference === 0 ? undefined : ours / reference)
  return [
    textOf(found['name']),
    ours === undefined ? '-' : `${ours}${unit}`,
    reference === undefined ? '-' : `${reference}${unit}`,
    ratio === undefined ? '-' : ratio.toFixed(2),
    textOf(found['aim']),
  ]
}

function measure(script: string): readonly string[] | undefined {
  console.log(`\n== bench/${script}`)
  const ran = spawnSync(process.execPath, [join(here, script)], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'], maxBuffer: 1 << 26 })
  process.stdout.write(ran.stdout)
  if (ran.status !== 0) return undefined
  try {
    const found: unknown = JSON.parse(ran.stdout.trimEnd().split('\n').at(-1) ?? '')
    return typeof found === 'object' && found !== null ? rowOf(Object.fromEntries(Object.entries(found))) : undefined
  } catch {
    console.error(`bench/${script} did not end with a line of JSON.`)
    return undefined
  }
}

const scripts = readdirSync(here).filter((name) => name.endsWith('.ts') && name !== 'run.ts').sort()
const rows = scripts.map((script) => ({ script, row: measure(script) }))
const failed = rows.filter(({ row }) => row === undefined).map(({ script }) => script)
const table = [COLUMNS, COLUMNS.map((column) => '-'.repeat(column.length)), ...rows.flatMap(({ row }) => (row === undefined ? [] : [row]))]
const widths = COLUMNS.map((_, index) => Math.max(...table.map((row) => (row[index] ?? '').length)))
console.log('')
for (const row of table) console.log(`| ${row.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join(' | ')} |`)
if (failed.length > 0) console.error(`Failed: ${failed.join(', ')}`)
process.exitCode = failed.length === 0 ? 0 : 1
