// What the fake GitHub knows about its one repository, and the answers in GitHub's own shapes.
import { createHash } from 'node:crypto'

export interface User {
  readonly id: number
  readonly login: string
  readonly type: 'User' | 'Bot'
}

export interface TimelineEvent {
  readonly event: 'labeled' | 'unlabeled' | 'committed' | 'head_ref_force_pushed'
  readonly id: number
  /** Null: the account is gone. */
  readonly actor: User | null
  readonly at: number
  readonly label?: string
  readonly sha?: string
}

export interface Issue {
  readonly number: number
  title: string
  readonly user: User
  state: 'open' | 'closed'
  locked: boolean
  labels: string[]
  timeline: TimelineEvent[]
  readonly createdAt: number
  /** Set for a pull request. */
  pull?: { head: string; readonly headRepository: string }
}

export interface Commit {
  readonly sha: string
  readonly tree: string
  readonly parents: readonly string[]
  readonly message: string
}

/** Permission of a person, with the name of the role. */
export interface Role {
  readonly permission: 'admin' | 'write' | 'read' | 'none'
  readonly role: string
}

export interface State {
  readonly repository: string
  /** Whom the token belongs to. */
  me: User
  nextId: number
  readonly issues: Map<number, Issue>
  /** Labels that the repository has; a label that is added to an issue is made when it is missing. */
  readonly labels: Set<string>
  readonly refs: Map<string, string>
  readonly commits: Map<string, Commit>
  readonly trees: Set<string>
  readonly roles: Map<string, Role>
  readonly users: Map<string, User>
  /** Attempts by `<run>/<attempt>`. */
  readonly runs: Map<string, { readonly status: string; readonly conclusion: string | null }>
  /** Namespaces of refs that a ruleset forbids. */
  readonly forbiddenRefs: string[]
}

export const BOT: User = { id: 41_898_282, login: 'github-actions[bot]', type: 'Bot' }

export function emptyState(repository: string): State {
  return {
    repository,
    me: BOT,
    nextId: 1,
    issues: new Map(),
    labels: new Set(),
    refs: new Map(),
    commits: new Map(),
    trees: new Set(),
    roles: new Map(),
    users: new Map(),
    runs: new Map(),
    forbiddenRefs: [],
  }
}

/** A commit with the id that its content has; a counter stands for the second at which GitHub makes it. */
export function makeCommit(state: State, commit: Omit<Commit, 'sha'>): Commit {
  state.nextId += 1
  const sha = createHash('sha1').update(JSON.stringify([commit, state.nextId])).digest('hex')
  const made = { ...commit, sha }
  state.commits.set(sha, made)
  return made
}

/** A commit of the source repository as it is known elsewhere already. */
export function addSourceCommit(state: State, sha: string, tree: string): void {
  state.trees.add(tree)
  state.commits.set(sha, { sha, tree, parents: [], message: 'source' })
}

export function isAncestor(state: State, ancestor: string, of: string): boolean {
  const open = [of]
  for (let sha = open.pop(); sha !== undefined; sha = open.pop()) {
    if (sha === ancestor) return true
    open.push(...(state.commits.get(sha)?.parents ?? []))
  }
  return false
}

/** Puts a label on an issue as a person does; in the timeline at `at` (epoch ms). */
export function label(state: State, number: number, name: string, by: User | null, at = Date.now()): void {
  const issue = state.issues.get(number)
  if (issue === undefined || issue.labels.includes(name)) return
  state.labels.add(name)
  issue.labels.push(name)
  state.nextId += 1
  issue.timeline.push({ event: 'labeled', id: state.nextId, actor: by, at, label: name })
}

export function unlabel(state: State, number: number, name: string, by: User | null, at = Date.now()): void {
  const issue = state.issues.get(number)
  if (issue === undefined || !issue.labels.includes(name)) return
  issue.labels = issue.labels.filter((one) => one !== name)
  state.nextId += 1
  issue.timeline.push({ event: 'unlabeled', id: state.nextId, actor: by, at, label: name })
}

export function addIssue(state: State, issue: { readonly number: number; readonly title: string; readonly user: User; readonly pull?: NonNullable<Issue['pull']>; readonly createdAt?: number }): Issue {
  const made: Issue = { state: 'open', locked: false, labels: [], timeline: [], createdAt: Date.now() - 3_600_000, ...issue }
  state.issues.set(issue.number, made)
  return made
}

export function addUser(state: State, login: string, role: string, type: User['type'] = 'User'): User {
  const user = { id: 1000 + state.users.size, login, type }
  state.users.set(login.toLowerCase(), user)
  const permission = ({ admin: 'admin', maintain: 'write', write: 'write', triage: 'read', read: 'read' } as const)[role] ?? 'none'
  state.roles.set(login.toLowerCase(), { permission, role })
  return user
}
