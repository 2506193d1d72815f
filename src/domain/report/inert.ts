// Text from outside (titles, log tails, names) may hold anything. What leaves here cannot move a cursor, hide a direction
// change, or start a line of its own (FAULTS M01, M02, M10).

const CSI = /[\p{Cc}--[\n\r\t]]\[[0-?]*[ -\/]*[@-~]/gv
const OSC = /[\p{Cc}--[\n\r\t]]\][^\p{Cc}]*/gv
const HIDDEN = /[[\p{Cc}--[\n\t]]\p{Bidi_Control}\p{Default_Ignorable_Code_Point}]+/gv
const BREAK = /\r\n|\r|\u2028|\u2029|\u0085/gv

/** Cuts at a number of UTF-16 units, never inside a character, and shows that it did. */
export function cut(text: string, max: number): string {
  return text.length <= max ? text : `${text.slice(0, max - 1).replace(/\p{Cs}$/u, '')}\u2026`
}

/** Several lines of harmless text: terminal sequences are dropped, other invisible characters show as U+FFFD, line ends are `\n`. */
export function inertBlock(text: string, max: number): string {
  // Cutting first bounds the work on a hostile megabyte; sequences that vanish below only make the text shorter.
  return cut(text, max).replace(CSI, '').replace(OSC, '').replace(BREAK, '\n').replace(HIDDEN, '\ufffd').toWellFormed()
}

/** One line of harmless text; runs of white space become one blank. */
export function inertLine(text: string, max = 300): string {
  return inertBlock(text, max).replace(/\s+/gu, ' ').trim()
}

/** The last lines of a longer text, because an error stands at the end of a log. */
export function inertTail(text: string, max = 4000): string {
  return inertBlock(text.length <= max ? text : `\u2026${text.slice(-max + 1)}`, max)
}
