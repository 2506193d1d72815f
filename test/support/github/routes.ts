// What each endpoint does, on a state; the answers as GitHub gives them, refusals included.
import { commitJson, issueJson, labelJson, permissionJson, pullJson, refJson, runJson, timelineJson } from './shapes.ts'
import { isAncestor, label, makeCommit, unlabel, type State } from './state.ts'

export interface Reply {
  readonly status: number
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

interface Asked {
  readonly state: State
  readonly parts: readonly string[]
  readonly body: Readonly<Record<string, unknown>>
}

interface Route {
  readonly method: string
  readonly path: RegExp
  /** What the endpoint accepts, as the header X-Accepted-GitHub-Permissions says it. */
  readonly permission: string
  readonly answer: (asked: Asked) => Reply
}

const refusal = (status: number, message: string): Reply => ({ status, body: { message, documentation_url: 'https://docs.github.com/rest', status: String(status) } })
const notFound = refusal(404, 'Not Found')
const ok = (body: unknown): Reply => ({ status: 200, body })

export const ROUTES: readonly Route[] = [
  route('GET', 'issues/(\\d+)', 'issues=read; pull_requests=read', ({ state, parts: [number] }) => {
    const issue = state.issues.get(Number(number))
    return issue === undefined ? notFound : ok(issueJson(state, issue))
  }),
  route('GET', 'issues/(\\d+)/labels', 'issues=read; pull_requests=read', ({ state, parts: [number] }) => {
    const issue = state.issues.get(Number(number))
    return issue === undefined ? notFound : ok(issue.labels.map((name) => labelJson(state, name)))
  }),
  route('POST', 'issues/(\\d+)/labels', 'issues=write; pull_requests=write', ({ state, parts: [number], body }) => {
    const issue = state.issues.get(Number(number))
    if (issue === undefined) return notFound
    const { labels } = body
    if (!Array.isArray(labels) || labels.some((name) => typeof name !== 'string' || name === '')) return refusal(422, 'Validation Failed')
    if (issue.labels.length + labels.length > 100) return refusal(422, 'Validation Failed')
    for (const name of labels as readonly string[]) label(state, issue.number, name, state.me)
    return ok(issue.labels.map((name) => labelJson(state, name)))
  }),
  route('DELETE', 'issues/(\\d+)/labels/([^/]+)', 'issues=write; pull_requests=write', ({ state, parts: [number, name = ''] }) => {
    const issue = state.issues.get(Number(number))
    if (issue === undefined) return notFound
    if (!issue.labels.includes(name)) return refusal(404, 'Label does not exist')
    unlabel(state, issue.number, name, state.me)
    return ok(issue.labels.map((one) => labelJson(state, one)))
  }),
  route('GET', 'issues/(\\d+)/timeline', 'issues=read; pull_requests=read', ({ state, parts: [number] }) => {
    const issue = state.issues.get(Number(number))
    return issue === undefined ? notFound : ok(issue.timeline.map((event) => timelineJson(state, event)))
  }),
  route('GET', 'pulls/(\\d+)', 'pull_requests=read', ({ state, parts: [number] }) => {
    const issue = state.issues.get(Number(number))
    return issue?.pull === undefined ? notFound : ok(pullJson(state, issue))
  }),
  route('GET', 'collaborators/([^/]+)/permission', 'metadata=read', ({ state, parts: [login = ''] }) => {
    const user = state.users.get(login.toLowerCase())
    return user === undefined ? notFound : ok(permissionJson(user, state.roles.get(login.toLowerCase()) ?? { permission: 'read', role: 'read' }))
  }),
  route('GET', 'git/ref/(.+)', 'contents=read', ({ state, parts: [name] }) => {
    const ref = `refs/${name}`
    const sha = state.refs.get(ref)
    return sha === undefined ? notFound : ok(refJson(state, ref, sha))
  }),
  route('GET', 'git/matching-refs/(.+)', 'contents=read', ({ state, parts: [name] }) =>
    ok([...state.refs].filter(([ref]) => ref.startsWith(`refs/${name}`)).toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([ref, sha]) => refJson(state, ref, sha))),
  ),
  route('POST', 'git/refs', 'contents=write', ({ state, body }) => {
    const { ref, sha } = body
    if (typeof ref !== 'string' || !/^refs\/[^/]+\/.+/.test(ref)) return refusal(422, 'Reference name invalid')
    if (isForbidden(state, ref)) return refusal(422, 'Repository rule violations found')
    if (typeof sha !== 'string' || !state.commits.has(sha)) return refusal(422, 'Object does not exist')
    if (state.refs.has(ref)) return refusal(422, 'Reference already exists')
    state.refs.set(ref, sha)
    return { status: 201, body: refJson(state, ref, sha), headers: { location: refJson(state, ref, sha)['url'] as string } }
  }),
  route('PATCH', 'git/refs/(.+)', 'contents=write', ({ state, parts: [name], body }) => {
    const ref = `refs/${name}`
    const { sha, force } = body
    const current = state.refs.get(ref)
    if (current === undefined) return refusal(422, 'Reference does not exist')
    if (isForbidden(state, ref)) return refusal(422, 'Repository rule violations found')
    if (typeof sha !== 'string' || !state.commits.has(sha)) return refusal(422, 'Object does not exist')
    if (force !== true && !isAncestor(state, current, sha)) return refusal(422, 'Update is not a fast forward')
    state.refs.set(ref, sha)
    return ok(refJson(state, ref, sha))
  }),
  route('DELETE', 'git/refs/(.+)', 'contents=write', ({ state, parts: [name] }) => (state.refs.delete(`refs/${name}`) ? { status: 204 } : refusal(422, 'Reference does not exist'))),
  route('GET', 'git/commits/([0-9a-f]{40})', 'contents=read', ({ state, parts: [sha = ''] }) => {
    const commit = state.commits.get(sha)
    return commit === undefined ? notFound : ok(commitJson(state, commit))
  }),
  route('POST', 'git/commits', 'contents=write', ({ state, body }) => {
    const { message, tree, parents = [] } = body
    if (typeof message !== 'string' || typeof tree !== 'string' || !Array.isArray(parents)) return refusal(422, 'Invalid request')
    if (!state.trees.has(tree)) return refusal(422, 'Tree SHA does not exist')
    if ((parents as readonly string[]).some((sha) => !state.commits.has(sha))) return refusal(422, 'Parent SHA does not exist or is not a commit object')
    return { status: 201, body: commitJson(state, makeCommit(state, { tree, parents: parents as readonly string[], message })) }
  }),
  route('GET', 'actions/runs/(\\d+)/attempts/(\\d+)', 'actions=read', ({ state, parts: [id, attempt] }) => {
    const run = state.runs.get(`${id}/${attempt}`)
    return run === undefined ? notFound : ok(runJson(state, Number(id), Number(attempt), run))
  }),
]

function isForbidden(state: State, ref: string): boolean {
  return state.forbiddenRefs.some((namespace) => ref.startsWith(`${namespace}/`))
}

function route(method: string, path: string, permission: string, answer: Route['answer']): Route {
  return { method, path: new RegExp(`^${path}$`), permission, answer }
}
