import { shortDigest, type Digest } from '../../../domain/artifact/digest.ts'
import { AdapterError } from '../../../errors.ts'
import type { Clock } from '../../../ports.ts'
import { readStatus } from './client.ts'
import { logTail } from './instance-log.ts'
import type { ReleaseStatus, SlotStatus, Status } from './protocol.ts'

/** Lines of the log that an error quotes. */
const TAIL_LINES = 20

export interface Patience {
  readonly directory: string
  readonly clock: Clock
  readonly limitMs: number
  readonly signal: AbortSignal
}

/** Waits until so many instances of the release are healthy. Throws `candidate_unhealthy` with what the log says last. */
export async function awaitHealthy(digest: Digest, count: number, patience: Patience): Promise<Status> {
  const until = patience.clock.now() + patience.limitMs
  for (;;) {
    const status = await statusNow(patience.directory, patience.signal)
    const release = status.releases.find((each) => each.digest === digest)
    if (release === undefined) throw new AdapterError({ code: 'target_unreachable', message: `the target no longer knows ${shortDigest(digest)}`, remedy: 'Someone else changed it; run again.' })
    const healthy = release.slots.filter((slot) => slot.health === 'healthy').length
    if (healthy >= count) return status
    const looping = release.slots.find((slot) => slot.isCrashLooping)
    if (looping !== undefined) throw unhealthy(release, looping, `ends again and again (${looping.lastExit ?? 'unknown'})`)
    if (patience.clock.now() > until) {
      const waiting = release.slots.find((slot) => slot.health !== 'healthy') ?? release.slots[0]
      const last = waiting?.lastExit === undefined ? '' : `; it last ended with ${waiting.lastExit}`
      throw unhealthy(release, waiting, `is not ready after ${patience.limitMs / 1000} s (${healthy} of ${count} instances are${last})`)
    }
    await patience.clock.sleep(25, patience.signal)
  }
}

/** The status of a supervisor that must run. */
export async function statusNow(directory: string, signal: AbortSignal): Promise<Status> {
  const found = await readStatus(directory, signal)
  if (found !== undefined) return found.status
  throw new AdapterError({ code: 'target_unreachable', message: `the supervisor of ${directory} has ended`, remedy: `Read ${directory}/supervisor.log; the next run starts it again.` })
}

function unhealthy(release: ReleaseStatus, slot: SlotStatus | undefined, what: string): AdapterError {
  const tail = slot === undefined ? '' : logTail(slot.log, TAIL_LINES)
  const said = tail === '' ? 'Its log is empty.' : `Its log ends with:\n${tail}`
  return new AdapterError({
    code: 'candidate_unhealthy',
    message: `${release.version} (${shortDigest(release.digest)}), started as \`${release.run.argv.join(' ')}\`, ${what}. ${said}`,
    remedy: `Start it by hand with PORT set, in ${release.run.cwd}; its logs are in ${release.run.logs}.`,
  })
}
