import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'

/** First 16 hex digits of the SHA-256 of a script: which supervisor it is. */
export function scriptHash(path: string): string {
  return createHash('sha256').update(readFileSync(path)).digest('hex').slice(0, 16)
}
