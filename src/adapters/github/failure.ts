// What GitHub's refusals and silences mean, in the words of this tool. Codes: docs/guides/github.md.
import { AdapterError } from '../../errors.ts'

/** What a request is for, so that a failure can say what could not be done and which permission would allow it. */
export interface Purpose {
  /** Completes "could not ...", such as `read issue #17`. */
  readonly what: string
  /** Permission of the token that it needs, as a workflow writes it: `issues: write`. */
  readonly permission: string
}

/** GitHub did not answer, or not with an answer. */
export function unavailable(purpose: Purpose, why: string, cause?: unknown): AdapterError {
  return new AdapterError({
    code: 'github_unavailable',
    message: `GitHub could not ${purpose.what}: ${why}`,
    remedy: 'Run the same command again; see githubstatus.com when it lasts.',
    ...(cause === undefined ? {} : { cause }),
  })
}

/** GitHub refused the token. `accepted` is the header X-Accepted-GitHub-Permissions, which names what the endpoint wants. */
export function forbidden(purpose: Purpose, refusal: { readonly status: number; readonly said: string; readonly accepted: string | null }): AdapterError {
  const wanted = refusal.accepted === null ? purpose.permission : inWorkflowForm(refusal.accepted)
  const isUnknown = refusal.status === 401
  return new AdapterError({
    code: 'github_forbidden',
    message: `GitHub does not let this token ${purpose.what} (${refusal.status}${refusal.said === '' ? '' : `: ${refusal.said}`})`,
    remedy: isUnknown
      ? 'The token is wrong or has expired: pass `github-token: ${{ github.token }}`, or set GITHUB_TOKEN.'
      : `Add \`${wanted}\` to \`permissions:\` of the job. If it is there, a ruleset or an organisation policy forbids it: see Settings, Rules.`,
  })
}

/** GitHub asks for a longer pause than a run may make. */
export function limited(purpose: Purpose, waitMs: number): AdapterError {
  return new AdapterError({
    code: 'github_rate_limited',
    message: `GitHub could not ${purpose.what}: the rate limit of this token is used up for another ${Math.ceil(waitMs / 1000)} s`,
    remedy: 'Run the same command again after that time; other jobs of the repository share the limit.',
  })
}

/** `issues=write; pull_requests=read` as a workflow writes it; alternatives stay as they are. */
function inWorkflowForm(accepted: string): string {
  return accepted.slice(0, 200).replaceAll('=', ': ').replaceAll('_', '-')
}
