import { isAlias, isMap, isNode, isScalar, isSeq, type Document, type LineCounter, type Node } from 'yaml'
import type { Place } from '../domain/problem.ts'

/** Finds a part of a file by its path. `key` points at the key instead of the value. A part that is not there is placed at its nearest parent. */
export type Locate = (path: readonly PropertyKey[], at?: 'key' | 'value') => Place

/** A locator for one document. */
export function locator(document: Document.Parsed, file: string, lines: LineCounter): Locate {
  return (path, at = 'value') => {
    let node: Node | null = document.contents
    let offset = 0
    for (const [depth, part] of path.entries()) {
      const step = child(node, part)
      if (step === undefined) break
      const isLast = depth === path.length - 1
      const begins = isLast && at === 'value' ? start(step.value) ?? step.key : step.key
      offset = begins ?? offset
      node = resolved(step.value, document)
    }
    const { line, col } = lines.linePos(offset)
    return { file, line: Math.max(1, line), column: Math.max(1, col) }
  }
}

function child(node: Node | null, part: PropertyKey): { readonly key: number | undefined; readonly value: Node | null } | undefined {
  if (isMap(node)) {
    const pair = node.items.find(({ key }) => (isScalar(key) ? String(key.value) : key) === part)
    if (pair === undefined) return undefined
    return { key: isNode(pair.key) ? start(pair.key) : undefined, value: isNode(pair.value) ? pair.value : null }
  }
  if (isSeq(node) && typeof part === 'number') {
    const item = node.items[part]
    return isNode(item) ? { key: start(item), value: item } : undefined
  }
  return undefined
}

function start(node: Node | null): number | undefined {
  return node?.range?.[0]
}

function resolved(node: Node | null, document: Document.Parsed): Node | null {
  return isAlias(node) ? node.resolve(document) ?? null : node
}
