// Backlog.md task files: Markdown with YAML front matter (SPEC A8). Reading is strict; editing changes one label and no other byte.
import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument, type Document, type Node, type Pair } from 'yaml'
import { mistaken, parsed, type Parsed, type Place, type Problem } from '../../domain/problem.ts'
import { parseTaskId } from '../../domain/task/task-id.ts'
import { labelsInserted, labelsRemoved, namesIn, type LabelNode } from './label-edit.ts'

/** What a task file says. */
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

const MAX_FRONT_MATTER = 256 * 1024

function readTask(text: string, file: string): Parsed<Read> {
  const front = frontMatter(text)
  if (front === undefined) {
    return mistaken({ code: 'task.no-front-matter', what: 'the file has no front matter', place: { file, line: 1, column: 1 }, remedy: 'Begin it with a line `---`, `id`, `title` and `labels`, and another line `---`.' })
  }
  if (front.yaml.length > MAX_FRONT_MATTER) return mistaken({ code: 'task.too-large', what: 'the front matter has more than 256 KiB', place: { file, line: 1, column: 1 }, remedy: 'Move what is not id, title, status or labels below it.' })
  const lines = new LineCounter()
  const placeAt = (offset: number): Place => {
    const { line, col } = lines.linePos(offset)
    return { file, line, column: Math.max(1, col) }
  }
  // Only the nodes that are needed are looked at and aliases are never followed, so nothing in the file can multiply.
  const document = parseDocument(front.yaml, { version: '1.2', schema: 'core', stringKeys: true, prettyErrors: false, lineCounter: lines, logLevel: 'silent' })
  const problems: Problem[] = [...document.errors, ...document.warnings].map(({ message, pos }) => ({
    code: 'task.yaml',
    what: `the front matter is not valid YAML (${message})`,
    place: placeAt(pos[0]),
    remedy: 'Put texts with a colon, a hash or a quote in quotes, give each key once, and indent with spaces.',
  }))
  const fields = new Fields(document, placeAt)
  const [broken, ...more] = problems
  if (broken !== undefined) return mistaken(broken, ...more)
  const id = parseTaskId(fields.text('id', problems) ?? '')
  if (!id.ok) problems.push({ ...id.problems[0], ...(fields.has('id') ? {} : { what: '`id` is missing' }), place: fields.placeOf('id') })
  const title = fields.text('title', problems)
  const status = fields.text('status', problems)
  const labels = fields.labels(problems)
  const [first, ...others] = problems
  if (first !== undefined) return mistaken(first, ...others)
  if (!id.ok) return id
  return parsed({ task: { id: id.value, title: title ?? id.value, ...(status === undefined ? {} : { status }), labels }, node: labelNode(fields.pair('labels')), front })
}

/** Looks at single keys of the front matter. */
class Fields {
  readonly #pairs: readonly Pair[]
  readonly #placeAt: (offset: number) => Place

  constructor(document: Document.Parsed, placeAt: (offset: number) => Place) {
    this.#pairs = isMap(document.contents) ? document.contents.items : []
    this.#placeAt = placeAt
  }

  pair(key: string): Pair | undefined {
    return this.#pairs.find((pair) => isScalar(pair.key) && pair.key.value === key)
  }

  has(key: string): boolean {
    return this.pair(key) !== undefined
  }

  placeOf(key: string): Place {
    const pair = this.pair(key)
    return this.#place(isNodeWithRange(pair?.value) ? pair.value : pair?.key)
  }

  text(key: string, problems: Problem[]): string | undefined {
    const value = this.pair(key)?.value
    if (value === undefined || value === null || (isScalar(value) && value.value === null)) return undefined
    const text = plainText(value)
    if (text === undefined) problems.push({ code: 'task.not-a-text', what: `\`${key}\` is not a text`, place: this.placeOf(key), remedy: 'Put it in quotes.' })
    return text
  }

  /** A list in flow or block style; a single text is read as names with commas between them. */
  labels(problems: Problem[]): readonly string[] {
    const value = this.pair('labels')?.value
    if (value === undefined || value === null) return []
    if (isScalar(value)) return value.value === null ? [] : namesIn(plainText(value) ?? '')
    if (!isSeq(value)) {
      const what = isAlias(value) ? '`labels` repeats another list' : '`labels` is not a list'
      problems.push({ code: 'task.labels-form', what, place: this.placeOf('labels'), remedy: 'Write `labels: [a, b]`, or one `- label` a line.' })
      return []
    }
    return value.items.flatMap((item) => {
      const text = plainText(item)
      if (text !== undefined) return [text]
      problems.push({ code: 'task.label-form', what: 'a label that is not a text', place: this.#place(item), remedy: 'Write it without a blank after the colon, or in quotes: `- "workflow:Validated"`.' })
      return []
    })
  }

  #place(node: unknown): Place {
    return this.#placeAt(isNodeWithRange(node) ? node.range[0] : 0)
  }
}

function isNodeWithRange(node: unknown): node is Node & { readonly range: readonly [number, number, number] } {
  return typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range)
}

/** The text of a plain value as it is written: an id `42.10` is not the number 42.1. */
function plainText(node: unknown): string | undefined {
  if (!isScalar(node) || node.value === null) return undefined
  if (typeof node.value === 'string') return node.value
  return typeof node.source === 'string' ? node.source : undefined
}

/** Where the labels stand, for the edit. */
function labelNode(pair: Pair | undefined): LabelNode {
  if (pair === undefined || !isScalar(pair.key)) return { kind: 'absent' }
  const keyEnd = pair.key.range?.[1] ?? 0
  const { value } = pair
  if (isSeq(value)) {
    const items = value.items.flatMap((item) => (isScalar(item) && item.range ? [{ label: plainText(item) ?? '', start: item.range[0], end: item.range[1] }] : []))
    const [start = 0, end = 0] = value.range ?? []
    return { kind: value.flow === true ? 'flow' : 'block', keyEnd, items, start, end }
  }
  if (isScalar(value) && value.range && value.range[1] > value.range[0]) return { kind: 'scalar', keyEnd, text: typeof value.value === 'string' ? value.value : '', start: value.range[0], end: value.range[1] }
  return { kind: 'empty', keyEnd }
}
