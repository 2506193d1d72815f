// Text from outside inside GitHub's Markdown: it may not ping anyone, link anything, close a cell or open a tag (FAULTS K11, M02).
import { inertLine, inertTail } from './inert.ts'

/** One line of text that means nothing to Markdown. Mentions and references are broken by an invisible space, as Renovate does it. */
export function md(text: string, max = 300): string {
  return inertLine(text, max)
    .replace(/&/gu, '&amp;')
    .replace(/</gu, '&lt;')
    .replace(/>/gu, '&gt;')
    .replace(/[\\`*_{}[\]()~|!^$]/gu, '\\$&')
    .replace(/#(?=\d)/gu, '#&#8203;')
    .replace(/@/gu, '@&#8203;')
    .replace(/\b(gh-)(?=\d)/giu, '$1&#8203;')
    .replace(/:\/\//gu, ':&#8203;//')
    .replace(/\bwww\./giu, 'www&#8203;.')
    .replace(/^([-+=]|#{1,6}|\d+[.)])(?=\s|$|[-=])/u, '&#8203;$1')
}

/** Code in a table or a sentence. A bar is escaped because it would close the cell even inside code. */
export function mdCode(text: string, max = 300): string {
  const inner = inertLine(text, max).replace(/\|/gu, '\\|')
  if (inner === '') return ''
  const ticks = '`'.repeat(longestRun(inner) + 1)
  const pad = /^`|`$/u.test(inner) ? ' ' : ''
  return `${ticks}${pad}${inner}${pad}${ticks}`
}

/** A fenced block whose fence is longer than any run of backticks inside. */
export function mdBlock(text: string, max = 4000): string {
  const inner = inertTail(text, max)
  const fence = '`'.repeat(Math.max(3, longestRun(inner) + 1))
  return `${fence}text\n${inner}\n${fence}`
}

function longestRun(text: string): number {
  return (text.match(/`+/gu) ?? []).reduce((longest, run) => Math.max(longest, run.length), 0)
}

/** A table; a cell is Markdown already. Numeric columns are set flush right. */
export function mdTable(columns: readonly { readonly title: string; readonly numeric?: boolean }[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  return [line(columns.map((column) => column.title)), line(columns.map((column) => (column.numeric === true ? '---:' : '---'))), ...rows.map(line)].join('\n')
}

/** Something folded away. */
export function mdFolded(title: string, body: string): string {
  return `<details><summary>${md(title)}</summary>\n\n${body}\n\n</details>`
}
