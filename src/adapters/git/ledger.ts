// The ledger in the local repository: one ref for each environment, one commit for each entry, compare-and-swap by update-ref.
import type { Entry, Head, LedgerKey } from '../../domain/ledger/entry.ts'
import { encodeEntry, decodeEntry, MAX_ENTRY_LENGTH } from '../../domain/ledger/codec.ts'
import { isSameLedger, nameLedger, parseNamespace, printable, refOf } from '../../domain/ledger/ref.ts'
import { AdapterError } from '../../errors.ts'
import type { LedgerStore } from '../../ports.ts'
import { readObjects, type GitObject } from './cat-file.ts'
import { parseCommit } from './commit.ts'
import { gitFailed, type Git } from './git.ts'

/** Entries read by one pair of git processes while walking the history. */
const PAGE = 100
/** How often a ref that did not move is tried again: a lock file of git that another process holds for a moment looks like that. */
const ATTEMPTS = 5

/** Opens the ledgers below the namespace. Throws `bad_input` when it is not one. */
export function openGitLedger(git: Git, namespace: string): LedgerStore {
  const checked = parseNamespace(namespace)
  if (!checked.ok) {
    const [problem] = checked.problems
    throw new AdapterError({ code: 'bad_input', message: `ledger namespace ${namespace}: ${problem.what}`, remedy: problem.remedy })
  }
  return {
    read: (key) => read(git, refOf(key, namespace), key),
    append: (entry, parent, options) => append(git, refOf(entry.key, namespace), { entry, parent, commit: options.commit }),
    history: (key) => history(git, refOf(key, namespace), key),
    keys: () => keys(git, namespace),
  }
}

async function read(git: Git, ref: string, key: LedgerKey): Promise<Head | undefined> {
  for (let attempt = 1; ; attempt += 1) {
    const [object] = await readObjects(git, [ref])
    if (object?.kind === 'found') return headOf(object, ref, key).head
    // `cat-file` calls a ref missing too when what it points at is gone, and a lock must never look free because of that.
    const state = await refState(git, ref)
    if (state.kind === 'absent') return undefined
    if (state.kind === 'broken' || attempt >= ATTEMPTS) {
      throw unreadable(ref, `the ref exists, but what it points at cannot be read${state.kind === 'broken' ? `: ${state.said}` : ''}`)
    }
  }
}

type RefState = { readonly kind: 'absent' } | { readonly kind: 'present'; readonly oid: string } | { readonly kind: 'broken'; readonly said: string }

async function refState(git: Git, ref: string): Promise<RefState> {
  const result = await git.run(['for-each-ref', '--format=%(objectname) %(refname)', ref])
  const line = result.stdout.toString('utf8').split('\n').find((one) => one.endsWith(` ${ref}`))
  if (line !== undefined) return { kind: 'present', oid: line.slice(0, line.indexOf(' ')) }
  const said = result.stderr.trim()
  return result.code === 0 && said === '' ? { kind: 'absent' } : { kind: 'broken', said: said.slice(-300) }
}

function headOf(object: Extract<GitObject, { kind: 'found' }>, ref: string, key: LedgerKey | undefined): { readonly head: Head; readonly parent: string | undefined } {
  if (object.type !== 'commit') throw unreadable(ref, `it points at a ${object.type}, not at a commit`)
  const { parents, message } = parseCommit(object.bytes)
  const decoded = decodeEntry(message)
  if (!decoded.ok) {
    const [problem] = decoded.problems
    const place = `${ref} at ${object.oid.slice(0, 12)}`
    throw new AdapterError({ code: problem.code, message: `${place}: ${problem.what} (found: ${problem.value ?? ''})`, remedy: problem.remedy })
  }
  const entry = decoded.value
  if (parents.length > 1) throw unreadable(ref, `entry ${entry.height} has ${parents.length} parents`)
  if (key !== undefined && !isSameLedger(entry.key, key)) throw unreadable(ref, `entry ${entry.height} belongs to ${nameLedger(entry.key)}`)
  return { head: { oid: object.oid, entry }, parent: parents[0] }
}

async function append(
  git: Git,
  ref: string,
  what: { readonly entry: Entry; readonly parent: string | undefined; readonly commit: string },
): Promise<{ readonly kind: 'appended'; readonly head: Head } | { readonly kind: 'conflict' }> {
  const { entry, parent } = what
  const oid = await commitEntry(git, what)
  const zero = '0'.repeat(oid.length)
  // --no-deref: a ref that someone made symbolic must not lead the write to another one.
  const args = ['update-ref', '--no-deref', '-m', 'flowspec-operate', ref, oid, parent ?? zero]
  for (let attempt = 1; ; attempt += 1) {
    const result = await git.run(args)
    if (result.code === 0) return { kind: 'appended', head: { oid, entry } }
    // The words of git are for people; only the ref itself says whether someone else was first.
    const state = await refState(git, ref)
    if (state.kind === 'present' && state.oid === oid) return { kind: 'appended', head: { oid, entry } }
    if ((state.kind === 'present' ? state.oid : undefined) !== parent && state.kind !== 'broken') return { kind: 'conflict' }
    if (attempt >= ATTEMPTS) throw unwritable(ref, gitFailed(args, result, git.directory))
  }
}

/** The commit of an entry. Nothing refers to it yet: a crash from here to update-ref leaves only an object that git collects some day. */
async function commitEntry(git: Git, what: { readonly entry: Entry; readonly parent: string | undefined; readonly commit: string }): Promise<string> {
  const { entry, parent, commit } = what
  const message = encodeEntry(entry)
  if (message.length > MAX_ENTRY_LENGTH) {
    throw new AdapterError({ code: 'ledger_unwritable', message: `the entry has ${message.length} characters, at most ${MAX_ENTRY_LENGTH} are allowed`, remedy: 'Shorten the reasons and messages that were given; lift old quarantines.' })
  }
  if (!/^[0-9a-f]{40}([0-9a-f]{24})?$/.test(commit)) {
    throw new AdapterError({ code: 'bad_input', message: `not a full commit id: ${printable(commit)}`, remedy: 'Give the full lower-case id, as `git rev-parse HEAD` prints it.' })
  }
  const date = `@${Math.floor(entry.at / 1000)} +0000`
  const author = printable(entry.actor).replace(/[<>]/g, ' ').trim() || 'unknown'
  const args = ['commit-tree', `${commit}^{tree}`, ...(parent === undefined ? [] : ['-p', parent]), '-F', '-']
  const result = await git.run(args, {
    stdin: message,
    env: {
      GIT_AUTHOR_NAME: /[^.,:;"'\\\s]/.test(author) ? author : 'unknown',
      GIT_AUTHOR_EMAIL: 'actor@flowspec.invalid',
      GIT_AUTHOR_DATE: date,
      GIT_COMMITTER_NAME: 'flowspec-operate',
      GIT_COMMITTER_EMAIL: 'operate@flowspec.invalid',
      GIT_COMMITTER_DATE: date,
    },
  })
  if (result.code !== 0) throw unwritable(nameLedger(entry.key), gitFailed(args, result, git.directory))
  return result.stdout.toString('utf8').trim()
}

async function* history(git: Git, ref: string, key: LedgerKey): AsyncGenerator<Head> {
  const newest = await read(git, ref, key)
  let from = newest?.oid
  while (from !== undefined) {
    const args = ['rev-list', `--max-count=${PAGE}`, '--end-of-options', from]
    const list = await git.run(args)
    if (list.code !== 0) throw unreadable(ref, gitFailed(args, list, git.directory).message)
    const oids = list.stdout.toString('utf8').split('\n').filter((oid) => oid !== '')
    from = undefined
    for (const [index, object] of (await readObjects(git, oids)).entries()) {
      if (object.kind === 'missing') throw unreadable(ref, `the entry ${oids[index] ?? ''} is missing`)
      const { head, parent } = headOf(object, ref, key)
      yield head
      from = parent
    }
  }
}

async function keys(git: Git, namespace: string): Promise<readonly LedgerKey[]> {
  const args = ['for-each-ref', '--format=%(refname)', `${namespace}/`]
  const result = await git.run(args)
  if (result.code !== 0) throw unreadable(namespace, gitFailed(args, result, git.directory).message)
  const refs = result.stdout.toString('utf8').split('\n').filter((ref) => ref.slice(namespace.length + 1).split('/').length === 2)
  const objects = await readObjects(git, refs)
  return objects.map((object, index) => {
    const ref = refs[index] ?? namespace
    if (object.kind === 'missing') throw unreadable(ref, 'the ref exists, but what it points at cannot be read')
    return headOf(object, ref, undefined).head.entry.key
  })
}

function unreadable(ref: string, why: string): AdapterError {
  return new AdapterError({
    code: 'ledger_unreadable',
    message: `${ref}: ${why}`,
    remedy: `Look at it with \`git log ${ref}\` and \`git fsck\`. docs/reference/ledger.md says how to move it back to the last good entry.`,
  })
}

function unwritable(ref: string, cause: AdapterError): AdapterError {
  return new AdapterError({ code: 'ledger_unwritable', message: `${ref} could not be written: ${cause.message}`, remedy: 'If git names a .lock file and no git process runs, delete that file; otherwise mend what git says.', cause })
}
