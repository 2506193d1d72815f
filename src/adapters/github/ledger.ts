// The ledger on GitHub's git refs: one ref for each environment, one commit for each entry. A ref is only ever created or moved fast-forward
// (`force: false`), so GitHub itself decides every race. Reading costs two requests, or one when nothing has changed; appending costs two.
import { decodeEntry, encodeEntry, MAX_ENTRY_LENGTH } from '../../domain/ledger/codec.ts'
import type { Entry, Head, LedgerKey } from '../../domain/ledger/entry.ts'
import { isSameLedger, nameLedger, parseNamespace, printable, refOf } from '../../domain/ledger/ref.ts'
import { AdapterError } from '../../errors.ts'
import type { LedgerStore } from '../../ports.ts'
import type { GitHub } from './client.ts'
import type { Purpose } from './failure.ts'
import { GitObjects, type Stored } from './git-objects.ts'
import { moveRef } from './move-ref.ts'

/** Opens the ledgers below the namespace of the client's repository. Throws `bad_input` when it is no namespace. */
export function openGitHubLedger(github: GitHub, namespace: string): LedgerStore {
  const checked = parseNamespace(namespace)
  if (!checked.ok) {
    const [problem] = checked.problems
    throw new AdapterError({ code: 'bad_input', message: `ledger namespace ${namespace}: ${problem.what}`, remedy: problem.remedy })
  }
  return new GitHubLedger(github, namespace)
}

class GitHubLedger implements LedgerStore {
  readonly #github: GitHub
  readonly #objects: GitObjects
  readonly #namespace: string

  constructor(github: GitHub, namespace: string) {
    this.#github = github
    this.#objects = new GitObjects(github)
    this.#namespace = namespace
  }

  async read(key: LedgerKey): Promise<Head | undefined> {
    const ref = refOf(key, this.#namespace)
    const oid = await this.#objects.tip(ref, reading(ref))
    return oid === undefined ? undefined : (await this.#headAt(oid, ref, key)).head
  }

  async append(entry: Entry, parent: string | undefined, options: { readonly commit: string }): Promise<{ readonly kind: 'appended'; readonly head: Head } | { readonly kind: 'conflict' }> {
    const ref = refOf(entry.key, this.#namespace)
    const purpose: Purpose = { what: `write the ledger ${ref}`, permission: 'contents: write' }
    const message = encodeEntry(entry)
    if (message.length > MAX_ENTRY_LENGTH) {
      throw new AdapterError({ code: 'ledger_unwritable', message: `the entry has ${message.length} characters, at most ${MAX_ENTRY_LENGTH} are allowed`, remedy: 'Shorten the reasons and messages that were given; lift old quarantines.' })
    }
    if (!/^[0-9a-f]{40}([0-9a-f]{24})?$/.test(options.commit)) {
      throw new AdapterError({ code: 'bad_input', message: `not a full commit id: ${printable(options.commit)}`, remedy: 'Give the full lower-case id, as `git rev-parse HEAD` prints it.' })
    }
    const tree = await this.#objects.treeOf(options.commit, purpose)
    const oid = await this.#objects.create({ message, tree, parents: parent === undefined ? [] : [parent] }, purpose)
    const moved = await moveRef(this.#github, this.#objects, { ref, from: parent, to: oid, purpose })
    if (moved === 'moved') return { kind: 'appended', head: { oid, entry } }
    // Our commit may be in the chain although the answer was lost and others have written since.
    return moved === 'unclear' && (await this.#isInChain(oid, { ref, key: entry.key, height: entry.height })) ? { kind: 'appended', head: { oid, entry } } : { kind: 'conflict' }
  }

  async *history(key: LedgerKey): AsyncGenerator<Head> {
    const ref = refOf(key, this.#namespace)
    for (let oid = await this.#objects.tip(ref, reading(ref)); oid !== undefined; ) {
      const { head, parent } = await this.#headAt(oid, ref, key)
      yield head
      oid = parent
    }
  }

  async keys(): Promise<readonly LedgerKey[]> {
    const refs = await this.#objects.refsBelow(this.#namespace, reading(this.#namespace))
    const own = refs.filter(({ ref }) => ref.slice(this.#namespace.length + 1).split('/').length === 2)
    const heads: Head[] = []
    // One after the other: GitHub asks for that (FACTS: rate limits).
    for (const { ref, oid } of own) heads.push((await this.#headAt(oid, ref, undefined)).head)
    return heads.map((head) => head.entry.key)
  }

  async #isInChain(oid: string, where: { readonly ref: string; readonly key: LedgerKey; readonly height: number }): Promise<boolean> {
    for await (const head of this.history(where.key)) {
      if (head.oid === oid) return true
      if (head.entry.height <= where.height) return false
    }
    return false
  }

  async #headAt(oid: string, ref: string, key: LedgerKey | undefined): Promise<{ readonly head: Head; readonly parent: string | undefined }> {
    const stored = await this.#objects.commit(oid, reading(ref))
    if (stored === undefined) throw unreadable(ref, `the ref exists, but the commit ${oid.slice(0, 12)} cannot be read`)
    return { head: { oid, entry: entryIn(stored, ref, key) }, parent: stored.parents[0] }
  }
}

function entryIn(stored: Stored, ref: string, key: LedgerKey | undefined): Entry {
  const decoded = decodeEntry(stored.message)
  if (!decoded.ok) {
    const [problem] = decoded.problems
    throw new AdapterError({ code: problem.code, message: `${ref} at ${stored.oid.slice(0, 12)}: ${problem.what} (found: ${problem.value ?? ''})`, remedy: problem.remedy })
  }
  const entry = decoded.value
  if (stored.parents.length > 1) throw unreadable(ref, `entry ${entry.height} has ${stored.parents.length} parents`)
  if (key !== undefined && !isSameLedger(entry.key, key)) throw unreadable(ref, `entry ${entry.height} belongs to ${nameLedger(entry.key)}`)
  return entry
}

function reading(ref: string): Purpose {
  return { what: `read the ledger ${ref}`, permission: 'contents: read' }
}

function unreadable(ref: string, why: string): AdapterError {
  return new AdapterError({
    code: 'ledger_unreadable',
    message: `${ref}: ${why}`,
    remedy: `Look at it with \`git fetch origin ${ref} && git log FETCH_HEAD\`. docs/reference/ledger.md says how to move it back to the last good entry.`,
  })
}
