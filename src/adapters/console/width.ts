/** Cells a text takes in a terminal: two for East Asian wide characters and emoji, none for combining marks. */
export function cells(text: string): number {
  let total = 0
  for (const character of text) total += cellsOf(character)
  return total
}

const WIDE = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}|[\u{20000}-\u{3fffd}]/u

function cellsOf(character: string): number {
  if (/\p{M}/u.test(character)) return 0
  return WIDE.test(character) ? 2 : 1
}

/** Cuts at a number of cells, never inside a character; the ellipsis takes a cell for each of its characters. */
export function fit(text: string, width: number, ellipsis = '\u2026'): string {
  if (cells(text) <= width) return text
  let total = 0
  let kept = ''
  for (const character of text) {
    total += cellsOf(character)
    if (total > width - ellipsis.length) break
    kept += character
  }
  return kept + ellipsis
}

/** ASCII for places that cannot show more. */
export function ascii(text: string): string {
  return text.replace(/\u2026/gu, '...').replace(/[^\n\t -~]/gu, '?')
}
