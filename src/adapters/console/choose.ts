// Which console fits where we run.
import { plainStyle, type Style } from '../../domain/report/terminal.ts'
import type { Console } from '../../ports.ts'
import { actionConsole } from './action.ts'
import { maskOf } from './mask.ts'
import { plainConsole } from './plain.ts'
import { sinkOf, type Stream } from './sink.ts'
import { ansiStyle, wantsColour } from './style.ts'
import { isUtf8, terminalConsole } from './terminal.ts'

export interface ConsoleOptions {
  readonly stdout: Stream
  readonly stderr: Stream
  readonly env: Readonly<Record<string, string | undefined>>
  /** Texts that may never be printed. */
  readonly secrets?: readonly string[]
  /** Epoch milliseconds. */
  readonly now: () => number
}

/** The console with what a closing text needs to fit it. */
export interface Chosen {
  readonly console: Console
  readonly kind: 'action' | 'terminal' | 'plain'
  readonly style: Style
  readonly width: number
}

const PROGRESS_EVERY_MS = 10_000

/** An action's log inside GitHub Actions, a terminal that redraws where there is one, plain lines everywhere else. */
export function chooseConsole(options: ConsoleOptions): Chosen {
  const { stdout, env, now } = options
  const out = sinkOf(stdout)
  const mask = maskOf(options.secrets ?? [])
  if (env.GITHUB_ACTIONS === 'true') {
    return { console: actionConsole({ out, mask, now, progressEveryMs: PROGRESS_EVERY_MS }), kind: 'action', style: plainStyle, width: 100 }
  }
  const isTty = stdout.isTTY === true
  const style = wantsColour(env, isTty) ? ansiStyle : plainStyle
  const columns = (): number => stdout.columns ?? 80
  // CI systems other than GitHub often give a terminal that nobody watches; a redrawn line is noise there.
  if (isTty && env.TERM !== 'dumb' && (env.CI === undefined || env.CI === '' || env.CI === 'false')) {
    return { console: terminalConsole({ out, mask, style, columns, utf8: isUtf8(env) }), kind: 'terminal', style, width: Math.min(100, columns()) }
  }
  const err = sinkOf(options.stderr)
  return { console: plainConsole({ out, err, mask, now, progressEveryMs: PROGRESS_EVERY_MS }), kind: 'plain', style, width: 80 }
}
