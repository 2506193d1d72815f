// Whether a ledger is what its own events say: anyone can check it, trusting nobody who wrote it.
import type { Entry, Head, LedgerState } from './entry.ts'
import { emptyState, fold } from './fold.ts'
import { mayAppend } from './lease.ts'
import { isSameLedger, nameLedger } from './ref.ts'
import { isRecord } from './shape.ts'

/** Something in a chain that this tool would never have written. */
export interface ChainFinding {
  readonly oid: string
  readonly height: number
  readonly what: string
}

/** Checks a whole chain, newest entry first as `history` gives it. An empty list: every entry follows from the one before it. */
export function verifyChain(heads: readonly Head[]): readonly ChainFinding[] {
  const oldestFirst = heads.toReversed()
  const parents = [undefined, ...oldestFirst]
  return oldestFirst.flatMap((head, index) => {
    const parent = parents[index]
    return verifyLink(head.entry, parent?.entry).map((what) => ({ oid: head.oid, height: head.entry.height, what }))
  })
}

/** Checks one entry against the one before it (undefined: it is the first). */
export function verifyLink(entry: Entry, parent: Entry | undefined): readonly string[] {
  const before = parent?.state ?? emptyState
  const expected = (parent?.height ?? 0) + 1
  const findings: string[] = []
  if (entry.height !== expected) findings.push(`has height ${entry.height}, the chain is ${expected} long here`)
  if (parent !== undefined && !isSameLedger(entry.key, parent.key)) {
    findings.push(`belongs to ${nameLedger(entry.key)}, the entry before it to ${nameLedger(parent.key)}`)
  }
  // Entries do not say their fence: whoever is the owner at that moment writes with the present one.
  const refusal = mayAppend(before, entry.event, { run: entry.run, fence: before.lease?.fence, at: entry.at })
  if (refusal !== undefined) findings.push(`must not have been written: ${refusal.sentence}`)
  if (!isSameJson(entry.state, stateAfter(before, entry))) findings.push('says a state that does not follow from what happened')
  return findings
}

function stateAfter(before: LedgerState, entry: Entry): LedgerState {
  const { height, at, run, renewUntil } = entry
  return fold(before, entry.event, { height, at, run, ...(renewUntil === undefined ? {} : { renewUntil }) })
}

/** Equality of JSON values, whatever the order of keys. */
export function isSameJson(a: unknown, b: unknown): boolean {
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((element, index) => isSameJson(element, b[index]))
  if (!isRecord(a)) return a === b
  if (!isRecord(b)) return false
  const keys = Object.keys(a)
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && isSameJson(a[key], b[key]))
}
