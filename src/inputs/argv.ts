// The words of a command line: `[command] [--key[=value] | --key value]...`, each key the name of an input.
import { INPUT_KEYS, INPUTS, type InputKey } from '../contract.ts'
import type { Problem } from '../domain/problem.ts'
import { unknownInput } from './unknown.ts'

export interface Words {
  readonly values: ReadonlyMap<InputKey, string>
  readonly problems: readonly Problem[]
  readonly show?: 'help' | 'version'
}

/** `--version` alone asks for the program's version; with a value it is the name of the release. */
export function wordsOf(argv: readonly string[]): Words {
  const values = new Map<InputKey, string>()
  const problems: Problem[] = []
  let show: Words['show']
  const set = (key: InputKey, value: string): void => {
    if (values.has(key)) problems.push({ code: 'input.given-twice', what: `the option \`--${key}\` is given twice`, value: value.slice(0, 80), remedy: 'Give it once.' })
    values.set(key, value)
  }
  for (let index = 0; index < argv.length; index += 1) {
    const word = argv[index] ?? ''
    const next = argv[index + 1]
    if (word === '--help' || word === '-h' || (word === 'help' && !values.has('command'))) show = 'help'
    else if (word === '-V' || (word === '--version' && (next === undefined || next.startsWith('-')))) show ??= 'version'
    else if (!word.startsWith('-')) {
      if (!values.has('command')) values.set('command', word)
      else problems.push({ code: 'input.unexpected-word', what: 'a word that belongs to no option', value: word.slice(0, 80), remedy: 'The command is the first word; everything else is an option, such as `--task-id task-42`.' })
    } else {
      const cut = word.indexOf('=')
      const option = optionOf(cut < 0 ? word : word.slice(0, cut))
      if (option === undefined) {
        problems.push(unknownInput((cut < 0 ? word : word.slice(0, cut)).replace(/^-{1,2}/, ''), { kind: 'option' }))
        // Its value is no mistake of its own.
        if (cut < 0 && next !== undefined && !next.startsWith('-')) index += 1
      } else if (cut >= 0) set(option.key, option.negated ? `not ${word.slice(cut + 1)}` : word.slice(cut + 1))
      else if (INPUTS[option.key].type === 'boolean') set(option.key, option.negated ? 'false' : 'true')
      else if (next === undefined || next.startsWith('--')) {
        problems.push({ code: 'input.no-value', what: `the option \`--${option.key}\` needs a value`, remedy: `Write \`--${option.key} <value>\`.` })
      } else {
        set(option.key, next)
        index += 1
      }
    }
  }
  return { values, problems, ...(show === undefined ? {} : { show }) }
}

/** `--no-<key>` turns a boolean off. */
function optionOf(word: string): { readonly key: InputKey; readonly negated: boolean } | undefined {
  const plain = INPUT_KEYS.find((key) => word === `--${key}`)
  if (plain !== undefined) return { key: plain, negated: false }
  const negated = INPUT_KEYS.find((key) => word === `--no-${key}` && INPUTS[key].type === 'boolean')
  return negated === undefined ? undefined : { key: negated, negated: true }
}
