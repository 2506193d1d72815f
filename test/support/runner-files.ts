// The files through which a step and the runner talk, read as the runner reads them (FileCommandManager.cs).
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'

const ROOT = join(import.meta.dirname, '..', '..')

/** The variables that name the files of one step, all of them empty. */
export function stepFiles(directory: string): Readonly<Record<string, string>> {
  mkdirSync(directory, { recursive: true })
  return Object.fromEntries(
    ['GITHUB_OUTPUT', 'GITHUB_STATE', 'GITHUB_ENV', 'GITHUB_PATH', 'GITHUB_STEP_SUMMARY'].map((name) => {
      const path = join(directory, name.toLowerCase())
      writeFileSync(path, '')
      return [name, path]
    }),
  )
}

/** The pairs of a command file: `name=value`, or `name<<delimiter`, lines, delimiter. Throws where the runner fails the step. */
export function readPairs(path: string): Readonly<Record<string, string>> {
  const text = readFileSync(path, 'utf8')
  const lines = text === '' ? [] : text.replace(/\n$/, '').split('\n')
  const pairs: [string, string][] = []
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? ''
    if (line === '') continue
    const equals = line.indexOf('=')
    const heredoc = line.indexOf('<<')
    if (heredoc > 0 && (equals < 0 || heredoc < equals)) {
      const end = lines.indexOf(line.slice(heredoc + 2), index + 1)
      if (end < 0) throw new Error(`${path}: no end of ${line}`)
      pairs.push([line.slice(0, heredoc), lines.slice(index + 1, end).join('\n')])
      index = end
    } else if (equals > 0) pairs.push([line.slice(0, equals), line.slice(equals + 1)])
    else throw new Error(`${path}: invalid format ${JSON.stringify(line)}`)
  }
  return Object.fromEntries(pairs)
}

/** INPUT_* of a step: every input of action.yml, with its default or empty; names in capitals, blanks as `_`, dashes as they are. */
export function inputVariables(inputs: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const action = parse(readFileSync(join(ROOT, 'action.yml'), 'utf8')) as { readonly inputs: Readonly<Record<string, { readonly default?: string }>> }
  const all = { ...Object.fromEntries(Object.entries(action.inputs).map(([name, input]) => [name, input.default ?? ''])), ...inputs }
  return Object.fromEntries(Object.entries(all).map(([name, value]) => [`INPUT_${name.replaceAll(' ', '_').toUpperCase()}`, value]))
}

export interface Command {
  readonly name: string
  readonly line: string
}

/** What the runner takes for a command in a log: `::name` at the start of a trimmed line, `##[name]` anywhere (ActionCommand.cs). */
export function commandsIn(log: string): readonly Command[] {
  return log.split(/\r\n|\n|\r/).flatMap((line) => {
    const modern = /^::([^\s:]+)(?:\s[^:]*)?::/.exec(line.trimStart())
    const old = /##\[([^\]\s]+)[^\]]*\]/.exec(line)
    return [modern, old].flatMap((match) => (match?.[1] === undefined ? [] : [{ name: match[1].toLowerCase(), line }]))
  })
}
