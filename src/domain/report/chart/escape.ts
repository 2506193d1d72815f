import { inertLine } from '../inert.ts'

/** Text for HTML or SVG, content or quoted attribute: harmless, and at most `max` long. */
export function esc(text: string, max = 300): string {
  return escapeMarkup(inertLine(text, max))
}

/** The five characters that mean something to an HTML parser. */
export function escapeMarkup(text: string): string {
  return text.replace(/&/gu, '&amp;').replace(/</gu, '&lt;').replace(/>/gu, '&gt;').replace(/"/gu, '&quot;').replace(/'/gu, '&#39;')
}
