// Text from outside, made into Markdown that shows it and does nothing else: no heading, link, table cell, comment or HTML of its own.
import { inertLine } from '../report/inert.ts'

/** One line of running text. */
export function prose(text: string, max = 300): string {
  return inertLine(text, max)
    .replace(/[\\`*_{}[\]<>()#|~!&$]/g, '\\$&')
    .replace(/^[-+=]/, '\\$&')
    .replace(/^(\d+)\.(?=\s|$)/, '$1\\.')
}

/** One line of text as code; a longer fence keeps backticks of the text inside. */
export function code(text: string, max = 300): string {
  const line = inertLine(text, max)
  if (line === '') return '(empty)'
  const ticks = '`'.repeat(Math.max(0, ...(line.match(/`+/g) ?? []).map((run) => run.length)) + 1)
  const pad = /^`|`$/.test(line) ? ' ' : ''
  return `${ticks}${pad}${line}${pad}${ticks}`
}

/** Code inside a table's cell, where a bar would end the cell even between backticks. */
export function cell(text: string, max = 300): string {
  return code(text.replaceAll('|', '\u00a6'), max)
}
