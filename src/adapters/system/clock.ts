import { randomBytes } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import type { Clock } from '../../ports.ts'

/** Crockford's base 32, as the ULID specification has it. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** The machine's clock. */
export function systemClock(): Clock {
  return {
    now: () => Date.now(),
    async sleep(ms, signal) {
      signal.throwIfAborted()
      try {
        await delay(ms, undefined, { signal })
      } catch (error) {
        // The timer's own AbortError says nothing about why.
        throw signal.aborted ? signal.reason : error
      }
    },
    ulid: () => ulid(Date.now(), randomBytes(10)),
  }
}

/** A ULID: 48 bits of time and 80 random bits in base 32 (github.com/ulid/spec). `at` in epoch milliseconds. */
export function ulid(at: number, random: Uint8Array): string {
  return `${base32(BigInt(at), 10)}${base32(random.reduce((value, byte) => (value << 8n) | BigInt(byte), 0n), 16)}`
}

function base32(value: bigint, length: number): string {
  return Array.from({ length }, (_, index) => ALPHABET.charAt(Number((value >> BigInt(5 * (length - 1 - index))) & 31n))).join('')
}
