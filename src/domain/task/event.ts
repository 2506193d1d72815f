// What the payload of the event that started a run says about tasks. It came from outside: only numbers and names of the right form count.
import { mistaken, parsed, type Parsed } from '../problem.ts'
import { isRecord } from '../ledger/shape.ts'

export interface RunEvent {
  /** `issues`, `pull_request`, `push`, ... */
  readonly name: string
  readonly action?: string
  /** The issue or pull request it is about: `#17`. */
  readonly tasks: readonly string[]
  /** Head commit of the pull request when the event happened. */
  readonly head?: string
  /** The pull request comes from another repository. */
  readonly isFork: boolean
}

/** Reads the payload of a GitHub event. An event about something else than issues names no task. */
export function readEvent(name: string, payload: unknown): Parsed<RunEvent> {
  if (!isRecord(payload)) return wrong('it is no JSON object')
  const { action, issue, pull_request: pull } = payload
  const subject = pull ?? issue
  const said = typeof action === 'string' ? { action } : {}
  if (subject === undefined) return parsed({ name, ...said, tasks: [], isFork: false })
  if (!isRecord(subject)) return wrong('its issue or pull request is no object')
  const { number } = subject
  if (typeof number !== 'number' || !Number.isSafeInteger(number) || number < 1 || number > 999_999_999) return wrong('its issue or pull request has no number')
  const tasks = [`#${number}`]
  if (pull === undefined) return parsed({ name, ...said, tasks, isFork: false })
  const head = sideOf(subject['head'])
  const base = sideOf(subject['base'])
  if (head.sha === undefined || base.repository === undefined) return wrong('its pull request has no head or base')
  // A head repository that was deleted was a fork.
  return parsed({ name, ...said, tasks, head: head.sha, isFork: head.repository !== base.repository })
}

function sideOf(value: unknown): { readonly sha: string | undefined; readonly repository: string | undefined } {
  const { sha, repo } = isRecord(value) ? value : {}
  const name = isRecord(repo) ? repo['full_name'] : undefined
  return { sha: typeof sha === 'string' && /^[0-9a-f]{40}([0-9a-f]{24})?$/.test(sha) ? sha : undefined, repository: typeof name === 'string' ? name : undefined }
}

function wrong(what: string): Parsed<RunEvent> {
  return mistaken({ code: 'bad_event', what: `the event cannot be read: ${what}`, remedy: 'GITHUB_EVENT_PATH names the payload that the runner wrote; leave it alone, or unset it and give the task with `task-id`.' })
}
