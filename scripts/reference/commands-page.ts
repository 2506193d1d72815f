import { COMMANDS, type Command } from '../../src/contract.ts'
import { helpText } from '../../src/help.ts'
import { COMMAND_EXAMPLES } from './command-examples.ts'
import { code } from './table.ts'

interface About {
  readonly reads: string
  readonly writes: string
  readonly ends: string
}

const RECORDS = '[records](records.md), [events](events.md), the deployment log, the report'

const ABOUT = {
  run: {
    reads: 'the task, the constitution, the commit that is checked out, the ledgers, the targets',
    writes: `the artifact with SBOM and provenance, every environment and its ledger, the release tag, the task's label, changelog, runbook, ${RECORDS}`,
    ends: '0 `deployed`, `nothing_to_do`, or `promoted` with `--no-auto-deploy`; 1 `rolled_back` or `failed`; 2 `refused`',
  },
  gate: {
    reads: 'the task, the constitution, the targets; it runs the commands of `gate.tests`',
    writes: 'the report. A bypass is recorded in the ledger, and a label move that had been cut off is finished',
    ends: '0 `validated`; 2 `refused`; 1 when a target cannot be reached',
  },
  package: {
    reads: 'the commit that is checked out; a file of the artifact that was changed since is refused',
    writes: 'the store, the ledger of `build`, a key pair when there is none, events, the deployment log, the report',
    ends: '0 `packaged`, also when this commit was packaged before; 2 `refused`; 1 `failed`',
  },
  verify: {
    reads: 'the store, the ledger of `build`, the policy of the environment (production when none is named)',
    writes: 'the report',
    ends: '0 `verified`; 2 `refused`',
  },
  deploy: {
    reads: 'as `run`; the artifact must have been packaged before, and verified in the environment before this one',
    writes: `one environment (production when none is named) and its ledger, ${RECORDS}. No label and no tag: that is \`finalize\``,
    ends: '0 `deployed` (production), `promoted` (any other) or `nothing_to_do`; 1 `rolled_back` or `failed`; 2 `refused`',
  },
  rollback: {
    reads: 'the ledger of the environment (production when none is named), the store, the target. The state of the task does not matter, nor does the commit that is checked out',
    writes: `the environment and its ledger, the label of the task whose release was taken away, a draft of an incident, ${RECORDS}`,
    ends: '0 `rolled_back` or `nothing_to_do`; 1 `failed`; 2 `refused`',
  },
  finalize: {
    reads: 'what production runs, by its ledger; the task must be Validated, or Deployed with this commit',
    writes: "the release tag, changelog, runbook, the task's label, the ledger of production, events, the report",
    ends: '0 `deployed` or `nothing_to_do`; 1 `failed`; 2 `refused`',
  },
  reconcile: {
    reads: 'every ledger of the service, every target',
    writes: 'what is needed: a rollout that was left behind is finished or rolled back, a lock of a run that is gone is freed, a target that does not run what the ledger says is restored, a label move that had been cut off is finished',
    ends: '0 `reconciled` or `nothing_to_do`; 1 `failed`; 2 `refused`',
  },
  status: {
    reads: 'every ledger of the service, from the first entry to the last',
    writes: 'nothing',
    ends: '0 `reported`; 2 when a ledger cannot be read',
  },
} as const satisfies Readonly<Record<Command, About>>

/** A section for each command: what it does, reads, writes, how it ends, and what it prints. */
export function commandsPage(): string {
  return `# Commands

Made from \`src/help.ts\` by \`scripts/generate-reference.ts\`; the outputs are of real runs, shortened where \`...\` stands.

\`npx flowspec-operate <command>\` on a command line, \`command: <command>\` in a workflow. \`--help\` after a command lists its
options; all of them are in [inputs](inputs.md). The exit codes and every reason are in [reasons](reasons.md).

Every command but \`status\` and a dry run writes the [report](report.md) to \`out/operate\`.

${COMMANDS.map(section).join('\n\n')}
`
}

function section(command: Command): string {
  const { reads, writes, ends } = ABOUT[command]
  const { sentences, examples } = helpOf(command)
  const { command: shown, output } = COMMAND_EXAMPLES[command]
  return [
    `## ${command}`,
    sentences,
    [`- Reads: ${reads}.`, `- Writes: ${writes}.`, `- Ends: ${ends}.`].join('\n'),
    `For example: ${examples.map(code).join(', ')}.`,
    `\`\`\`text\n$ npx flowspec-operate ${shown}\n${output.trim()}\n\`\`\``,
  ].join('\n\n')
}

/** The sentences and examples of a command's own help, so that this page says what \`--help\` says. */
function helpOf(command: Command): { readonly sentences: string; readonly examples: readonly string[] } {
  const [, sentences = '', ...others] = helpText(command).split('\n\n')
  const examples = others.find((part) => part.startsWith('Examples:')) ?? ''
  return {
    sentences: sentences.replace(/\n/g, ' '),
    examples: examples.split('\n').slice(1).map((line) => line.trim().replace('flowspec-operate ', '')),
  }
}
