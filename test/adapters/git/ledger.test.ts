import { chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { openGit } from '../../../src/adapters/git/git.ts'
import { openGitLedger } from '../../../src/adapters/git/ledger.ts'
import { verifyChain } from '../../../src/domain/ledger/chain.ts'
import { encodeEntry } from '../../../src/domain/ledger/codec.ts'
import type { Head, LedgerEvent } from '../../../src/domain/ledger/entry.ts'
import { refOf } from '../../../src/domain/ledger/ref.ts'
import type { LedgerStore } from '../../../src/ports.ts'
import { collect, entryAfter, ledgerContract } from '../../contract/ledger-contract.ts'
import { BARE_ENV, openSandbox, type Sandbox } from './sandbox.ts'

const NAMESPACE = 'refs/flowspec'
const KEY = { service: 'shop', environment: 'production' }
const REF = 'refs/flowspec/shop/production'
const TAKEN: LedgerEvent = { kind: 'lease-taken', owner: { id: 'run-a', attempt: 1 }, expiresAt: 2_000_000 }

function contractOn(name: string, format: 'sha1' | 'sha256'): void {
  ledgerContract(name, async () => {
    const sandbox = await openSandbox({ format })
    return {
      commit: sandbox.commit,
      open: () => Promise.resolve(openGitLedger(openGit(sandbox.directory, BARE_ENV), NAMESPACE)),
      overwrite: (key, message) => {
        const oid = sandbox.pipe(message, 'commit-tree', `${sandbox.commit}^{tree}`, '-F', '-')
        sandbox.person('update-ref', refOf(key, NAMESPACE), oid)
        return Promise.resolve()
      },
      remove: (key) => {
        sandbox.person('update-ref', '-d', refOf(key, NAMESPACE))
        return Promise.resolve()
      },
      close: () => sandbox.close(),
    }
  })
}

contractOn('in a git repository', 'sha1')
contractOn('in a git repository with sha256 objects', 'sha256')

describe('the ledger in a git repository', () => {
  let sandbox: Sandbox
  let store: LedgerStore

  beforeEach(async () => {
    sandbox = await openSandbox()
    store = openGitLedger(sandbox.git, NAMESPACE)
  })

  afterEach(() => sandbox.close())

  async function append(parent: Head | undefined, event: LedgerEvent, commit = sandbox.commit): Promise<Head> {
    const result = await store.append(entryAfter(parent, event), parent?.oid, { commit })
    if (result.kind === 'conflict') throw new Error('conflict')
    return result.head
  }

  it('is what a person sees with plain git: one commit an entry, the deployed tree, the entry before as only parent', async () => {
    await writeFile(join(sandbox.directory, 'app.js'), 'run()\n')
    sandbox.person('add', 'app.js')
    sandbox.person('commit', '--quiet', '-m', 'Add the app')
    const first = await append(undefined, TAKEN)
    const second = await append(first, { kind: 'lease-released' }, sandbox.person('rev-parse', 'HEAD'))
    expect(sandbox.person('log', '--format=%H %P %an %s', REF).split('\n')).toEqual([
      `${second.oid} ${first.oid} alice shop/production: lock released`,
      `${first.oid}  alice shop/production: lock taken by run run-a attempt 1`,
    ])
    expect(sandbox.person('diff', '--name-only', first.oid, second.oid)).toBe('app.js')
    expect(JSON.parse(sandbox.person('log', '-1', '--format=%b', REF))).toEqual(second.entry)
    expect(sandbox.person('log', '-1', '--format=%ct', REF)).toBe('1000')
    expect(sandbox.person('fsck', '--strict', '--no-dangling')).toBe('')
  })

  it('walks a history of several pages', async () => {
    let head = await append(undefined, TAKEN)
    for (let height = 2; height <= 103; height += 1) head = await append(head, { kind: 'lease-renewed' })
    const heads = await collect(store.history(KEY))
    expect(heads.map((one) => one.entry.height)).toEqual(Array.from({ length: 103 }, (_, index) => 103 - index))
    expect(verifyChain(heads)).toEqual([])
  })

  it('(C06) does not guess from a ref at a blob, a tag, a merge or an object that is missing', async () => {
    const first = await append(undefined, TAKEN)
    const blob = sandbox.pipe(encodeEntry(entryAfter(undefined, TAKEN)), 'hash-object', '-w', '--stdin')
    const merge = sandbox.pipe(encodeEntry(entryAfter(first, { kind: 'lease-released' })), 'commit-tree', `${sandbox.commit}^{tree}`, '-p', first.oid, '-p', sandbox.commit, '-F', '-')
    for (const oid of [blob, merge]) {
      sandbox.person('update-ref', REF, oid)
      await expect(store.read(KEY)).rejects.toMatchObject({ code: 'ledger_unreadable' })
    }
    for (const [content, refusal] of [[`${'1'.repeat(40)}\n`, { message: 'conflict' }], ['garbage\n', { code: 'ledger_unwritable' }], ['', { code: 'ledger_unwritable' }]] as const) {
      await writeFile(join(sandbox.directory, '.git', REF), content)
      await expect(store.read(KEY)).rejects.toMatchObject({ code: 'ledger_unreadable' })
      await expect(append(undefined, TAKEN)).rejects.toMatchObject(refusal)
      expect(await readFile(join(sandbox.directory, '.git', REF), 'utf8')).toBe(content)
    }
  })

  it('(C06) notices an entry in the middle that is not one', async () => {
    const foreign = sandbox.pipe('Work by hand', 'commit-tree', `${sandbox.commit}^{tree}`, '-F', '-')
    const oid = sandbox.pipe(encodeEntry(entryAfter(undefined, TAKEN)), 'commit-tree', `${sandbox.commit}^{tree}`, '-p', foreign, '-F', '-')
    sandbox.person('update-ref', REF, oid)
    expect((await store.read(KEY))?.oid).toBe(oid)
    await expect(collect(store.history(KEY))).rejects.toMatchObject({ code: 'ledger_unreadable' })
  })

  it('does not follow a symbolic ref when it writes', async () => {
    const main = sandbox.person('rev-parse', 'main')
    sandbox.person('symbolic-ref', REF, 'refs/heads/main')
    await expect(store.read(KEY)).rejects.toMatchObject({ code: 'ledger_unreadable' })
    await store.append(entryAfter(undefined, TAKEN), main, { commit: sandbox.commit })
    expect(sandbox.person('rev-parse', 'main')).toBe(main)
  })

  it('(D06) says what to do when git left a lock file behind, and changes nothing', async () => {
    const first = await append(undefined, TAKEN)
    const lock = join(sandbox.directory, '.git', `${REF}.lock`)
    await writeFile(lock, '')
    await expect(append(first, { kind: 'lease-released' })).rejects.toMatchObject({ code: 'ledger_unwritable', message: expect.stringContaining('production.lock'), remedy: expect.stringContaining('.lock file') })
    expect(await store.read(KEY)).toEqual(first)
    await rm(lock)
    expect((await append(first, { kind: 'lease-released' })).entry.height).toBe(2)
  })

  it('needs no user, no signature, no hook and no environment of the machine', async () => {
    const hooks = join(sandbox.directory, '.git', 'hooks')
    await mkdir(hooks, { recursive: true })
    await writeFile(join(hooks, 'reference-transaction'), '#!/bin/sh\nexit 1\n')
    await chmod(join(hooks, 'reference-transaction'), 0o755)
    for (const [name, value] of [['commit.gpgSign', 'true'], ['gpg.program', 'false'], ['user.useConfigOnly', 'true'], ['i18n.commitEncoding', 'latin1'], ['core.logAllRefUpdates', 'always']] as const) {
      sandbox.person('config', name, value)
    }
    const hostile = { ...BARE_ENV, GIT_DIR: '/nowhere', GIT_INDEX_FILE: '/nowhere/index', GIT_OBJECT_DIRECTORY: '/nowhere/objects', GIT_WORK_TREE: '/', GIT_NAMESPACE: 'elsewhere', GIT_PAGER: 'false' }
    const other = openGitLedger(openGit(sandbox.directory, hostile), NAMESPACE)
    const result = await other.append(entryAfter(undefined, TAKEN, { actor: 'Zoë' }), undefined, { commit: sandbox.commit })
    expect(result.kind).toBe('appended')
    expect((await store.read(KEY))?.entry.actor).toBe('Zoë')
    expect(sandbox.person('log', '-1', '--format=%an', '--encoding=UTF-8', REF)).toBe('Zoë')
  })

  it('is one for all work trees of the repository', async () => {
    const tree = `${sandbox.directory}-tree`
    sandbox.person('worktree', 'add', '--quiet', '--detach', tree)
    try {
      const first = await append(undefined, TAKEN)
      expect(await openGitLedger(openGit(tree, BARE_ENV), NAMESPACE).read(KEY)).toEqual(first)
    } finally {
      await rm(tree, { recursive: true, force: true })
    }
  })

  it('lists only refs of ledgers', async () => {
    await append(undefined, TAKEN)
    sandbox.person('update-ref', 'refs/flowspec/other', sandbox.commit)
    sandbox.person('update-ref', 'refs/flowspec/a/b/c', sandbox.commit)
    sandbox.person('update-ref', 'refs/flowspecial/a/b', sandbox.commit)
    expect(await store.keys()).toEqual([KEY])
  })

  it('survives packing and garbage collection', async () => {
    const first = await append(undefined, TAKEN)
    const second = await append(first, { kind: 'lease-released' })
    sandbox.person('gc', '--quiet', '--prune=now')
    expect(await collect(store.history(KEY))).toEqual([second, first])
    expect((await append(second, TAKEN)).entry.height).toBe(3)
  })

  it.each(['', 'flowspec', '--upload-pack=x', 'refs/flowspec/', 'refs/../x'])('refuses the namespace %j', (namespace) => {
    expect(() => openGitLedger(sandbox.git, namespace)).toThrow('not a ref namespace')
  })

  it('says so outside a repository', async () => {
    const outside = await openSandbox()
    await rm(join(outside.directory, '.git'), { recursive: true })
    const lost = openGitLedger(openGit(outside.directory, { ...BARE_ENV, GIT_CEILING_DIRECTORIES: outside.directory }), NAMESPACE)
    await expect(lost.read(KEY)).rejects.toMatchObject({ code: 'ledger_unreadable', message: expect.stringContaining('not a git repository') })
    await expect(lost.keys()).rejects.toMatchObject({ code: 'ledger_unreadable' })
    await expect(lost.append(entryAfter(undefined, TAKEN), undefined, { commit: sandbox.commit })).rejects.toMatchObject({ code: 'ledger_unwritable' })
    await outside.close()
    await expect(lost.read(KEY)).rejects.toMatchObject({ code: 'repository_unusable', message: expect.stringContaining('git cannot be run') })
  })
})
