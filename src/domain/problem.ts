/** Where a mistake stands: a file and, when known, the 1-based line and column. */
export interface Place {
  readonly file: string
  readonly line?: number
  readonly column?: number
}

/** One mistake in what the user gave: what is wrong, the value found, where it stands, and how to mend it. */
export interface Problem {
  /** Stable, dotted: `config.unknown-key`, `input.not-a-boolean`. */
  readonly code: string
  readonly what: string
  readonly value?: string
  readonly place?: Place
  readonly remedy: string
}

/** The answer of every parser: the value, or every mistake at once. */
export type Parsed<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problems: readonly [Problem, ...Problem[]] }

/** Wraps a parsed value. */
export function parsed<T>(value: T): Parsed<T> {
  return { ok: true, value }
}

/** Wraps one or more mistakes. */
export function mistaken<T>(first: Problem, ...others: readonly Problem[]): Parsed<T> {
  return { ok: false, problems: [first, ...others] }
}

/** Fails compilation when an alternative of a union is forgotten; throws if reached at run time. */
export function assertNever(value: never): never {
  throw new Error(`Unexpected alternative: ${JSON.stringify(value)}`)
}
