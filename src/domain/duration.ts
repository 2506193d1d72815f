// Durations as people write them: `30s`, `5m`, `1h30m`, `250ms`.

/** The whole form, also published in the JSON Schemas: linear to match, at least one part, in falling order. */
export const DURATION = /^(?=\d)(?:\d{1,4}h)?(?:\d{1,6}m(?!s))?(?:\d{1,7}s)?(?:\d{1,9}ms)?$/

export const DURATION_REMEDY = 'Write a number with its unit, such as `30s`, `5m` or `1h30m`.'

const UNITS = { h: 3_600_000, m: 60_000, s: 1000, ms: 1 } as const

/** Milliseconds; undefined when the text is no duration. A plain number is none: nobody can tell its unit. */
export function parseDuration(text: string): number | undefined {
  if (text.length > 40 || !DURATION.test(text)) return undefined
  const parts = text.matchAll(/(\d+)(ms|[hms])/g)
  return [...parts].reduce((sum, [, count, unit]) => sum + Number(count) * UNITS[unit as keyof typeof UNITS], 0)
}

/** The shortest way to write a number of milliseconds: `90s` is `1m30s`. */
export function writeDuration(ms: number): string {
  const whole = Math.max(0, Math.round(ms))
  const parts = [
    [Math.floor(whole / UNITS.h), 'h'],
    [Math.floor((whole % UNITS.h) / UNITS.m), 'm'],
    [Math.floor((whole % UNITS.m) / UNITS.s), 's'],
    [whole % UNITS.s, 'ms'],
  ] as const
  const text = parts.map(([count, unit]) => (count === 0 ? '' : `${count}${unit}`)).join('')
  return text === '' ? '0s' : text
}
