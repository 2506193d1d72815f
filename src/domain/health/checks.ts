import type { Verdict } from './verdict.ts'

/** A check of a running release. All limits in milliseconds. */
export type Check = {
  readonly name: string
  readonly timeoutMs: number
  /** How many times in a row it must pass (a flapping service is not healthy, FAULTS G04). */
  readonly consecutive: number
  /** What the check speaks for in the report: the five expected kinds of SPEC D2, or other. */
  readonly area: 'health' | 'auth' | 'core' | 'database' | 'external' | 'other'
} & (HttpCheck | TcpCheck | CommandCheck)

export interface HttpCheck {
  readonly kind: 'http'
  readonly method: string
  /** Path on the release's own address, or an absolute http(s) URL. */
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
  readonly expect: {
    readonly status: readonly number[]
    readonly latencyMs?: number
    readonly bodyContains?: string
    readonly bodyMatches?: string
    readonly json?: readonly JsonExpectation[]
  }
}

/** `$.a.b[0]` equals a value, or merely exists when `equals` is absent. */
export interface JsonExpectation {
  readonly path: string
  readonly equals?: string | number | boolean | null
}

export interface TcpCheck {
  readonly kind: 'tcp'
  /** Absent: the release's own host and port. */
  readonly host?: string
  readonly port?: number
}

export interface CommandCheck {
  readonly kind: 'command'
  /** Program and arguments, never a shell line. The environment has TARGET_URL, TARGET_HOST, TARGET_PORT, TARGET_DIGEST. */
  readonly argv: readonly [string, ...string[]]
}

/** What came of one check. */
export interface CheckResult {
  readonly name: string
  readonly area: Check['area']
  readonly verdict: Verdict
  readonly attempts: number
  readonly durationMs: number
  /** What was expected and found, one sentence. */
  readonly detail: string
  /** Last lines of the output, for a failed command or an unexpected body. */
  readonly tail?: string
}
