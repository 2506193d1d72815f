// Refs and commits of a repository on GitHub, as far as a ledger needs them. Every answer is checked for its form.
import { isRecord } from '../../domain/ledger/shape.ts'
import { AdapterError } from '../../errors.ts'
import { saidIn, type GitHub } from './client.ts'
import { unavailable, type Purpose } from './failure.ts'
import { backoff } from './pause.ts'

export interface Stored {
  readonly oid: string
  readonly parents: readonly string[]
  readonly message: string
}

const OID = /^[0-9a-f]{40}([0-9a-f]{24})?$/
/** How often something that must be there is looked for: GitHub has answered 404 for seconds after a creation (FAULTS B14). */
const LOOKS = 4
/** Commits never change, so the newest ones are kept. */
const KEPT = 32

export class GitObjects {
  readonly #github: GitHub
  readonly #commits = new Map<string, Stored>()
  readonly #trees = new Map<string, string>()

  constructor(github: GitHub) {
    this.#github = github
  }

  /** What a ref points at; undefined when it does not exist. A 404 alone does not say so: a list in which it is missing does. */
  async tip(ref: string, purpose: Purpose): Promise<string | undefined> {
    for (let round = 0; ; round += 1) {
      const { status, data } = await this.#github.read(`git/ref/${pathOf(ref)}`, purpose)
      if (status === 200) return oidOfRef(data, ref, purpose)
      const listed = (await this.refsBelow(ref, purpose)).find((one) => one.ref === ref)
      if (listed === undefined) return undefined
      if (round + 1 >= LOOKS) throw unavailable(purpose, `${ref} is in the list of refs and cannot be read (${status})`)
      await this.#github.pause({ error: unavailable(purpose, 'it is not there yet'), pause: { kind: 'failed', ms: backoff(round) } }, round, purpose)
    }
  }

  /** Every ref that begins with the name. */
  async refsBelow(name: string, purpose: Purpose): Promise<readonly { readonly ref: string; readonly oid: string }[]> {
    const list = await this.#github.readAll(`git/matching-refs/${pathOf(name)}`, purpose)
    if (list === undefined) {
      throw new AdapterError({
        code: 'github_forbidden',
        message: `GitHub could not ${purpose.what}: there is no repository ${this.#github.repository} for this token`,
        remedy: `Check GITHUB_REPOSITORY, and add \`${purpose.permission}\` to \`permissions:\` of the job.`,
      })
    }
    return list.map((one) => {
      const ref = isRecord(one) && typeof one['ref'] === 'string' ? one['ref'] : undefined
      if (ref === undefined) throw unavailable(purpose, 'a ref in the list has no name')
      return { ref, oid: oidOfRef(one, ref, purpose) }
    })
  }

  /** A commit; undefined when GitHub does not know it, even after a while. */
  async commit(oid: string, purpose: Purpose): Promise<Stored | undefined> {
    const kept = this.#commits.get(oid)
    if (kept !== undefined) return kept
    for (let round = 0; round < LOOKS; round += 1) {
      const { status, data } = await this.#github.read(`git/commits/${oid}`, purpose)
      if (status === 200) return this.#keep(storedIn(data, purpose))
      if (round + 1 < LOOKS) await this.#github.pause({ error: unavailable(purpose, `the commit ${oid.slice(0, 12)} is not there`), pause: { kind: 'failed', ms: backoff(round) } }, round, purpose)
    }
    return undefined
  }

  /** The tree of a commit of the source. Throws `ledger_unwritable` when GitHub does not have the commit. */
  async treeOf(commit: string, purpose: Purpose): Promise<string> {
    const kept = this.#trees.get(commit)
    if (kept !== undefined) return kept
    const { status, data } = await this.#github.read(`git/commits/${commit}`, purpose)
    if (status !== 200) {
      throw new AdapterError({ code: 'ledger_unwritable', message: `the commit ${commit.slice(0, 12)} is not in ${this.#github.repository} (${status})`, remedy: 'Push it first; a ledger on GitHub records only what is there.' })
    }
    const tree = isRecord(data) && isRecord(data['tree']) ? data['tree']['sha'] : undefined
    if (typeof tree !== 'string' || !OID.test(tree)) throw unavailable(purpose, `the commit ${commit.slice(0, 12)} has no tree`)
    this.#trees.set(commit, tree)
    return tree
  }

  /**
   * Creates a commit that nothing points at yet and returns its id. Without author and committer GitHub names the token's owner and signs
   * it. A try whose answer was lost leaves at most a commit that nobody sees, so it may be repeated.
   */
  async create(commit: { readonly message: string; readonly tree: string; readonly parents: readonly string[] }, purpose: Purpose): Promise<string> {
    for (let round = 0; ; round += 1) {
      const written = await this.#github.write('POST', 'git/commits', commit, purpose)
      if (written.kind === 'unsure') {
        await this.#github.pause(written, round, purpose)
        continue
      }
      if (written.status === 201) {
        const made = storedIn(written.data, purpose)
        if (made.parents.join(' ') !== commit.parents.join(' ')) throw unavailable(purpose, 'the commit that it made has other parents')
        return this.#keep(made).oid
      }
      throw new AdapterError({
        code: 'ledger_unwritable',
        message: `GitHub could not ${purpose.what}: it takes no commit (${written.status}: ${saidIn(written.data)})`,
        remedy: written.status === 404 ? `Add \`${purpose.permission}\` to \`permissions:\` of the job.` : 'Look at what GitHub says; the entry before this one must be in the repository.',
      })
    }
  }

  #keep(stored: Stored): Stored {
    this.#commits.set(stored.oid, stored)
    const [oldest] = this.#commits.keys()
    if (this.#commits.size > KEPT && oldest !== undefined) this.#commits.delete(oldest)
    return stored
  }
}

/** `refs/a/b` as the path of the API: without `refs/`, every part encoded. */
export function pathOf(ref: string): string {
  return ref.replace(/^refs\//, '').split('/').map(encodeURIComponent).join('/')
}

/** The commit that a ref's answer names. Throws when it names none, or another ref. */
export function oidOfRef(data: unknown, ref: string, purpose: Purpose): string {
  const object = isRecord(data) && data['ref'] === ref ? data['object'] : undefined
  if (!isRecord(object) || typeof object['sha'] !== 'string' || !OID.test(object['sha'])) throw unavailable(purpose, `the answer does not say what ${ref} points at`)
  if (object['type'] !== 'commit') throw new AdapterError({ code: 'ledger_unreadable', message: `${ref} points at a ${String(object['type'])}, not at a commit`, remedy: 'docs/reference/ledger.md says how to move it back to the last good entry.' })
  return object['sha']
}

function storedIn(data: unknown, purpose: Purpose): Stored {
  const parents = isRecord(data) && Array.isArray(data['parents']) ? data['parents'].map((parent: unknown) => (isRecord(parent) ? parent['sha'] : undefined)) : [undefined]
  if (!isRecord(data) || typeof data['sha'] !== 'string' || typeof data['message'] !== 'string' || parents.some((sha) => typeof sha !== 'string')) {
    throw unavailable(purpose, 'the answer is no commit')
  }
  return { oid: data['sha'], message: data['message'], parents: parents.filter((sha) => typeof sha === 'string') }
}
