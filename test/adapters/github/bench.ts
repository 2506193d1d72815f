// A ledger on a fake GitHub with the source commit it needs.
import { GitHub } from '../../../src/adapters/github/client.ts'
import { openGitHubLedger } from '../../../src/adapters/github/ledger.ts'
import type { Clock, LedgerStore } from '../../../src/ports.ts'
import { startFakeGitHub, type FakeGitHub } from '../../support/github/server.ts'
import { addSourceCommit } from '../../support/github/state.ts'

export const SOURCE = 'c'.repeat(40)
export const TREE = 'd'.repeat(40)

/** Waits shorter than it is told to: what matters is that others get their turn. */
export const hurriedClock: Clock = {
  now: () => Date.now(),
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms / 500)),
  ulid: () => '01ARZ3NDEKTSV4RRFFQ69G5FAV',
}

export async function startBench(): Promise<FakeGitHub> {
  const fake = await startFakeGitHub()
  addSourceCommit(fake.state, SOURCE, TREE)
  return fake
}

export function clientOf(fake: FakeGitHub, changes: { readonly clock?: Clock; readonly deadlineMs?: number } = {}): GitHub {
  return new GitHub({ baseUrl: fake.baseUrl, repository: fake.repository, token: fake.token, clock: hurriedClock, deadlineMs: 5000, ...changes })
}

export function ledgerOf(fake: FakeGitHub, changes?: Parameters<typeof clientOf>[1]): LedgerStore {
  return openGitHubLedger(clientOf(fake, changes), 'refs/flowspec')
}
