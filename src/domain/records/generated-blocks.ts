// Generated parts inside a file that people edit: each stands between two markers, everything else is theirs (SPEC H6). The begin
// marker carries a hash of what was generated, so that a hand that reached inside is seen and respected.
import { sha256Hex } from '../ledger/sha256.ts'

/** A part that is generated; the text ends in a newline and holds no marker. */
export interface Block {
  /** Lower case letters, digits and hyphens. */
  readonly section: string
  readonly text: string
}

export interface Merged {
  readonly text: string
  /** Sections that a person edited inside the markers; they were left as they are. */
  readonly edited: readonly string[]
  /** Sections that have no place in the file: their markers were taken away or spoiled, or the file is older than they are. */
  readonly missing: readonly string[]
}

const END = '<!-- operate:end -->'
/** Without a hash it is an empty place that someone made for a block. */
const BEGIN = /^<!-- operate:begin (?<section>[a-z0-9-]{1,40})(?: (?<hash>[0-9a-f]{16}))? -->$/

/** A new file: its parts with an empty line between them. A plain text belongs to people from then on. */
export function newDocument(parts: readonly (Block | string)[]): string {
  return parts.map((part) => (typeof part === 'string' ? `${part}\n` : rendered(part))).join('\n')
}

/**
 * The existing file with its generated blocks brought up to date. Every byte outside the markers stays. A block that was edited by
 * hand is kept and named; one that is gone is not put back, because someone wanted it gone. Line ends inside blocks follow the file's.
 */
export function mergeDocument(existing: string, blocks: readonly Block[]): Merged {
  const lineEnd = existing.includes('\r\n') ? '\r\n' : '\n'
  const found = new Set<string>()
  const edited: string[] = []
  const merged = partsOf(existing).map((part) => {
    const block = part.kind === 'block' ? blocks.find((one) => one.section === part.section) : undefined
    if (part.kind === 'text' || block === undefined || found.has(block.section)) return part.text
    found.add(block.section)
    if (isUntouched(part.body.replaceAll('\r\n', '\n'), part.hash)) return rendered(block).replaceAll('\n', lineEnd).slice(0, -lineEnd.length) + part.tail
    edited.push(block.section)
    return part.text
  })
  return { text: merged.join(''), edited, missing: blocks.map((block) => block.section).filter((section) => !found.has(section)) }
}

/** Takes markers out of text that comes from outside, so that it cannot begin or end a block. */
export function withoutMarkers(text: string): string {
  return text.replace(/<!--(\s*)operate:/g, '<!-$1operate:')
}

function isUntouched(body: string, hash: string): boolean {
  return hash === '' ? body.trim() === '' : hashOf(body) === hash
}

function rendered(block: Block): string {
  const body = withoutMarkers(block.text)
  return `<!-- operate:begin ${block.section} ${hashOf(body)} -->\n${body}${END}\n`
}

function hashOf(body: string): string {
  return sha256Hex(new TextEncoder().encode(body)).slice(0, 16)
}

type Part =
  | { readonly kind: 'text'; readonly text: string }
  /** `tail` is the line end behind the end marker, which the last line of a file may lack. */
  | { readonly kind: 'block'; readonly text: string; readonly section: string; readonly hash: string; readonly body: string; readonly tail: string }

interface Open {
  readonly section: string
  readonly hash: string
  readonly lines: string[]
}

/** Splits a file at its markers. A begin without an end, or with another begin before its end, is ordinary text. */
function partsOf(text: string): readonly Part[] {
  const parts: Part[] = []
  let open: Open | undefined
  for (const line of text.split(/(?<=\n)/)) {
    const plain = line.trimEnd()
    if (BEGIN.test(plain)) {
      if (open !== undefined) parts.push({ kind: 'text', text: open.lines.join('') })
      open = { section: plain.replace(BEGIN, '$<section>'), hash: plain.replace(BEGIN, '$<hash>'), lines: [line] }
    } else if (open === undefined) {
      parts.push({ kind: 'text', text: line })
    } else if (plain === END) {
      const body = open.lines.slice(1).join('')
      parts.push({ kind: 'block', text: [...open.lines, line].join(''), section: open.section, hash: open.hash, body, tail: line.slice(plain.length) })
      open = undefined
    } else {
      open.lines.push(line)
    }
  }
  if (open !== undefined) parts.push({ kind: 'text', text: open.lines.join('') })
  return parts
}
