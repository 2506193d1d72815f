import { OUTPUTS, type OutputKey } from '../../src/contract.ts'
import { code, table } from './table.ts'

interface About {
  readonly when: string
  readonly example: string
}

const ABOUT = {
  decision: { when: 'always', example: 'deployed' },
  'reason-code': { when: 'always', example: 'ok' },
  result: { when: 'when the inputs and the configuration could be read', example: '{"schema_version":1,"command":"run","decision":"deployed",...}' },
  digest: { when: 'when an artifact was packed, found or deployed', example: 'sha256:02e9e0f5011f22ba38f0fc39f21a408300efd05b134db280df66fcf0a7b27e26' },
  size: { when: 'when an artifact was packed or found', example: '3072' },
  checksums: { when: 'as `size`', example: '16c94dedfdb1cfc9...  package.json' },
  version: { when: 'when something is live', example: '1.0.0+2f35e25b112a' },
  'previous-version': { when: 'when something was live before', example: '1.0.0+a47a0270c6d8' },
  environment: { when: 'when an environment was changed', example: 'production' },
  'task-state': { when: 'when there is a task', example: 'Deployed' },
  validation: { when: 'when the prerequisites were checked', example: '{"schema_version":1,"verdict":"pass","checks":[...]}' },
  'rollback-command': { when: 'when there is something to go back to', example: 'npx flowspec-operate rollback --service shop --environment production --to sha256:e755d181... --reason "<why>"' },
  'report-path': { when: 'when a report was written: not for `status` and dry runs', example: 'out/operate/report.html' },
} as const satisfies Readonly<Record<OutputKey, About>>

/** Every output with when it is set and what it looks like. */
export function outputsPage(): string {
  const rows = Object.entries<string>(OUTPUTS).map(([name, description]) => {
    const about: About = ABOUT[name as OutputKey]
    return [code(name), linked(description), about.when, code(about.example)]
  })
  return `# Outputs

Made from \`src/contract.ts\` by \`scripts/generate-reference.ts\`.

Outputs are set inside GitHub Actions, whether the run succeeded or not; a step that reads them after a failure needs
\`if: \${{ !cancelled() }}\`. On the command line the same values are in \`result.json\` beside the report, and the exit code says
the rest. What is not known is not set.

${table(['Output', 'What it holds', 'Set', 'For example'], rows)}

A later step uses them like this:

\`\`\`yaml
- uses: flowspec/operate@v1
  id: operate
  with: { command: run, task-id: task-42 }
- if: \${{ !cancelled() && steps.operate.outputs.decision == 'rolled_back' }}
  env:
    REASON: \${{ steps.operate.outputs.reason-code }}
  run: echo "rolled back, because $REASON"
\`\`\`

How long outputs are shortened is in [what a run tells you](report.md#outputs).
`
}

/** Paths of documents and schemas become links from docs/reference. */
function linked(text: string): string {
  return text.replace(/docs\/reference\/([a-z-]+\.md)/g, '[$1]($1)').replace(/(schemas\/[a-z.-]+\.json)/g, '[$1](../../$1)')
}
