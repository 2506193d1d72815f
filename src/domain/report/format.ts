// Numbers and times as people read them, the same in every report.

/** `850 ms`, `4.2 s`, `31 s`, `2 min 05 s`, `1 h 04 min`. */
export function duration(ms: number): string {
  if (!Number.isFinite(ms)) return '-'
  const safe = Math.max(0, ms)
  if (safe < 999.5) return `${Math.round(safe)} ms`
  if (safe < 9950) return `${Number((safe / 1000).toFixed(1))} s`
  const seconds = Math.round(safe / 1000)
  if (seconds < 60) return `${seconds} s`
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${two(seconds % 60)} s`
  const minutes = Math.round(seconds / 60)
  return `${Math.floor(minutes / 60)} h ${two(minutes % 60)} min`
}

/** `2026-11-21 12:04:31 UTC`; a dash for what is no time. */
export function utc(at: number): string {
  return isTime(at) ? `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC` : '-'
}

/** `12:04:31`, in UTC. */
export function timeOfDay(at: number): string {
  return isTime(at) ? new Date(at).toISOString().slice(11, 19) : '-'
}

function isTime(at: number): boolean {
  return Math.abs(at) <= 8.64e15
}

function two(value: number): string {
  return String(value).padStart(2, '0')
}

/** Three significant digits, without an exponent for everyday sizes: `0.004`, `4.61`, `37.2`, `1,204`. */
export function figure(value: number | undefined): string {
  if (value === undefined || !Number.isFinite(value)) return '-'
  const size = Math.abs(value)
  if (size >= 1e9 || (size > 0 && size < 0.0005)) return value.toExponential(1)
  if (size >= 100) return count(Math.round(value))
  return String(Number(value.toPrecision(3)))
}

/** A share as percent, two decimals unless it is tiny: `0 %`, `0.53 %`, `12.41 %`. */
export function percent(share: number | undefined): string {
  if (share === undefined || !Number.isFinite(share)) return '-'
  const value = share * 100
  return Math.abs(value) >= 0.1 && Math.abs(value) < 100 ? `${Number(value.toFixed(2))} %` : `${figure(value)} %`
}

/** A whole number with a comma between thousands. */
export function count(value: number): string {
  return Number.isFinite(value) ? String(Math.round(value)).replace(/\B(?=(?:\d{3})+$)/gu, ',') : '-'
}

/** `912 B`, `48.2 KiB`, `3.1 MiB`. */
export function bytes(value: number): string {
  if (value < 1024) return `${figure(value)} B`
  if (value < 1024 ** 2) return `${figure(value / 1024)} KiB`
  return `${figure(value / 1024 ** 2)} MiB`
}

/** A measured value with its unit; a dash when there is none. */
export function measured(value: number | undefined, unit: string): string {
  return value === undefined || !Number.isFinite(value) ? '-' : `${figure(value)} ${unit}`
}

/** Two sentences in a row, with a full stop between them. */
export function sentences(first: string, second: string | undefined): string {
  if (second === undefined) return first
  return `${/[.!?]$/u.test(first) || first === '' ? first : `${first}.`} ${second}`.trim()
}

/** `1 check`, `3 checks`. */
export function plural(value: number, word: string): string {
  return `${count(value)} ${word}${value === 1 ? '' : 's'}`
}
