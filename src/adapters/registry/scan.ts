import { anchorScanner, type AnchorScanner } from '../../domain/artifact/anchors.ts'
import { importAnchors, isImport, mayImport } from '../../domain/artifact/dependencies.ts'
import type { Finding } from '../../domain/artifact/safety.ts'
import { isSecret, SECRET_ANCHORS, SECRET_REMEDY, WINDOW } from '../../domain/artifact/secrets.ts'

/** Bytes in front of a piece that are looked at again with it: a whole window, and what stands before an anchor. */
export const CARRY = WINDOW + 64
const BEFORE = 64
const MOST_ANCHORS = 100_000
const MOST_FINDINGS = 20

/** A finding by its place in the file's bytes; the line is counted only for the few files that have one. */
export interface Hit {
  readonly finding: Finding
  readonly offset: number
}

/** Looks through the bytes of one file after another while they are packed. */
export class ContentScan {
  readonly hits: Hit[] = []
  /** Packages that the service's own source imports. */
  readonly imported = new Set<string>()
  readonly #secrets = anchorScanner(SECRET_ANCHORS.map(({ anchor }) => anchor))
  readonly #imports: { readonly scanner: AnchorScanner; readonly names: readonly string[] } | undefined
  #path = ''
  #anchors = 0
  #findings = 0
  #own = false

  constructor(dependencies: readonly string[]) {
    const names = dependencies.flatMap((name) => importAnchors(name).map(() => name))
    if (names.length > 0) this.#imports = { scanner: anchorScanner(dependencies.flatMap(importAnchors)), names }
  }

  begin(path: string): void {
    this.#path = path
    this.#anchors = 0
    this.#findings = 0
    this.#own = mayImport(path)
  }

  /** Looks for everything that begins in [from, to) of `bytes`; byte `from` is byte `offset` of the file. Bytes before `from`, from `least` on, belong to the file. */
  look(bytes: Buffer, from: number, to: number, place: { readonly offset: number; readonly least: number }): void {
    this.#secrets.scan(bytes, from, to, (index, at) => this.#secret(bytes, index, at, place.offset + at - from, place.least))
    if (!this.#own || this.#imports === undefined) return
    const { scanner, names } = this.#imports
    scanner.scan(bytes, from, to, (index, at) => {
      const name = names[index]
      if (name !== undefined && isImport(bytes.toString('latin1', Math.max(place.least, at - BEFORE), at))) this.imported.add(name)
    })
  }

  #secret(bytes: Buffer, index: number, at: number, offset: number, least: number): void {
    const anchor = SECRET_ANCHORS[index]
    if (anchor === undefined || this.#findings >= MOST_FINDINGS) return
    this.#anchors++
    // A file made of nothing but beginnings of secrets is not searched to its end; it is not let through either.
    if (this.#anchors === MOST_ANCHORS) this.#add('unsearchable', 'holds too many beginnings of secrets to be searched', offset)
    if (this.#anchors >= MOST_ANCHORS) return
    const before = at > least ? bytes.toString('latin1', at - 1, at) : ''
    if (isSecret(anchor.rule, bytes.toString('latin1', at, Math.min(at + WINDOW, bytes.length)), before)) this.#add(anchor.rule.rule, anchor.rule.what, offset)
  }

  #add(rule: string, what: string, offset: number): void {
    this.#findings++
    this.hits.push({ finding: { kind: 'secret', path: this.#path, rule, what, remedy: SECRET_REMEDY }, offset })
  }
}
