// What GitHub knows about who may say that a task goes out: its timeline and the roles of people. Facts only; domain/task judges them.
import { isRecord } from '../../domain/ledger/shape.ts'
import { ROLES, type Account, type Role, type TaskEvent, type TaskHistory } from '../../domain/task/authorization.ts'
import type { Approvals } from '../../ports.ts'
import type { GitHub } from './client.ts'
import { unavailable, type Purpose } from './failure.ts'
import { issueNumber } from './tasks.ts'

export function gitHubApprovals(github: GitHub): Approvals {
  return {
    history: (id) => history(github, issueNumber(id)),
    member: (login) => member(github, login),
  }
}

async function history(github: GitHub, number: number): Promise<TaskHistory> {
  const purpose: Purpose = { what: `read who labelled #${number}`, permission: 'issues: read' }
  const timeline = await github.readAll(`issues/${number}/timeline`, purpose)
  if (timeline === undefined) throw unavailable(purpose, 'it is gone')
  const events = timeline.flatMap((one) => eventOf(one, purpose))
  const { data } = await github.read(`issues/${number}`, purpose)
  return isRecord(data) && isRecord(data['pull_request']) ? { events, head: await headOf(github, number) } : { events }
}

/** Events of other kinds say nothing here. One of these kinds that is not understood makes the whole list worthless. */
function eventOf(value: unknown, purpose: Purpose): readonly TaskEvent[] {
  if (!isRecord(value)) throw unavailable(purpose, 'an event of the timeline is no object')
  switch (value['event']) {
    case 'labeled':
    case 'unlabeled': {
      const label = isRecord(value['label']) ? value['label']['name'] : undefined
      if (typeof label !== 'string') throw unavailable(purpose, 'an event of the timeline has no label')
      const by = accountOf(value['actor'])
      return [{ kind: value['event'], label, at: timeOf(value['created_at'], purpose), ...(by === undefined ? {} : { by }) }]
    }
    case 'committed':
      return [{ kind: 'pushed', at: timeOf(isRecord(value['committer']) ? value['committer']['date'] : undefined, purpose) }]
    case 'head_ref_force_pushed':
      return [{ kind: 'pushed', at: timeOf(value['created_at'], purpose) }]
    default:
      return []
  }
}

/** The account `ghost` stands for everyone who is gone (FAULTS A06). */
function accountOf(value: unknown): Account | undefined {
  if (!isRecord(value)) return undefined
  const { id, login, type } = value
  return typeof id === 'number' && typeof login === 'string' && typeof type === 'string' && login !== 'ghost' ? { id, login, isBot: type !== 'User' } : undefined
}

function timeOf(value: unknown, purpose: Purpose): number {
  const at = typeof value === 'string' ? Date.parse(value) : Number.NaN
  if (Number.isNaN(at)) throw unavailable(purpose, 'an event of the timeline has no time')
  return at
}

async function headOf(github: GitHub, number: number): Promise<string> {
  const purpose: Purpose = { what: `read the pull request #${number}`, permission: 'pull-requests: read' }
  const { data } = await github.read(`pulls/${number}`, purpose)
  const head = isRecord(data) && isRecord(data['head']) ? data['head']['sha'] : undefined
  if (typeof head !== 'string') throw unavailable(purpose, 'it has no head')
  return head
}

async function member(github: GitHub, login: string): Promise<{ readonly id: number; readonly role: Role } | undefined> {
  const purpose: Purpose = { what: `read the role of ${login.slice(0, 100)}`, permission: 'metadata: read' }
  const { status, data } = await github.read(`collaborators/${encodeURIComponent(login)}/permission`, purpose)
  if (status === 404) return undefined
  const id = isRecord(data) && isRecord(data['user']) ? data['user']['id'] : undefined
  const role = isRecord(data) ? (roleOf(data['role_name']) ?? roleOf(data['permission'])) : undefined
  if (typeof id !== 'number' || role === undefined) throw unavailable(purpose, `the answer names no role (${status})`)
  return { id, role }
}

/** A role that an organisation made has a name of its own; the permission that it builds on counts then. */
function roleOf(name: unknown): Role | undefined {
  return ROLES.find((role) => role === name)
}
