// Scales and ticks of the plots. Positions are in user units of the drawing.

export interface Scale {
  readonly from: number
  readonly to: number
  /** Position of a value. */
  at(value: number): number
}

/** A straight scale; a domain without extent is widened so that every value has a place. */
export function linear(domain: readonly [number, number], range: readonly [number, number]): Scale {
  const [from, high] = domain
  const to = high - from > 1e-9 ? high : from + 1
  return { from, to, at: (value) => round(range[0] + ((value - from) / (to - from)) * (range[1] - range[0])) }
}

/** Tenths are finer than a pixel and keep the file small. */
export function round(value: number): number {
  return Math.round(value * 10) / 10
}

const STEPS = [1, 2, 2.5, 5]

/** Round values from `low` to at least `high`, about `wanted` of them. */
export function niceTicks(low: number, high: number, wanted: number): readonly number[] {
  // A narrower extent has no ticks that a person could tell apart.
  const extent = high - low > 1e-9 ? high - low : 1
  const power = 10 ** Math.floor(Math.log10(extent / wanted))
  const step = power * (STEPS.find((candidate) => candidate * power >= extent / wanted) ?? 10)
  const first = Math.floor(low / step)
  const last = Math.ceil((low + extent) / step - 1e-9)
  return Array.from({ length: last - first + 1 }, (_, index) => Number(((first + index) * step).toPrecision(12)))
}

const TIME_STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 28_800, 86_400]

/** Seconds since the start at which the time axis is labelled; every label has at least its share of the width. */
export function timeTicks(spanSeconds: number, wanted: number): readonly number[] {
  const step = TIME_STEPS.find((candidate) => spanSeconds / candidate <= wanted) ?? Math.ceil(spanSeconds / wanted / 86_400) * 86_400
  return Array.from({ length: Math.floor(spanSeconds / step) + 1 }, (_, index) => index * step)
}

/** `0`, `30 s`, `2 min`, `2:30`, `1 h`, `1:30 h`. */
export function timeLabel(seconds: number): string {
  if (seconds === 0) return '0'
  if (seconds < 60) return `${seconds} s`
  const minutes = Math.floor(seconds / 60)
  if (seconds < 3600) return seconds % 60 === 0 ? `${minutes} min` : `${minutes}:${String(seconds % 60).padStart(2, '0')}`
  const rest = minutes % 60
  return rest === 0 ? `${minutes / 60} h` : `${Math.floor(minutes / 60)}:${String(rest).padStart(2, '0')} h`
}
