import { execFileSync } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { collect } from '../contract/ledger-contract.ts'
import { BARE_ENV } from '../adapters/git/sandbox.ts'
import { expectOneHolderAtATime } from './holders.ts'
import { BEGAN, KEY, openWorld, REF, type World } from './support.ts'

describe('breaking a lock by hand as docs/reference/ledger.md says', () => {
  let world: World
  let script: string

  beforeEach(async () => {
    world = await openWorld()
    const page = await readFile(new URL('../../docs/reference/ledger.md', import.meta.url), 'utf8')
    script = [...page.matchAll(/```sh\n([^`]*)```/g)].map((match) => match[1] ?? '').find((block) => block.includes('lease-broken')) ?? ''
  })

  afterEach(() => world.sandbox.close())

  function run(): void {
    const identity = { GIT_AUTHOR_NAME: 'Pat', GIT_AUTHOR_EMAIL: 'p@example.org', GIT_COMMITTER_NAME: 'Pat', GIT_COMMITTER_EMAIL: 'p@example.org' }
    execFileSync('sh', ['-c', script], { cwd: world.sandbox.directory, env: { ...BARE_ENV, ...identity, NODE_OPTIONS: '' }, stdio: 'pipe' })
  }

  it('frees a lock that has expired, and leaves a chain that checks out', async () => {
    world.clock.time = Date.now() - 1e6
    const gone = await world.open('gone')
    await gone.append(BEGAN)
    run()
    const next = await world.open('next')
    expect(next.state.current?.deployment.id).toBe('dep_1')
    const heads = await collect(world.store.history(KEY))
    expect(heads[1]?.entry.event).toEqual({ kind: 'lease-broken', actor: 'Pat', reason: 'the machine build-7 was scrapped' })
    expect(expectOneHolderAtATime(heads)).toBe(2)
    expect(heads).toHaveLength(4)
  })

  it('does nothing to a lock that is still valid', async () => {
    world.clock.time = Date.now() + 1e6
    await world.open('alive')
    const before = world.sandbox.person('rev-parse', REF)
    expect(run).toThrow('There is no lock that has expired')
    expect(world.sandbox.person('rev-parse', REF)).toBe(before)
  })
})
