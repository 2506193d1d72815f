import { inertBlock, inertLine } from '../../domain/report/inert.ts'
import type { Style } from '../../domain/report/terminal.ts'
import type { Console } from '../../ports.ts'
import type { Mask } from './mask.ts'
import { placeText } from './plain.ts'
import type { Sink } from './sink.ts'
import { ascii, fit } from './width.ts'

export interface TerminalOptions {
  /** Everything goes to one stream: two would tear the line that is redrawn. */
  readonly out: Sink
  readonly mask: Mask
  readonly style: Style
  /** Columns now; a window may change its size. */
  readonly columns: () => number
  readonly utf8: boolean
}

const CLEAR = '\r\u001b[2K'

/** A terminal: what goes on is redrawn in the last line, what is done scrolls away above it. */
export function terminalConsole(options: TerminalOptions): Console {
  const { out, mask, style } = options
  let live = ''
  const shown = (text: string): string => (options.utf8 ? text : ascii(text))
  const clean = (text: string): string => shown(inertBlock(mask(text), 64_000))
  // One column stays free: some terminals wrap when the last one is written, and the redraw would then leave a line behind.
  const draw = (): string => (live === '' ? '' : style('soft', fit(shown(live), Math.max(10, options.columns() - 1), options.utf8 ? '\u2026' : '...')))
  const print = (text: string): void => out(`${live === '' ? '' : CLEAR}${text}\n${draw()}`)
  return {
    line: (text) => print(clean(text)),
    progress: (text) => {
      live = inertLine(mask(text), 1000)
      out(`${CLEAR}${draw()}`)
    },
    group: async (title, body) => {
      print(style('strong', clean(title)))
      try {
        return await body()
      } finally {
        // The progress of a phase ends with it.
        if (live !== '') out(CLEAR)
        live = ''
      }
    },
    warn: (text) => print(`${style('warn', 'warning:')} ${clean(text)}`),
    error: (text, place) => print(`${style('bad', 'error:')} ${placeText(place, clean)}${clean(text)}`),
  }
}


/** Whether the locale says UTF-8; nothing said counts as yes, because containers often say nothing and show it well. */
export function isUtf8(env: Readonly<Record<string, string | undefined>>): boolean {
  const locale = [env.LC_ALL, env.LC_CTYPE, env.LANG].find((value) => value !== undefined && value !== '')
  return locale === undefined || /utf-?8/iu.test(locale)
}
