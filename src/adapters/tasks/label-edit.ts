// Splicing one label into or out of front matter, in the style that is there. Offsets are those of the text.

export interface LabelItem {
  readonly label: string
  readonly start: number
  readonly end: number
}

export type LabelNode =
  | { readonly kind: 'absent' }
  /** `labels:` and nothing. */
  | { readonly kind: 'empty'; readonly keyEnd: number }
  /** `labels: a, b` */
  | { readonly kind: 'scalar'; readonly keyEnd: number; readonly text: string; readonly start: number; readonly end: number }
  | { readonly kind: 'flow' | 'block'; readonly keyEnd: number; readonly items: readonly LabelItem[]; readonly start: number; readonly end: number }

/** The text with the label added at the end of the list. */
export function labelsInserted(text: string, node: LabelNode, label: string): string {
  const eol = text.includes('\r\n') ? '\r\n' : '\n'
  switch (node.kind) {
    case 'absent':
      return `${text}labels: [${written(label)}]${eol}`
    case 'empty':
      return spliced(text, { at: afterColon(text, node.keyEnd), insert: ` [${written(label)}]` })
    case 'scalar': {
      const labels = namesIn(node.text)
      return spliced(text, { at: node.start, to: node.end, insert: `[${[...labels, label].map((one) => written(one)).join(', ')}]` })
    }
    case 'flow': {
      const last = node.items.at(-1)
      if (last === undefined) return spliced(text, { at: node.start + 1, insert: written(label) })
      return spliced(text, { at: last.end, insert: `, ${written(label, text[last.start])}` })
    }
    case 'block': {
      const last = node.items.at(-1)
      if (last === undefined) return text
      const end = lineEnd(text, last.end)
      return spliced(text, { at: end, insert: `${text.slice(lineStart(text, last.start), last.start)}${written(label, text[last.start])}${eol}` })
    }
  }
}

/** The text without the label, wherever the list names it. */
export function labelsRemoved(text: string, node: LabelNode, label: string): string {
  if (node.kind === 'scalar') {
    const labels = namesIn(node.text)
    const kept = labels.filter((one) => one !== label)
    return kept.length === labels.length ? text : spliced(text, { at: node.start, to: node.end, insert: kept.length === 0 ? '[]' : kept.map((one) => written(one)).join(', ') })
  }
  if (node.kind !== 'flow' && node.kind !== 'block') return text
  const { items } = node
  // From the end, so that the offsets of the ones before stay true.
  const cut = items.reduceRight((now, item, index) => {
    if (item.label !== label) return now
    return node.kind === 'block' ? spliced(now, { at: lineStart(now, item.start), to: lineEnd(now, item.end), insert: '' }) : flowItemRemoved(now, { item, before: items[index - 1], after: nextKept(items, index, label) })
  }, text)
  const isEmptied = node.kind === 'block' && items.every((item) => item.label === label)
  return isEmptied ? spliced(cut, { at: afterColon(cut, node.keyEnd), insert: ' []' }) : cut
}

/** The item after this one; the ones of the same label behind it are gone already. */
function nextKept(items: readonly LabelItem[], index: number, label: string): LabelItem | undefined {
  const next = items[index + 1]
  return next?.label === label ? undefined : next
}

function flowItemRemoved(text: string, place: { readonly item: LabelItem; readonly before: LabelItem | undefined; readonly after: LabelItem | undefined }): string {
  const { item, before, after } = place
  const from = lineStart(text, item.start)
  const line = text.slice(from, lineEnd(text, item.end))
  const own = text.slice(item.start, item.end)
  const isAlone = line.trim() === own || line.trim() === `${own},`
  if (isAlone) return spliced(text, { at: from, to: from + line.length, insert: '' })
  const isPlainGap = (gap: string): boolean => /^[ ,]*$/.test(gap)
  if (after !== undefined && isPlainGap(text.slice(item.end, after.start))) return spliced(text, { at: item.start, to: after.start, insert: '' })
  if (before !== undefined && isPlainGap(text.slice(before.end, item.start))) return spliced(text, { at: before.end, to: item.end, insert: '' })
  // Neighbours on other lines: only the item and its own comma go, a comma left at the end is allowed.
  const comma = /^[ \t]{0,20},/.exec(text.slice(item.end, item.end + 30))?.[0] ?? ''
  return spliced(text, { at: item.start, to: item.end + comma.length, insert: '' })
}

/** `a, b` */
export function namesIn(text: string): readonly string[] {
  return text.split(',').map((one) => one.trim()).filter((one) => one !== '')
}

function spliced(text: string, change: { readonly at: number; readonly to?: number; readonly insert: string }): string {
  return text.slice(0, change.at) + change.insert + text.slice(change.to ?? change.at)
}

function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1
}

function lineEnd(text: string, offset: number): number {
  const end = text.indexOf('\n', offset)
  return end < 0 ? text.length : end + 1
}

function afterColon(text: string, keyEnd: number): number {
  return text.indexOf(':', keyEnd) + 1
}

const PLAIN = /^[A-Za-z](?:[A-Za-z0-9_.\/-]|:(?=\S)| (?=[A-Za-z0-9])){0,200}$/
const AMBIGUOUS = /^(?:true|false|null|y|n|yes|no|on|off)$/i

/** A label as YAML, quoted like its neighbour, and whenever it could be read as something else. */
function written(label: string, neighbour?: string): string {
  if (neighbour === "'" && !/[^ -~]/.test(label)) return `'${label.replaceAll("'", "''")}'`
  const isPlain = neighbour !== '"' && PLAIN.test(label) && !AMBIGUOUS.test(label)
  return isPlain ? label : JSON.stringify(label)
}
