// What every store of ledgers must do. A store's test calls `ledgerContract` with a way to open it on an empty ledger.
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { verifyChain } from '../../src/domain/ledger/chain.ts'
import { encodeEntry } from '../../src/domain/ledger/codec.ts'
import type { Entry, Head, LedgerEvent, LedgerKey, RunRef } from '../../src/domain/ledger/entry.ts'
import { emptyState, fold } from '../../src/domain/ledger/fold.ts'
import { AdapterError } from '../../src/errors.ts'
import type { LedgerStore } from '../../src/ports.ts'

/** An empty ledger of some store, for one test. */
export interface LedgerHarness {
  /** A commit that exists, full id. */
  readonly commit: string
  /** Opens the ledger once more, as another run would. */
  open(): Promise<LedgerStore>
  /** Makes the key's ledger end in a commit with this message and no parent, as someone with other tools could. */
  overwrite(key: LedgerKey, message: string): Promise<void>
  /** Removes the key's ledger, as someone with other tools could. */
  remove(key: LedgerKey): Promise<void>
  close(): Promise<void>
}

const KEY: LedgerKey = { service: 'shop', environment: 'production' }
const RUN: RunRef = { id: 'run-a', attempt: 1 }
const TAKEN: LedgerEvent = { kind: 'lease-taken', owner: RUN, expiresAt: 2_000_000 }

/** The entry that follows the parent by the rules. */
export function entryAfter(parent: Head | undefined, event: LedgerEvent, changes: Partial<Pick<Entry, 'key' | 'run' | 'actor' | 'at'>> = {}): Entry {
  const context = { height: (parent?.entry.height ?? 0) + 1, at: changes.at ?? 1_000_000, run: changes.run ?? RUN }
  return { schema: 1, key: changes.key ?? KEY, actor: changes.actor ?? 'alice', ...context, event, state: fold(parent?.entry.state ?? emptyState, event, context) }
}

/** Everything of a history, newest first. */
export async function collect(heads: AsyncIterable<Head>): Promise<readonly Head[]> {
  const all: Head[] = []
  for await (const head of heads) all.push(head)
  return all
}

async function codeOf(promise: Promise<unknown>): Promise<string> {
  const error = await promise.then(() => 'no error', (reason: unknown) => reason)
  return error instanceof AdapterError ? error.code : String(error)
}

/** Runs the suite. */
export function ledgerContract(name: string, setUp: () => Promise<LedgerHarness>): void {
  describe(`the ledger store ${name}`, () => {
    let harness: LedgerHarness
    let store: LedgerStore

    beforeEach(async () => {
      harness = await setUp()
      store = await harness.open()
    })

    afterEach(() => harness.close())

    async function append(parent: Head | undefined, event: LedgerEvent, changes: Parameters<typeof entryAfter>[2] = {}): Promise<Head> {
      const result = await store.append(entryAfter(parent, event, changes), parent?.oid, { commit: harness.commit })
      if (result.kind === 'conflict') throw new Error('conflict')
      return result.head
    }

    it('knows nothing before the first entry', async () => {
      expect(await store.read(KEY)).toBeUndefined()
      expect(await collect(store.history(KEY))).toEqual([])
      expect(await store.keys()).toEqual([])
    })

    it('gives entries back as they were appended, newest first', async () => {
      const first = await append(undefined, TAKEN)
      const second = await append(first, { kind: 'abort-requested', actor: 'bob', reason: 'why not' })
      const third = await append(second, { kind: 'lease-released' })
      const other = await harness.open()
      expect(await other.read(KEY)).toEqual(third)
      expect(await collect(other.history(KEY))).toEqual([third, second, first])
      expect(verifyChain(await collect(other.history(KEY)))).toEqual([])
    })

    it('(C01) lets one of many that create the ledger at once win', async () => {
      const stores = await Promise.all(Array.from({ length: 6 }, () => harness.open()))
      const results = await Promise.all(
        stores.map((one, index) => one.append(entryAfter(undefined, TAKEN, { run: { id: `run-${index}`, attempt: 1 } }), undefined, { commit: harness.commit })),
      )
      const winners = results.flatMap((result) => (result.kind === 'appended' ? [result.head] : []))
      expect(winners).toHaveLength(1)
      expect(await store.read(KEY)).toEqual(winners[0])
      expect(await collect(store.history(KEY))).toHaveLength(1)
    })

    it('(C01) lets one of many that append to the same entry at once win', async () => {
      const first = await append(undefined, TAKEN)
      const stores = await Promise.all(Array.from({ length: 6 }, () => harness.open()))
      const results = await Promise.all(
        stores.map((one, index) => one.append(entryAfter(first, { kind: 'abort-requested', actor: `${index}`, reason: '' }), first.oid, { commit: harness.commit })),
      )
      const winners = results.flatMap((result) => (result.kind === 'appended' ? [result.head] : []))
      expect(winners).toHaveLength(1)
      expect(await collect(store.history(KEY))).toEqual([winners[0], first])
    })

    it('(C11) writes nothing on an entry that is not the newest', async () => {
      const first = await append(undefined, TAKEN)
      const second = await append(first, { kind: 'lease-released' })
      expect(await store.append(entryAfter(first, { kind: 'lease-renewed' }), first.oid, { commit: harness.commit })).toEqual({ kind: 'conflict' })
      expect(await store.append(entryAfter(undefined, TAKEN), undefined, { commit: harness.commit })).toEqual({ kind: 'conflict' })
      expect(await collect(store.history(KEY))).toEqual([second, first])
    })

    it('(C03) keeps environments apart', async () => {
      const staging = { service: 'shop', environment: 'staging' }
      const first = await append(undefined, TAKEN)
      const second = await append(undefined, TAKEN, { key: staging })
      expect(await store.read(KEY)).toEqual(first)
      expect(await store.read(staging)).toEqual(second)
      expect((await store.keys()).map((key) => key.environment).toSorted()).toEqual(['production', 'staging'])
    })

    it('(C04) takes names that differ in case for the same environment', async () => {
      const first = await append(undefined, TAKEN, { key: { service: 'Shop', environment: 'Prod' } })
      expect(await store.append(entryAfter(undefined, TAKEN, { key: { service: 'shop', environment: 'prod' } }), undefined, { commit: harness.commit })).toEqual({ kind: 'conflict' })
      expect(await store.read({ service: 'SHOP', environment: 'prod' })).toEqual(first)
      expect(await store.keys()).toEqual([{ service: 'Shop', environment: 'Prod' }])
    })

    it('(C05) holds a ledger for hostile names, and gives the names back', async () => {
      const names = ['a/b..c~^:?*[\\', 'x'.repeat(300), '🚀', '-x', '--help', '.lock', ' ', '\n', 'é']
      for (const environment of names) await append(undefined, TAKEN, { key: { service: '-s $(x)', environment } })
      expect((await store.keys()).map((key) => key.environment).toSorted()).toEqual(names.toSorted())
      expect((await store.read({ service: '-s $(x)', environment: '🚀' }))?.entry.key.environment).toBe('🚀')
    })

    it.each(['', '   ', 'a <b@c.d>\nauthor evil', '\u0000', '🚀', '\ud800', '...', "o'brien"])('keeps the actor %j', async (actor) => {
      const head = await append(undefined, { kind: 'abort-requested', actor, reason: `# not a comment\n\0\u2028${actor}` }, { actor })
      expect((await store.read(KEY))?.entry).toEqual(head.entry)
    })

    it.each([
      ['the commit of a person', 'Fix the build\n\nIt was broken.\n'],
      ['an empty message', ''],
      ['broken JSON', 'shop/production: x\n\n{"schema":1'],
      ['an entry without its state', `x\n\n${JSON.stringify({ ...entryAfter(undefined, TAKEN), state: undefined })}`],
      ['the entry of another environment', encodeEntry(entryAfter(undefined, TAKEN, { key: { service: 'shop', environment: 'staging' } }))],
    ])('(C06) does not guess from %s', async (_, message) => {
      await append(undefined, TAKEN)
      await harness.overwrite(KEY, message)
      expect(await codeOf(store.read(KEY))).toBe('ledger_unreadable')
      expect(await codeOf(collect(store.history(KEY)))).toBe('ledger_unreadable')
    })

    it('refuses what a newer version wrote', async () => {
      await harness.overwrite(KEY, `x\n\n${JSON.stringify({ ...entryAfter(undefined, TAKEN), schema: 2 })}`)
      expect(await codeOf(store.read(KEY))).toBe('ledger_newer_schema')
      expect(await codeOf(store.keys())).toBe('ledger_newer_schema')
    })

    it('(C10, K08) sees that a ledger is gone, and appends nothing to it', async () => {
      const first = await append(undefined, TAKEN)
      await harness.remove(KEY)
      expect(await store.read(KEY)).toBeUndefined()
      expect(await store.append(entryAfter(first, { kind: 'lease-renewed' }), first.oid, { commit: harness.commit })).toEqual({ kind: 'conflict' })
      expect(await store.read(KEY)).toBeUndefined()
    })

    it('refuses to write an entry for a commit that is none', async () => {
      for (const commit of ['HEAD', '--help', '', 'f'.repeat(40)]) {
        expect(['bad_input', 'ledger_unwritable']).toContain(await codeOf(store.append(entryAfter(undefined, TAKEN), undefined, { commit })))
      }
      expect(await store.read(KEY)).toBeUndefined()
    })

    it('refuses to write an entry that it would not read', async () => {
      const huge = entryAfter(undefined, { kind: 'abort-requested', actor: 'a', reason: 'x'.repeat(2_000_000) })
      expect(await codeOf(store.append(huge, undefined, { commit: harness.commit }))).toBe('ledger_unwritable')
      expect(await store.read(KEY)).toBeUndefined()
    })
  })
}
