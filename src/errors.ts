import type { Problem } from './domain/problem.ts'

/** Base of every error this program throws on purpose: a closed code, a sentence, and what to do next. */
export class OperateError extends Error {
  readonly code: string
  readonly remedy: string | undefined

  constructor(options: { readonly code: string; readonly message: string; readonly remedy?: string; readonly cause?: unknown }) {
    super(options.message, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = new.target.name
    this.code = options.code
    this.remedy = options.remedy
  }
}

/** The user's mistake: every problem at once, each with place and remedy. Nothing has been changed when it is thrown. */
export class ConfigError extends OperateError {
  readonly problems: readonly Problem[]

  constructor(problems: readonly [Problem, ...Problem[]], code = 'bad_input') {
    super({ code, message: `${problems.length} problem${problems.length === 1 ? '' : 's'} in what was given`, remedy: problems[0].remedy })
    this.problems = problems
  }
}

/** The world refused or failed: a program, a file, a network, a target. */
export class AdapterError extends OperateError {}

/** The run was told to stop (a signal, an abort, a lost lease). */
export class StoppedError extends OperateError {}

/** The message of anything thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
