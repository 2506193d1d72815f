// Everything that works through GitHub, made from what the runner provides. Loaded only when a setting asks for it.
import type { Problem } from '../../domain/problem.ts'
import { ConfigError } from '../../errors.ts'
import type { Approvals, Clock, LedgerStore, RunProbe, TaskStore } from '../../ports.ts'
import { gitHubApprovals } from './approvals.ts'
import { GitHub } from './client.ts'
import { openGitHubLedger } from './ledger.ts'
import { gitHubRunProbe } from './run-probe.ts'
import { gitHubTasks } from './tasks.ts'

export interface Connected {
  ledger(namespace: string): LedgerStore
  runs(others: RunProbe): RunProbe
  readonly tasks: TaskStore
  readonly approvals: Approvals
}

/** Connects to the repository that the variables name. Makes no request. Throws ConfigError with everything that is missing. */
export function connectGitHub(options: { readonly env: NodeJS.ProcessEnv; readonly token: string | undefined; readonly clock: Clock }): Connected {
  const { env, clock } = options
  const token = (options.token ?? env['GITHUB_TOKEN'] ?? '').trim()
  const repository = env['GITHUB_REPOSITORY'] ?? ''
  const baseUrl = (env['GITHUB_API_URL'] ?? 'https://api.github.com').replace(/\/$/, '')
  const problems: Problem[] = []
  if (token === '') problems.push({ code: 'github.token', what: 'there is no token for GitHub', remedy: 'Give `github-token: ${{ github.token }}` to the action, or set GITHUB_TOKEN.' })
  if (/[^!-~]/.test(token)) problems.push({ code: 'github.token', what: 'the token for GitHub holds a blank or a line break', remedy: 'Pass the token and nothing else.' })
  if (!/^[A-Za-z0-9][A-Za-z0-9-]{0,38}\/[A-Za-z0-9._-]{1,100}$/.test(repository) || /\/\.{1,2}$/.test(repository)) {
    problems.push({ code: 'github.repository', what: 'GITHUB_REPOSITORY names no repository', value: repository.slice(0, 80), remedy: 'A runner sets it; elsewhere set it to `owner/name`.' })
  }
  if (!isSafeAddress(baseUrl)) problems.push({ code: 'github.address', what: 'GITHUB_API_URL is no https address', value: baseUrl.slice(0, 80), remedy: 'Write it as `https://api.github.com` or `https://<server>/api/v3`: a token is sent there.' })
  const [first, ...others] = problems
  if (first !== undefined) throw new ConfigError([first, ...others])
  const github = new GitHub({ baseUrl, repository, token, clock })
  return {
    ledger: (namespace) => openGitHubLedger(github, namespace),
    runs: (others) => gitHubRunProbe(github, others),
    tasks: gitHubTasks(github),
    approvals: gitHubApprovals(github),
  }
}

/** A token does not travel in the clear, except on this machine. */
function isSafeAddress(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, hostname, search, hash, username } = new URL(text)
  const isHere = ['127.0.0.1', 'localhost', '[::1]'].includes(hostname) || hostname.endsWith('.localhost')
  return (protocol === 'https:' || (protocol === 'http:' && isHere)) && search === '' && hash === '' && username === ''
}
