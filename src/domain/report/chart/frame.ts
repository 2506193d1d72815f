// What every plot shares: its sizes, its axes, and the element around it.
import { inertLine } from '../inert.ts'
import { esc } from './escape.ts'
import { round, timeLabel, timeTicks, type Scale } from './scale.ts'

/** A plot is drawn once for each width, and style sheets show the one that fits, so that text keeps its size. */
export const WIDTHS = [{ name: 'narrow', width: 340 }, { name: 'medium', width: 600 }, { name: 'wide', width: 920 }] as const

/** Units a character of the labels may take at most (12 units high, the widest common system font). */
export const CHARACTER = 7.4

export interface Panel {
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}

/** Grid lines and labels for values. */
export function valueAxis(panel: Panel, scale: Scale, ticks: readonly number[], text: (value: number) => string): string {
  return ticks
    .map((tick) => {
      const y = scale.at(tick)
      return `<line class="grid" x1="${panel.left}" x2="${panel.right}" y1="${y}" y2="${y}"/><text class="tick tick-y" x="${panel.left - 8}" y="${round(y + 4)}" text-anchor="end">${esc(text(tick), 12)}</text>`
    })
    .join('')
}

/** The base line and labels for the time since the start; `scale` takes epoch milliseconds. */
export function timeAxis(panel: Panel, scale: Scale): string {
  const spanSeconds = (scale.to - scale.from) / 1000
  const wanted = Math.max(2, Math.floor((panel.right - panel.left) / 76))
  const labels = timeTicks(spanSeconds, wanted).map((seconds) => {
    const x = scale.at(scale.from + seconds * 1000)
    return `<line class="axis" x1="${x}" x2="${x}" y1="${panel.bottom}" y2="${panel.bottom + 4}"/><text class="tick tick-x" x="${x}" y="${panel.bottom + 17}" text-anchor="middle">${timeLabel(seconds)}</text>`
  })
  return `<line class="axis" x1="${panel.left}" x2="${panel.right}" y1="${panel.bottom}" y2="${panel.bottom}"/>${labels.join('')}`
}

/** A caption above a panel. */
export function caption(panel: Panel, text: string): string {
  return `<text class="caption" x="${panel.left}" y="${panel.top - 10}">${esc(text, 80)}</text>`
}

/** One plot in every width, with a title and a description for those who do not see it. */
export function plot(options: {
  readonly id: string
  readonly title: string
  readonly description: string
  readonly draw: (width: number) => { readonly height: number; readonly body: string }
}): string {
  return WIDTHS.map(({ name, width }) => {
    const { height, body } = options.draw(width)
    const id = `${options.id}-${name}`
    return `<svg class="plot ${name}" viewBox="0 0 ${width} ${round(height)}" role="img" aria-labelledby="${id}-t ${id}-d"><title id="${id}-t">${esc(options.title)}</title><desc id="${id}-d">${esc(options.description, 600)}</desc>${body}</svg>`
  }).join('\n')
}

const WIDE_CHARACTER = /[MWmw@%\u2014\u2026]|[^\u0000-\u2fff]/u

/** The text as far as it fits, by the widest common font; what is cut shows it. */
export function fitText(text: string, width: number): string {
  let used = 0
  let kept = ''
  for (const character of inertLine(text, 200)) {
    used += WIDE_CHARACTER.test(character) ? 13 : CHARACTER * 1.1
    if (used > width) return `${kept}\u2026`
    kept += character
  }
  return kept
}
