// Tasks as GitHub has them: issues and pull requests, the workflow label among their labels (SPEC A1). Labels are added and removed one by
// one and never replaced as a set, because that would lose what someone else does at the same time (FACTS: labels).
import { isRecord } from '../../domain/ledger/shape.ts'
import { featureOf } from '../../domain/task/feature.ts'
import { parseTaskId } from '../../domain/task/task-id.ts'
import type { Task } from '../../domain/task/task.ts'
import { AdapterError, ConfigError } from '../../errors.ts'
import type { TaskStore } from '../../ports.ts'
import { saidIn, type GitHub } from './client.ts'
import { unavailable, type Purpose } from './failure.ts'
import { backoff } from './pause.ts'

const LOOKS = 4

/** The number of `#17`, and of `17` and `task-17`, which can mean nothing else here. Throws ConfigError for anything else. */
export function issueNumber(id: string): number {
  const parsed = parseTaskId(id)
  const number = parsed.ok ? /^(?:#|task-)([1-9]\d*)$/.exec(parsed.value)?.[1] : undefined
  if (number !== undefined) return Number(number)
  throw new ConfigError([{ code: 'task.not-an-issue', what: 'the task is no issue or pull request', value: id.slice(0, 80), remedy: 'Tasks are issues here (`tasks.store: github`): write it as `#17`.' }])
}

export function gitHubTasks(github: GitHub): TaskStore {
  return {
    find: (id) => find(github, issueNumber(id)),
    addLabel: (id, label) => addLabel(github, issueNumber(id), label),
    removeLabel: (id, label) => removeLabel(github, issueNumber(id), label),
  }
}

async function find(github: GitHub, number: number): Promise<Task | undefined> {
  const purpose = reading(number)
  const { status, data } = await github.read(`issues/${number}`, purpose)
  if (status === 404 || status === 410) return undefined
  if (status !== 200 || !isRecord(data) || data['number'] !== number || typeof data['title'] !== 'string') throw unavailable(purpose, `the answer is no issue (${status})`)
  const id = `#${number}`
  return { id, title: data['title'], labels: namesIn(data['labels'], purpose), source: typeof data['html_url'] === 'string' ? data['html_url'] : id, feature: featureOf(data['title'], id) }
}

/** GitHub makes a label that the repository lacks; where it does not, the label is named. */
async function addLabel(github: GitHub, number: number, label: string): Promise<void> {
  const purpose = writing(number, `add the label ${label} to`)
  for (let round = 0; ; round += 1) {
    const written = await github.write('POST', `issues/${number}/labels`, { labels: [label] }, purpose)
    if (written.kind === 'answer' && written.status === 200 && namesIn(written.data, purpose).includes(label)) return
    const labels = await labelsOf(github, number, purpose)
    if (labels?.includes(label) === true) return
    if (labels === undefined) throw missing(number)
    if (written.kind === 'unsure') await github.pause(written, round, purpose)
    else if (round + 1 >= LOOKS || written.status === 422) {
      throw new AdapterError({
        code: 'bookkeeping_pending',
        message: `GitHub does not add the label ${label} to #${number} (${written.status}${saidIn(written.data) === '' ? '' : `: ${saidIn(written.data)}`})`,
        remedy: `Make the label \`${label}\` in the repository, look whether #${number} has a hundred labels already, and add \`issues: write\` and \`pull-requests: write\` to \`permissions:\` of the job.`,
      })
    } else await again(github, round, purpose)
  }
}

/** A label that is gone already is a success, whoever removed it (FAULTS C13). */
async function removeLabel(github: GitHub, number: number, label: string): Promise<void> {
  const purpose = writing(number, `remove the label ${label} from`)
  for (let round = 0; ; round += 1) {
    const written = await github.write('DELETE', `issues/${number}/labels/${encodeURIComponent(label)}`, undefined, purpose)
    if (written.kind === 'answer' && written.status === 200 && !namesIn(written.data, purpose).includes(label)) return
    // 404 says that the label is gone, that the issue is, or that the token may not: the labels tell which.
    const labels = await labelsOf(github, number, purpose)
    if (labels === undefined) throw missing(number)
    if (!labels.includes(label)) return
    if (written.kind === 'unsure') await github.pause(written, round, purpose)
    else if (round + 1 >= LOOKS) {
      throw new AdapterError({
        code: 'bookkeeping_pending',
        message: `GitHub does not remove the label ${label} from #${number} (${written.status}${saidIn(written.data) === '' ? '' : `: ${saidIn(written.data)}`})`,
        remedy: 'Add `issues: write` and `pull-requests: write` to `permissions:` of the job, and run the same command again.',
      })
    } else await again(github, round, purpose)
  }
}

async function again(github: GitHub, round: number, purpose: Purpose): Promise<void> {
  await github.pause({ error: unavailable(purpose, 'it has not happened yet'), pause: { kind: 'failed', ms: backoff(round) } }, round, purpose)
}

async function labelsOf(github: GitHub, number: number, purpose: Purpose): Promise<readonly string[] | undefined> {
  const list = await github.readAll(`issues/${number}/labels`, purpose)
  return list === undefined ? undefined : namesIn(list, purpose)
}

/** Names of labels, exactly as they are: a label that differs in case is another one (FAULTS A07). */
function namesIn(labels: unknown, purpose: Purpose): readonly string[] {
  if (!Array.isArray(labels)) throw unavailable(purpose, 'the answer has no labels')
  return labels.map((label: unknown) => {
    const name = isRecord(label) ? label['name'] : label
    if (typeof name !== 'string') throw unavailable(purpose, 'a label has no name')
    return name
  })
}

function reading(number: number): Purpose {
  return { what: `read #${number}`, permission: 'issues: read' }
}

function writing(number: number, what: string): Purpose {
  return { what: `${what} #${number}`, permission: 'issues: write' }
}

function missing(number: number): AdapterError {
  return new AdapterError({ code: 'task_not_found', message: `there is no issue or pull request #${number} for this token`, remedy: 'Check the number; add `issues: write` and `pull-requests: write` to `permissions:` of the job.' })
}
