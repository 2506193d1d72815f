import type { Style } from '../../domain/report/terminal.ts'

const CODES: Readonly<Record<Parameters<Style>[0], string>> = { good: '32', bad: '31', warn: '33', soft: '2', strong: '1', plain: '0' }

/** Colours for a terminal: the only place that writes them. */
export const ansiStyle: Style = (tone, text) => `\u001b[${CODES[tone]}m${text}\u001b[0m`

/** Whether to colour: NO_COLOR (any value) wins, then FORCE_COLOR, then whether it is a terminal that can. See no-color.org. */
export function wantsColour(env: Readonly<Record<string, string | undefined>>, isTty: boolean): boolean {
  if (env.NO_COLOR !== undefined && env.NO_COLOR !== '') return false
  if (env.FORCE_COLOR !== undefined) return env.FORCE_COLOR !== '0'
  return isTty && env.TERM !== 'dumb'
}
