import { INPUT_KEYS, RENAMED_INPUTS } from '../contract.ts'
import { knownNames, nearest } from '../domain/nearest.ts'
import type { Problem } from '../domain/problem.ts'

/** An input that does not exist: renamed ones are named, slips are recognised (FAULTS M05). */
export function unknownInput(written: string, options: { readonly kind: 'input' | 'option' }): Problem {
  const dash = options.kind === 'option' ? '--' : ''
  const renamed = Object.entries(RENAMED_INPUTS).find(([old]) => old === written)?.[1]
  const near = nearest(written, INPUT_KEYS)
  const remedy =
    renamed !== undefined ? `It is called \`${dash}${renamed}\` here.` : near !== undefined ? `Did you mean \`${dash}${near}\`?` : `Known are ${knownNames(INPUT_KEYS)}; see docs/reference/inputs.md.`
  return { code: `input.unknown-${options.kind}`, what: `there is no such ${options.kind}`, value: `${dash}${written}`.slice(0, 80), remedy }
}
