import type { Point } from './points.ts'
import type { Scale } from './scale.ts'

/** An SVG path through the points, broken at gaps; a point alone between gaps becomes a dot, so that it is seen. */
export function linePath(list: readonly Point[], x: Scale, y: Scale, className: string): string {
  const runs: { x: number; y: number }[][] = [[]]
  let run: { x: number; y: number }[] = []
  for (const point of list) {
    if (point.value === undefined) run = []
    else run.push({ x: x.at(point.at), y: y.at(clamp(point.value, y)) })
    if (run.length === 1) runs.push(run)
  }
  const d = runs.filter((one) => one.length > 1).map((one) => `M${one.map((place) => `${place.x} ${place.y}`).join('L')}`).join('')
  const dots = runs.filter((one) => one.length === 1).flat().map((place) => `<circle class="dot ${className}" r="2.5" cx="${place.x}" cy="${place.y}"/>`)
  return `${d === '' ? '' : `<path class="line ${className}" d="${d}"/>`}${dots.join('')}`
}

/** A value that lies outside the axis is drawn at its edge. */
export function clamp(value: number, scale: Scale): number {
  return Math.min(scale.to, Math.max(scale.from, value))
}

/** Where a value changed: it holds from `at` on. */
export interface Stair {
  readonly at: number
  readonly value: number
}

/** A staircase over the whole axis: zero until the first stair, then each stair until the next one. */
export function stairs(list: readonly Stair[], x: Scale, y: Scale): string {
  const floor = y.at(y.from)
  const d = `M${x.at(x.from)} ${floor}${list.map((stair) => `H${x.at(clamp(stair.at, x))}V${y.at(clamp(stair.value, y))}`).join('')}H${x.at(x.to)}`
  return `<path class="area weight" d="${d}V${floor}Z"/><path class="line weight" d="${d}"/>`
}
