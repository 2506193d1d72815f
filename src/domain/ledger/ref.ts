import { mistaken, parsed, type Parsed } from '../problem.ts'
import type { LedgerKey } from './entry.ts'
import { sha256Hex } from './sha256.ts'

export const DEFAULT_NAMESPACE = 'refs/flowspec'

const PLAIN = /^[a-z0-9][a-z0-9-]{0,62}$/
const NAMESPACE = /^refs(\/(?!.*\.lock(\/|$))[A-Za-z0-9_][A-Za-z0-9_-]*(\.[A-Za-z0-9_-]+)*){1,8}$/

/** Where ledgers may live: a folder below `refs/` in plain characters, so that no setting can become an option or an odd ref. */
export function parseNamespace(text: string): Parsed<string> {
  if (text.length <= 200 && NAMESPACE.test(text)) return parsed(text)
  return mistaken({
    code: 'ledger.namespace',
    what: 'not a ref namespace',
    value: text.slice(0, 80),
    remedy: 'Give a folder below `refs/` of letters, digits, `-`, `_` and `.`, such as `refs/flowspec` or `refs/heads/flowspec`.',
  })
}

/**
 * The git ref of a ledger. Names that differ only in case or in Unicode composition share one (FAULTS C04); every other
 * pair of names has two. A plain name stands as it is; any other becomes a readable slug, a dot (which plain names never
 * have) and 40 hex digits of the SHA-256 of the name, so that hostile names are harmless (FAULTS C05). The name of the ref
 * is never parsed back: the entry says its own key.
 */
export function refOf(key: LedgerKey, namespace: string): string {
  return `${namespace}/${componentOf(key.service)}/${componentOf(key.environment)}`
}

/** Whether two keys name the same ledger. */
export function isSameLedger(a: LedgerKey, b: LedgerKey): boolean {
  return refOf(a, '') === refOf(b, '')
}

/** As people write it: `shop/production`, whatever the names hold. */
export function nameLedger(key: LedgerKey): string {
  return `${printable(key.service)}/${printable(key.environment)}`
}

/** One line of visible text: control, format, private and unassigned characters and line breaks become spaces. */
export function printable(text: string): string {
  return text.replace(/[\p{C}\p{Zl}\p{Zp}]+/gu, ' ').trim().slice(0, 100)
}

function componentOf(name: string): string {
  const folded = name.normalize('NFC').toLowerCase().normalize('NFC')
  if (PLAIN.test(folded)) return folded
  const slug = folded.replace(/[^a-z0-9]+/g, '-').slice(0, 40).replace(/^-+|-+$/g, '')
  return `${slug === '' ? 'x' : slug}.${sha256Hex(utf16(folded)).slice(0, 40)}`
}

/** UTF-16, big-endian: unlike UTF-8 it keeps lone surrogates apart. */
function utf16(text: string): Uint8Array {
  const view = new DataView(new ArrayBuffer(text.length * 2))
  for (let i = 0; i < text.length; i += 1) view.setUint16(i * 2, text.charCodeAt(i))
  return new Uint8Array(view.buffer)
}
