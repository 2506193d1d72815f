// A label is not an authorization (SPEC A5): who put it there, whether that account may, and whether it was after the last push.
import type { GateCheck } from '../report/run-report.ts'
import type { RunEvent } from './event.ts'

export interface Account {
  /** Stays when the account is renamed; names do not (FAULTS A06). */
  readonly id: number
  readonly login: string
  readonly isBot: boolean
}

/** What happened to a task, oldest first. */
export type TaskEvent =
  /** `by` is absent when the account is gone. `at` in epoch milliseconds. */
  | { readonly kind: 'labeled' | 'unlabeled'; readonly label: string; readonly by?: Account; readonly at: number }
  | { readonly kind: 'pushed'; readonly at: number }

export interface TaskHistory {
  readonly events: readonly TaskEvent[]
  /** Head commit, when the task is a pull request. */
  readonly head?: string
}

/** Roles of a repository, rising. */
export const ROLES = ['none', 'read', 'triage', 'write', 'maintain', 'admin'] as const
export type Role = (typeof ROLES)[number]

export interface ApprovalPolicy {
  /** The least role of someone whose label counts. */
  readonly role: Role
  /** Logins of bots whose label counts, whole, such as `release-app[bot]`. */
  readonly bots: readonly string[]
}

export interface ApprovalFacts {
  readonly task: string
  /** The exact label that approves. */
  readonly label: string
  readonly history: TaskHistory
  /** What the store says now about the account that `approverOf` names; absent: it is no member, or was not asked. */
  readonly member?: { readonly id: number; readonly role: Role }
  readonly event?: RunEvent
  readonly policy: ApprovalPolicy
}

export type Approval =
  | { readonly kind: 'approved'; readonly check: GateCheck }
  | { readonly kind: 'refused'; readonly code: 'actor_not_authorized' | 'label_withdrawn'; readonly check: GateCheck & { readonly remedy: string } }

/** Whoever put the label there last; undefined when it is not there, or the account is gone. */
export function approverOf(history: TaskHistory, label: string): Account | undefined {
  const last = lastOf(history, label)
  return last?.kind === 'labeled' ? last.by : undefined
}

/** Whether the task may be deployed by its label. Everything that is not known is a refusal. */
export function authorize(facts: ApprovalFacts): Approval {
  const { task, label, history, event, policy } = facts
  const again = `Someone with the role ${policy.role} or more puts the label ${label} on ${task} again.`
  if (event?.isFork === true) return refused('actor_not_authorized', 'the run was started by a pull request from a fork', 'Merge it, and deploy from the branch of the repository.')
  if (event?.name === 'issues' && event.action === 'opened' && event.tasks.includes(task)) {
    return refused('actor_not_authorized', `the label came with the opening of ${task}: forms put labels there for anyone`, again)
  }
  const last = lastOf(history, label)
  if (last?.kind !== 'labeled') return refused('label_withdrawn', last === undefined ? `nobody is seen to have put the label ${label} on ${task}` : `the label ${label} was taken off ${task}`, again)
  if (last.by === undefined) return refused('actor_not_authorized', 'the account that put the label there is gone', again)
  if (isPushedSince(history, last)) return refused('label_withdrawn', `${task} was pushed to after ${last.by.login} had put the label there`, again)
  if (event?.head !== undefined && event.tasks.includes(task) && event.head !== history.head) {
    return refused('label_withdrawn', `the run was started for ${short(event.head)}, the head of ${task} is ${history.head === undefined ? 'not known' : short(history.head)}`, again)
  }
  if (last.by.isBot) {
    return policy.bots.includes(last.by.login)
      ? approved(facts, `${last.by.login} (a listed bot)`)
      : refused('actor_not_authorized', `${last.by.login} is a bot that is not listed`, `Add \`${last.by.login}\` to \`tasks.bots\` in .flowspec/operate.yml, or let a person set the label.`)
  }
  const { member } = facts
  if (member?.id !== last.by.id) return refused('actor_not_authorized', `${last.by.login} is no collaborator under that name`, again)
  if (isBelow(member.role, policy.role)) return refused('actor_not_authorized', `${last.by.login} has the role ${member.role}; ${policy.role} is needed`, again)
  return approved(facts, `${last.by.login} (${member.role})`)
}

/** Whether someone who goes on without the label may do that: the role that the label would have needed. */
export function authorizeBypass(actor: string, member: ApprovalFacts['member'], policy: ApprovalPolicy): Approval {
  if (member !== undefined && !isBelow(member.role, policy.role)) return { kind: 'approved', check: row('pass', `${actor} (${member.role}) goes on without the label`) }
  const role = member === undefined ? 'no role in the repository' : `the role ${member.role}`
  return refused('actor_not_authorized', `${actor} has ${role}; ${policy.role} is needed to go on without the label`, `Let someone with the role ${policy.role} or more start the run.`)
}

type LabelEvent = Extract<TaskEvent, { readonly label: string }>

function lastOf(history: TaskHistory, label: string): LabelEvent | undefined {
  return history.events.findLast((event): event is LabelEvent => event.kind !== 'pushed' && event.label === label)
}

/** By order and by time: dates of commits can be set by whoever makes them, and the order alone has been seen to follow them. */
function isPushedSince(history: TaskHistory, labeled: TaskEvent): boolean {
  const index = history.events.indexOf(labeled)
  return history.events.some((event, at) => event.kind === 'pushed' && (at > index || event.at > labeled.at))
}

function isBelow(role: Role, least: Role): boolean {
  return ROLES.indexOf(role) < ROLES.indexOf(least)
}

function short(sha: string): string {
  return sha.slice(0, 12)
}

function approved(facts: ApprovalFacts, by: string): Approval {
  const { head } = facts.history
  return { kind: 'approved', check: row('pass', `${facts.label} by ${by}${head === undefined ? '' : `, for ${short(head)}`}`) }
}

function refused(code: Extract<Approval, { readonly kind: 'refused' }>['code'], detail: string, remedy: string): Approval {
  return { kind: 'refused', code, check: { ...row('fail', detail), remedy } }
}

function row(verdict: 'pass' | 'fail', detail: string): GateCheck {
  return { name: 'approval', group: 'state', verdict, detail }
}
