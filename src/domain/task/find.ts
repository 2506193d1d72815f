// Which task a run is about, in the order of SPEC A6. Everything here came from outside and names a task only when it parses as one.
import { parseTaskId } from './task-id.ts'

export interface TaskSources {
  readonly input?: string
  /** Ids that the event payload names: the issue, the pull request, what it closes. */
  readonly event?: readonly string[]
  readonly branch?: string
  /** Messages of the commits being deployed, newest first. */
  readonly messages?: readonly string[]
}

export interface TaskCandidate {
  readonly id: string
  readonly from: 'input' | 'event' | 'branch' | 'commit'
}

/** Every candidate, each id once, the most trustworthy source first. Several from one source are for the caller to refuse. */
export function taskCandidates(sources: TaskSources): readonly TaskCandidate[] {
  const found: readonly TaskCandidate[] = [
    ...ids(sources.input === undefined ? [] : [sources.input]).map((id) => ({ id, from: 'input' as const })),
    ...ids(sources.event ?? []).map((id) => ({ id, from: 'event' as const })),
    ...ids(sources.branch === undefined ? [] : idsOfBranch(sources.branch)).map((id) => ({ id, from: 'branch' as const })),
    ...ids((sources.messages ?? []).flatMap(idsOfMessage)).map((id) => ({ id, from: 'commit' as const })),
  ]
  return found.filter((candidate, index) => found.findIndex((other) => other.id === candidate.id) === index)
}

/** The candidates of the first source that names any: one is the task, several are ambiguous. */
export function firstCandidates(sources: TaskSources): readonly TaskCandidate[] {
  const all = taskCandidates(sources)
  const [first] = all
  return all.filter((candidate) => candidate.from === first?.from)
}

function ids(texts: readonly string[]): readonly string[] {
  return texts.flatMap((text) => {
    const id = parseTaskId(text)
    return id.ok ? [id.value] : []
  })
}

const BRANCH_PART = /^(task-\d{1,9}(?:\.\d{1,4}){0,4})(?=$|[-_])/i
const ISSUE_BRANCH = /^(\d{1,9})-/

/** `task-42-short-title`, `feature/task-42`, and `17-title` as GitHub names branches made from an issue. */
function idsOfBranch(branch: string): readonly string[] {
  const parts = branch.slice(0, 500).split('/')
  const named = parts.flatMap((part) => BRANCH_PART.exec(part)?.[1] ?? [])
  if (named.length > 0) return named
  return parts.slice(-1).flatMap((part) => ISSUE_BRANCH.exec(part)?.[1] ?? []).map((number) => `#${number}`)
}

const TRAILER = /^(?:task|task-id|refs|closes|fixes|resolves)(?::[ \t]*|[ \t]+)(.*)$/i
const SUBJECT = /^(task-\d{1,9}(?:\.\d{1,4}){0,4})(?=[: ])/i

/** `Task: task-42`, `Refs: task-42, #17`, `Closes #17`, and a subject that begins with `task-42:`. */
function idsOfMessage(message: string): readonly string[] {
  const lines = message.slice(0, 20_000).split(/\r?\n/)
  const subject = lines.slice(0, 1).flatMap((line) => SUBJECT.exec(line)?.[1] ?? [])
  const trailers = lines.flatMap((line) => TRAILER.exec(line.slice(0, 500))?.[1] ?? []).flatMap((names) => names.split(/[,\s]+/))
  // A bare number after `Refs:` may be anything.
  return [...subject, ...trailers.filter((name) => name.startsWith('#') || name.includes('-'))]
}
