// A team with its repository, its issues and its ledger on a fake GitHub, and one approved task.
import { GitHub } from '../../../src/adapters/github/client.ts'
import { openGitHubLedger } from '../../../src/adapters/github/ledger.ts'
import { verifyChain } from '../../../src/domain/ledger/chain.ts'
import { collect } from '../../contract/ledger-contract.ts'
import { realClock } from '../real-clock.ts'
import type { StepOptions } from '../runner.ts'
import { createWorkspace, quickConfig, type Workspace } from '../workspace.ts'
import { startFakeGitHub, type FakeGitHub } from './server.ts'
import { addIssue, addSourceCommit, addUser, label, type User } from './state.ts'

export const VALIDATED = 'workflow:Validated'
export const DEPLOYED = 'workflow:Deployed'

export interface Team {
  readonly workspace: Workspace
  readonly fake: FakeGitHub
  /** Has the role `write`. */
  readonly dana: User
  /** A commit of the service, pushed. */
  release(version: string): void
  /** One more approved task. */
  task(number: number): void
  /** A step that the label on #17 has started. */
  step(changes?: StepOptions): StepOptions
  labels(number?: number): readonly string[]
  /** Kinds of the entries, oldest first; throws when the chain does not hold together. */
  history(environment?: string): Promise<readonly string[]>
  /** GitHub ends the workflow run of a step. */
  end(ran: { readonly state: Readonly<Record<string, string>> }): void
  close(): Promise<void>
}

export async function startTeam(): Promise<Team> {
  const fake = await startFakeGitHub({ repository: 'example/hello', prefix: '/api/v3' })
  const operate = quickConfig({ more: 'tasks: { store: github }' }).replace('ledger: { lease: 15s }', 'ledger: { store: github, lease: 15s }')
  const workspace = createWorkspace({ operate })
  const ledger = openGitHubLedger(new GitHub({ baseUrl: fake.baseUrl, repository: fake.repository, token: fake.token, clock: realClock }), 'refs/flowspec')
  const dana = addUser(fake.state, 'dana', 'write')
  const team: Team = {
    workspace,
    fake,
    dana,
    release(version) {
      workspace.write('service/release.json', `${JSON.stringify({ version })}\n`)
      const commit = workspace.commit(`feat: release ${version}`)
      addSourceCommit(fake.state, commit, workspace.git('rev-parse', `${commit}^{tree}`))
    },
    task(number) {
      addIssue(fake.state, { number, title: `Say hello ${number}`, user: dana })
      label(fake.state, number, VALIDATED, dana)
    },
    step: (changes = {}) => ({
      event: { action: 'labeled', issue: { number: 17 }, label: { name: VALIDATED } },
      ...changes,
      inputs: { 'github-token': fake.token, ...changes.inputs },
      env: { GITHUB_API_URL: fake.baseUrl, ...changes.env },
    }),
    labels: (number = 17) => (fake.state.issues.get(number)?.labels ?? []).toSorted(),
    async history(environment = 'production') {
      const heads = await collect(ledger.history({ service: 'hello', environment }))
      const findings = verifyChain(heads)
      if (findings.length > 0) throw new Error(`the chain does not hold: ${JSON.stringify(findings)}`)
      return heads.map((head) => head.entry.event.kind).toReversed()
    },
    end: (ran) => void fake.state.runs.set(`${/^gh-(\d+)-/.exec(ran.state['run'] ?? '')?.[1] ?? ''}/1`, { status: 'completed', conclusion: 'failure' }),
    async close() {
      await workspace.remove()
      await fake.close()
    },
  }
  team.task(17)
  label(fake.state, 17, 'backend', dana)
  team.release('1.0.0')
  return team
}
