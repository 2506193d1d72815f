import type { Digest } from '../../domain/artifact/digest.ts'
import type { Verdict } from '../../domain/health/verdict.ts'
import { errorCode } from '../exec/error-code.ts'

/** What one try of a check gave. */
export interface Attempt {
  readonly verdict: Verdict
  readonly detail: string
  readonly tail?: string
  /** Trying again cannot help: the check itself is wrong. */
  readonly final?: boolean
}

/** What is checked. */
export interface Subject {
  /** `http://host:port` of the release. */
  readonly address?: string
  readonly digest: Digest
  readonly signal: AbortSignal
  /** Time left for this try, milliseconds. */
  readonly timeoutMs: number
}

/** The sentence of a network error, with its code when it has one. */
export function networkCause(error: unknown): string {
  // Both addresses of a name were tried.
  if (typeof error === 'object' && error !== null && 'errors' in error && Array.isArray(error.errors) && error.errors.length > 0) {
    return [...new Set(error.errors.map(networkCause))].join('; ')
  }
  const message = typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : String(error)
  const code = errorCode(error)
  return code === undefined || message.includes(code) ? message : `${message} (${code})`
}

/** The last lines of an output, for a report. */
export function lastLines(text: string, lines = 20): string {
  return text.trimEnd().split('\n').slice(-lines).join('\n').slice(-4_000)
}
