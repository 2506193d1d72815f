// Backlog.md task files: Markdown with YAML front matter (SPEC A8). Reading is strict; editing changes one label and no other byte.
import { isMap, isScalar, isSeq, type Document, type Pair } from 'yaml'
import { mistaken, parsed, type Parsed, type Problem } from '../domain/problem.ts'
import { parseTaskId } from '../domain/task/task-id.ts'
import { inOrder, readYaml } from './document.ts'
import { labelsInserted, labelsRemoved, type LabelNode } from './label-edit.ts'
import type { Locate } from './locate.ts'

export interface TaskFile {
  /** Normalised: `task-42`. */
  readonly id: string
  readonly title: string
  readonly status?: string
  readonly labels: readonly string[]
}

interface FrontMatter {
  /** The file up to the closing line, the opening line turned into a comment: offsets and lines are those of the file. */
  readonly yaml: string
  readonly rest: string
  readonly opening: string
}

const OPENING = /^\ufeff?---[ \t]{0,20}\r?\n/
const CLOSING = /^---[ \t]{0,20}(?:\r?\n|$)/m

function frontMatter(text: string): FrontMatter | undefined {
  const opening = OPENING.exec(text)?.[0]
  if (opening === undefined) return undefined
  const after = text.slice(opening.length)
  const closing = CLOSING.exec(after)
  if (closing === null) return undefined
  const end = opening.length + closing.index
  return { yaml: opening.replace('---', '#--').replace('\ufeff', ' ') + text.slice(opening.length, end), rest: text.slice(end), opening }
}

interface Read {
  readonly task: TaskFile
  readonly node: LabelNode
  readonly front: FrontMatter
}

/** Reads id, title, status and labels; every mistake at once, each with line and column of the file. */
export function parseTaskFile(text: string, file: string): Parsed<TaskFile> {
  const read = readTask(text, file)
  return read.ok ? parsed(read.value.task) : read
}

/** The file with one label more. A label that is there already changes nothing. */
export function withLabel(text: string, label: string, file: string): Parsed<string> {
  return edited(text, file, {
    wanted: (labels) => (labels.includes(label) ? labels : [...labels, label]),
    edit: ({ front, node, task }) => (task.labels.includes(label) ? front.yaml : labelsInserted(front.yaml, node, label)),
  })
}

/** The file with one label less. A label that is not there changes nothing. */
export function withoutLabel(text: string, label: string, file: string): Parsed<string> {
  return edited(text, file, {
    wanted: (labels) => labels.filter((one) => one !== label),
    edit: ({ front, node }) => labelsRemoved(front.yaml, node, label),
  })
}

interface Edit {
  readonly wanted: (labels: readonly string[]) => readonly string[]
  readonly edit: (read: Read) => string
}

/** Reads what it wrote: an edit that does not mean what it should is refused, never written. */
function edited(text: string, file: string, { wanted, edit }: Edit): Parsed<string> {
  const before = readTask(text, file)
  if (!before.ok) return before
  const { front, task } = before.value
  const yaml = edit(before.value)
  const changed = front.opening + yaml.slice(front.opening.length) + front.rest
  const after = readTask(changed, file)
  const isAsWanted = after.ok && JSON.stringify(after.value.task) === JSON.stringify({ ...task, labels: wanted(task.labels) })
  if (isAsWanted) return parsed(changed)
  return mistaken({ code: 'task.labels-form', what: 'the labels are written in a form that cannot be edited safely', place: { file, line: 1 }, remedy: 'Write them as `labels: [a, b]` or one `- label` a line.' })
}

function readTask(text: string, file: string): Parsed<Read> {
  const front = frontMatter(text)
  if (front === undefined) {
    return mistaken({ code: 'task.no-front-matter', what: 'the file has no front matter', place: { file, line: 1, column: 1 }, remedy: 'Begin it with a line `---`, `id`, `title` and `labels`, and another line `---`.' })
  }
  const read = readYaml(front.yaml, file)
  if (!read.ok) return read
  const { value, locate, document } = read.value
  const fields = typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {}
  const problems: Problem[] = []
  const id = idOf(fields['id'], locate, problems)
  const title = textOf('title', fields['title'], { locate, problems }) ?? id
  const status = fields['status'] === undefined || fields['status'] === null ? undefined : textOf('status', fields['status'], { locate, problems })
  const node = labelNode(document)
  const labels = labelsOf(fields['labels'], locate, problems)
  const [first, ...others] = inOrder(problems)
  if (first !== undefined) return mistaken(first, ...others)
  return parsed({ task: { id, title, ...(status === undefined ? {} : { status }), labels }, node, front })
}

function idOf(value: unknown, locate: Locate, problems: Problem[]): string {
  const id = parseTaskId(typeof value === 'number' || typeof value === 'string' ? String(value) : '')
  if (id.ok) return id.value
  const missing = value === undefined || value === null
  problems.push({ ...id.problems[0], ...(missing ? { what: '`id` is missing' } : {}), place: locate(['id']) })
  return ''
}

function textOf(key: string, value: unknown, where: { readonly locate: Locate; readonly problems: Problem[] }): string | undefined {
  if (value === undefined || value === null) return undefined
  if (typeof value !== 'object') return String(value)
  where.problems.push({ code: 'task.not-a-text', what: `\`${key}\` is not a text`, place: where.locate([key]), remedy: 'Put it in quotes.' })
  return undefined
}

/** A list in flow or block style; a single text is read as names with commas between them. */
function labelsOf(value: unknown, locate: Locate, problems: Problem[]): readonly string[] {
  if (value === undefined || value === null) return []
  if (typeof value === 'string') return value.split(',').map((label) => label.trim()).filter((label) => label !== '')
  if (!Array.isArray(value)) {
    problems.push({ code: 'task.labels-form', what: '`labels` is not a list', place: locate(['labels']), remedy: 'Write `labels: [a, b]`, or one `- label` a line.' })
    return []
  }
  return value.flatMap((label: unknown, index) => {
    if (typeof label === 'string' || typeof label === 'number' || typeof label === 'boolean') return [String(label)]
    problems.push({ code: 'task.label-form', what: 'a label that is not a text', place: locate(['labels', index]), remedy: 'Write it without a blank after the colon, or in quotes: `- "workflow:Validated"`.' })
    return []
  })
}

/** Where the labels stand, for the edit. */
function labelNode(document: Document.Parsed): LabelNode {
  const pairs: readonly Pair[] = isMap(document.contents) ? document.contents.items : []
  const pair = pairs.find(({ key }) => isScalar(key) && key.value === 'labels')
  if (pair === undefined || !isScalar(pair.key)) return { kind: 'absent' }
  const keyEnd = pair.key.range?.[1] ?? 0
  const { value } = pair
  if (isSeq(value)) {
    const items = value.items.flatMap((item) => (isScalar(item) && item.range ? [{ label: String(item.value), start: item.range[0], end: item.range[1] }] : []))
    const [start = 0, end = 0] = value.range ?? []
    return { kind: value.flow === true ? 'flow' : 'block', keyEnd, items, start, end }
  }
  if (isScalar(value) && value.range && value.range[1] > value.range[0]) return { kind: 'scalar', keyEnd, text: typeof value.value === 'string' ? value.value : '', start: value.range[0], end: value.range[1] }
  return { kind: 'empty', keyEnd }
}
