// From samples to points: honest about gaps, honest when there are more samples than pixels.

export interface Point {
  readonly at: number
  /** Absent where nothing was measured: a gap, never a zero. */
  readonly value: number | undefined
}

/** Whether a number is a time that a date can hold. */
export function isTime(at: number | undefined): at is number {
  return at !== undefined && Math.abs(at) <= 8.64e15
}

/** The value within what a scale can divide; undefined for what is no number. */
export function drawable(value: number | undefined): number | undefined {
  return value === undefined || !Number.isFinite(value) ? undefined : Math.min(1e15, Math.max(-1e15, value))
}

/** Points without what cannot be drawn: a value that is not finite is a gap. */
export function points<T extends { readonly at: number }>(samples: readonly T[], value: (sample: T) => number | undefined): readonly Point[] {
  return samples
    .filter((sample) => isTime(sample.at))
    .map((sample) => ({ at: sample.at, value: drawable(value(sample)) }))
}

/** Thins to about `max` points. Of each bucket the lowest, the highest and a gap survive, so no spike and no hole disappears. */
export function thin(list: readonly Point[], max: number): readonly Point[] {
  if (list.length <= max) return list
  const size = Math.ceil(list.length / (max / 2))
  return Array.from({ length: Math.ceil(list.length / size) }, (_, index) => survivors(list.slice(index * size, (index + 1) * size))).flat()
}

function survivors(bucket: readonly Point[]): readonly Point[] {
  let low: Point | undefined
  let high: Point | undefined
  let gap: Point | undefined
  for (const point of bucket) {
    const { value } = point
    if (value === undefined) {
      gap ??= point
      continue
    }
    if (low?.value === undefined || value < low.value) low = point
    if (high?.value === undefined || value > high.value) high = point
  }
  const kept = new Set([low, high, gap])
  return bucket.filter((point) => kept.has(point))
}

/** The highest value there is, or the floor. */
export function highest(lists: readonly (readonly Point[])[], floor: number): number {
  return lists.flat().reduce((high, point) => Math.max(high, point.value ?? floor), floor)
}

/** The lowest value there is, or the ceiling. */
export function lowest(lists: readonly (readonly Point[])[], ceiling: number): number {
  return lists.flat().reduce((low, point) => Math.min(low, point.value ?? ceiling), ceiling)
}
