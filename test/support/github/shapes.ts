// GitHub's JSON for what the fake knows: every field that its OpenAPI description requires.
import type { Commit, Issue, Role, State, TimelineEvent, User } from './state.ts'

type Json = Readonly<Record<string, unknown>>

const API = 'https://api.github.com'
const WEB = 'https://github.com'
const node = (kind: string, id: number | string): string => Buffer.from(`${kind}:${id}`).toString('base64url')
const iso = (at: number): string => new Date(at).toISOString().replace(/\.\d{3}Z$/, 'Z')

export function userJson(user: User): Json {
  const url = `${API}/users/${user.login}`
  return {
    login: user.login,
    id: user.id,
    node_id: node('User', user.id),
    avatar_url: `https://avatars.githubusercontent.com/u/${user.id}`,
    gravatar_id: '',
    url,
    html_url: `${WEB}/${user.login}`,
    ...Object.fromEntries(['followers', 'following', 'gists', 'starred', 'subscriptions', 'organizations', 'repos', 'events', 'received_events'].map((part) => [`${part}_url`, `${url}/${part}`])),
    type: user.type,
    user_view_type: 'public',
    site_admin: false,
  }
}

export function labelJson(state: State, name: string): Json {
  const id = [...state.labels].indexOf(name) + 1
  return { id, node_id: node('Label', id), url: `${API}/repos/${state.repository}/labels/${encodeURIComponent(name)}`, name, color: 'ededed', default: false, description: null }
}

export function issueJson(state: State, issue: Issue): Json {
  const url = `${API}/repos/${state.repository}/issues/${issue.number}`
  const html = `${WEB}/${state.repository}/${issue.pull === undefined ? 'issues' : 'pull'}/${issue.number}`
  const pull = `${API}/repos/${state.repository}/pulls/${issue.number}`
  return {
    url,
    repository_url: `${API}/repos/${state.repository}`,
    labels_url: `${url}/labels{/name}`,
    comments_url: `${url}/comments`,
    events_url: `${url}/events`,
    html_url: html,
    id: 9000 + issue.number,
    node_id: node('Issue', issue.number),
    number: issue.number,
    title: issue.title,
    user: userJson(issue.user),
    labels: issue.labels.map((name) => labelJson(state, name)),
    state: issue.state,
    locked: issue.locked,
    assignee: null,
    assignees: [],
    milestone: null,
    comments: 0,
    created_at: iso(issue.createdAt),
    updated_at: iso(issue.timeline.at(-1)?.at ?? issue.createdAt),
    closed_at: issue.state === 'closed' ? iso(issue.createdAt) : null,
    author_association: 'NONE',
    body: null,
    ...(issue.pull === undefined ? {} : { pull_request: { url: pull, html_url: html, diff_url: `${html}.diff`, patch_url: `${html}.patch` } }),
  }
}

/** The part of a pull request that says where it is. */
export function pullJson(state: State, issue: Issue): Json {
  const { id, node_id, url, html_url, number, title, user, labels, state: open, locked, created_at, updated_at } = issueJson(state, issue) as Record<string, unknown>
  const side = (repository: string, sha: string, ref: string): Json => ({ label: `${repository.split('/')[0] ?? ''}:${ref}`, ref, sha, repo: { full_name: repository } })
  return {
    id, node_id, url, html_url, number, title, user, labels, state: open, locked, created_at, updated_at,
    head: side(issue.pull?.headRepository ?? state.repository, issue.pull?.head ?? '', 'topic'),
    base: side(state.repository, '0'.repeat(40), 'main'),
  }
}

export function timelineJson(state: State, event: TimelineEvent): Json {
  const base = `${API}/repos/${state.repository}`
  if (event.event === 'committed') {
    const sha = event.sha ?? ''
    const person = { name: 'Dana', email: 'dana@example.com', date: iso(event.at) }
    return {
      event: 'committed', sha, node_id: node('Commit', sha), url: `${base}/git/commits/${sha}`, html_url: `${WEB}/${state.repository}/commit/${sha}`,
      author: person, committer: person, tree: { sha: 'a'.repeat(40), url: `${base}/git/trees/${'a'.repeat(40)}` }, message: 'work', parents: [],
      verification: { verified: false, reason: 'unsigned', signature: null, payload: null, verified_at: null },
    }
  }
  return {
    id: event.id,
    node_id: node('Event', event.id),
    url: `${base}/issues/events/${event.id}`,
    actor: event.actor === null ? null : userJson(event.actor),
    event: event.event,
    commit_id: event.sha ?? null,
    commit_url: event.sha === undefined ? null : `${base}/commits/${event.sha}`,
    created_at: iso(event.at),
    performed_via_github_app: null,
    ...(event.label === undefined ? {} : { label: { name: event.label, color: 'ededed' } }),
  }
}

export function refJson(state: State, ref: string, sha: string): Json {
  const base = `${API}/repos/${state.repository}/git`
  return { ref, node_id: node('Ref', ref), url: `${base}/${ref}`, object: { sha, type: state.trees.has(sha) ? 'tree' : 'commit', url: `${base}/commits/${sha}` } }
}

export function commitJson(state: State, commit: Commit): Json {
  const base = `${API}/repos/${state.repository}/git`
  const html = `${WEB}/${state.repository}/commit`
  const person = { name: 'github-actions[bot]', email: 'bot@users.noreply.github.com', date: iso(0) }
  return {
    sha: commit.sha,
    node_id: node('Commit', commit.sha),
    url: `${base}/commits/${commit.sha}`,
    html_url: `${html}/${commit.sha}`,
    author: person,
    committer: person,
    tree: { sha: commit.tree, url: `${base}/trees/${commit.tree}` },
    message: commit.message,
    parents: commit.parents.map((sha) => ({ sha, url: `${base}/commits/${sha}`, html_url: `${html}/${sha}` })),
    verification: { verified: true, reason: 'valid', signature: 'signature', payload: 'payload', verified_at: iso(0) },
  }
}

export function permissionJson(user: User, role: Role): Json {
  const may = (...roles: readonly string[]): boolean => roles.includes(role.role)
  const permissions = { pull: true, triage: !may('read', 'none'), push: may('write', 'maintain', 'admin'), maintain: may('maintain', 'admin'), admin: may('admin') }
  return { permission: role.permission, role_name: role.role, user: { ...userJson(user), permissions, role_name: role.role } }
}

export function runJson(state: State, id: number, attempt: number, run: { readonly status: string; readonly conclusion: string | null }): Json {
  const url = `${API}/repos/${state.repository}/actions/runs/${id}`
  return { id, node_id: node('Run', id), run_attempt: attempt, run_number: 1, status: run.status, conclusion: run.conclusion, url, html_url: `${WEB}/${state.repository}/actions/runs/${id}`, event: 'issues', workflow_id: 1 }
}
