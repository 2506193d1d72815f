import { setTimeout as sleep } from 'node:timers/promises'
import type { Clock } from '../../src/ports.ts'

/** The machine's clock. */
export const realClock: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal) => sleep(ms, undefined, { signal }),
  ulid: () => '01J0000000000000000000TEST',
}
