// Inputs that are each right and make no sense together.
import { INPUTS, type InputKey, type InputSpec } from '../contract.ts'
import type { Problem } from '../domain/problem.ts'
import type { Intent } from './intent.ts'

const BYPASSES = [
  ['skipTests', 'skip-tests'],
  ['skipStateCheck', 'skip-state-check'],
  ['skipValidation', 'skip-validation'],
  ['allowQuarantined', 'allow-quarantined'],
] as const satisfies readonly (readonly [keyof Intent, InputKey])[]

/** Contradictions, inputs that the command does not read, and bypasses without a reason (SPEC A3, G1). */
export function combinationProblems(intent: Intent, options: { readonly set: readonly InputKey[]; readonly name: (key: InputKey) => string; readonly isCommandKnown: boolean }): readonly Problem[] {
  const { set, name } = options
  const problems: Problem[] = []
  if (intent.dryRun && intent.validateOnly) {
    problems.push({ code: 'input.contradiction', what: `${name('dry-run')} and ${name('validate-only')} exclude each other`, remedy: 'Choose one: `validate-only` stops after the checks, `dry-run` goes on to print the plan.' })
  }
  const bypasses = BYPASSES.flatMap(([key, input]) => (intent[key] ? [input] : []))
  const why = [...(intent.command === 'rollback' && options.isCommandKnown ? ['a rollback'] : []), ...bypasses.map((key) => `\`${key}\``)]
  if (intent.reason === undefined && why.length > 0 && !set.includes('reason')) {
    problems.push({ code: 'input.reason-missing', what: `${why.join(' and ')} ${why.length === 1 ? 'needs' : 'need'} a reason`, remedy: `Say why in ${name('reason')}; it is kept in the ledger and shown in the report.` })
  }
  for (const key of options.isCommandKnown ? set : []) {
    const { commands }: InputSpec = INPUTS[key]
    if (commands !== undefined && !commands.includes(intent.command)) {
      problems.push({ code: 'input.not-read', what: `${name(key)} means nothing to \`${intent.command}\``, remedy: `Leave it out, or use it with ${commands.map((command) => `\`${command}\``).join(', ')}.` })
    }
  }
  return problems
}
