import { esc } from './chart/escape.ts'
import { count } from './format.ts'

/** A column: its heading, and whether it holds numbers. */
export interface Column {
  readonly title: string
  readonly numeric?: boolean
}

/** A cell: harmless text, or markup that this program made itself. */
export type Cell = string | { readonly markup: string }

/** Most rows of a table in the report; the rest is in result.json. */
export const MOST_ROWS = 200

/** A table that turns into cards on a narrow screen. */
export function table(columns: readonly Column[], rows: readonly (readonly Cell[])[], title: string): string {
  const head = columns.map((column) => `<th scope="col"${column.numeric === true ? ' class="n"' : ''}>${esc(column.title)}</th>`).join('')
  const body = rows.slice(0, MOST_ROWS).map((row) => `<tr>${columns.map((column, index) => cell(column, row[index] ?? '')).join('')}</tr>`)
  const more = rows.length > MOST_ROWS ? `<p>${count(rows.length - MOST_ROWS)} more rows are in result.json.</p>` : ''
  return `<table class="cards" aria-label="${esc(title)}"><thead><tr>${head}</tr></thead><tbody>${body.join('')}</tbody></table>${more}`
}

function cell(column: Column, content: Cell): string {
  const markup = typeof content === 'string' ? esc(content, 1000) : content.markup
  const open = `<td data-label="${esc(column.title)}"${column.numeric === true ? ' class="n"' : ''}>`
  return markup === '' ? `${open}</td>` : `${open}<span>${markup}</span></td>`
}

/** A status word in its colour. `status` is one of the program's own words. */
export function status(word: string): Cell {
  return { markup: `<span class="status s-${esc(word, 20).replace(/[^a-z-]/gu, '-')}">${esc(word.replace('-', ' '), 20)}</span>` }
}

/** Code that one click selects whole. */
export function code(text: string, max = 300): Cell {
  return { markup: `<code>${esc(text, max)}</code>` }
}

/** Something folded away. */
export function folded(title: string, markup: string): string {
  return `<details><summary>${esc(title)}</summary>${markup}</details>`
}
