// A run as a process of its own. Arguments: directory, run id, script, lease seconds. The script is `deploy` (one whole
// rollout) or `rounds:<n>` (takes and gives back the lock n times). Every acknowledged entry is a line of standard output.
import { writeSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import { openGit } from '../../src/adapters/git/git.ts'
import { openGitLedger } from '../../src/adapters/git/ledger.ts'
import { localRun, localRunProbe } from '../../src/adapters/git/run-probe.ts'
import { appendFreely, openSession, type Session } from '../../src/session.ts'
import { BARE_ENV } from '../adapters/git/sandbox.ts'
import { BEGAN, EFFECT, ENDED, KEY, PROGRESSED } from './support.ts'

const [directory = '', id = '', script = '', leaseSeconds = '60'] = process.argv.slice(2)
const git = openGit(directory, { ...BARE_ENV, PATH: process.env['PATH'] ?? '' })
const store = openGitLedger(git, 'refs/flowspec')
const clock = { now: () => Date.now(), sleep: (ms: number, signal: AbortSignal) => setTimeout(ms, undefined, { signal }), ulid: () => '01ARZ3NDEKTSV4RRFFQ69G5FAV' }
const commit = (await git.text(['rev-parse', 'main'])).trim()
const run = await localRun(id, Date.now())
const writer = { store, clock, key: KEY, run, actor: id, commit }

function acknowledge(session: Session): void {
  writeSync(1, `${session.head.oid}\n`)
}

async function hold(events: readonly Parameters<Session['append']>[0][]): Promise<void> {
  const session = await openSession({ ...writer, probe: localRunProbe(), leaseSeconds: Number(leaseSeconds), lockTimeoutMs: 120_000, signal: new AbortController().signal, onWait: () => undefined })
  acknowledge(session)
  for (const event of events) {
    await session.append(event)
    acknowledge(session)
  }
  await session.release()
}

if (script === 'deploy') {
  await hold([BEGAN, EFFECT, PROGRESSED, ENDED])
} else {
  for (let round = 0; round < Number(script.split(':')[1]); round += 1) {
    await hold([BEGAN, PROGRESSED, ENDED])
    const head = await appendFreely(writer, { kind: 'abort-requested', actor: id, reason: `${round}` })
    writeSync(1, `${head.oid}\n`)
  }
}
