import { inertBlock, inertLine } from '../../domain/report/inert.ts'
import { MOST_ANNOTATIONS } from '../../domain/report/result.ts'
import type { Console } from '../../ports.ts'
import type { Mask } from './mask.ts'
import type { Sink } from './sink.ts'

export interface ActionOptions {
  readonly out: Sink
  readonly mask: Mask
  readonly progressEveryMs: number
  /** Epoch milliseconds. */
  readonly now: () => number
}

/**
 * An action's log. The runner takes `::name::` at the start of a line, after white space, and `##[name]` anywhere for commands
 * (ActionCommand.cs), so neither gets through from a text.
 */
export function actionConsole(options: ActionOptions): Console {
  const { out, mask, now } = options
  let last: number | undefined
  let depth = 0
  const left = { error: MOST_ANNOTATIONS, warning: MOST_ANNOTATIONS }
  const clean = (text: string): string => neutral(inertBlock(mask(text), 64_000))
  const annotate = (level: 'error' | 'warning', text: string, properties: string): void => {
    // The runner drops what is more than ten of a kind, so the rest are lines of the log.
    if (left[level] > 0) out(`::${level}${properties}::${data(inertBlock(mask(text), 4000))}\n`)
    else out(`${level}: ${clean(text)}\n`)
    left[level] -= 1
  }
  return {
    line: (text) => out(`${clean(text)}\n`),
    progress: (text) => {
      const at = now()
      if (last !== undefined && at - last < options.progressEveryMs) return
      last = at
      out(`${clean(text)}\n`)
    },
    group: async (title, body) => {
      // GitHub's log has one level of groups: one inside another is a line.
      depth += 1
      out(depth === 1 ? `::group::${data(inertLine(mask(title)))}\n` : `${clean(title)}\n`)
      try {
        return await body()
      } finally {
        depth -= 1
        if (depth === 0) out('::endgroup::\n')
      }
    },
    warn: (text) => annotate('warning', text, ''),
    error: (text, place) => {
      const parts = place === undefined ? [] : [['file', place.file], ['line', place.line], ['col', place.column]]
      const given = parts.flatMap(([name, value]) => (value === undefined ? [] : [`${String(name)}=${property(inertLine(mask(String(value))))}`]))
      annotate('error', text, given.length === 0 ? '' : ` ${given.join(',')}`)
    },
  }
}

/** Text whose lines the runner prints as they are. */
export function neutral(text: string): string {
  return text.replace(/##(?=\[)/gu, '## ').replace(/^(\s*):(?=:)/gmu, '$1: ')
}

/** A command's message (toolkit's escapeData). `##[` is broken too: the runner looks for it first. */
function data(text: string): string {
  return text.replace(/##(?=\[)/gu, '## ').replace(/%/gu, '%25').replace(/\r/gu, '%0D').replace(/\n/gu, '%0A')
}

function property(text: string): string {
  return data(text).replace(/:/gu, '%3A').replace(/,/gu, '%2C')
}
