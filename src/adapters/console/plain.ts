import { inertBlock } from '../../domain/report/inert.ts'
import type { Console } from '../../ports.ts'
import type { Mask } from './mask.ts'
import type { Sink } from './sink.ts'

export interface PlainOptions {
  readonly out: Sink
  readonly err: Sink
  readonly mask: Mask
  /** Least milliseconds between two progress lines, so that a log stays readable. */
  readonly progressEveryMs: number
  /** Epoch milliseconds. */
  readonly now: () => number
}

/** Lines without colour or cursor movement, for files, pipes and logs. */
export function plainConsole(options: PlainOptions): Console {
  const { out, err, mask, now } = options
  let last: number | undefined
  const clean = (text: string): string => inertBlock(mask(text), 64_000)
  return {
    line: (text) => out(`${clean(text)}\n`),
    progress: (text) => {
      const at = now()
      if (last !== undefined && at - last < options.progressEveryMs) return
      last = at
      out(`${clean(text)}\n`)
    },
    group: async (title, body) => {
      out(`${clean(title)}\n`)
      return body()
    },
    warn: (text) => err(`warning: ${clean(text)}\n`),
    error: (text, place) => err(`error: ${placeText(place, clean)}${clean(text)}\n`),
  }
}

/** `file:line:column: `, or nothing. */
export function placeText(place: Parameters<Console['error']>[1], clean: (text: string) => string): string {
  return place === undefined ? '' : `${clean([place.file, place.line, place.column].filter((part) => part !== undefined).join(':'))}: `
}
