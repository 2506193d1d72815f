const MAX = 60
// Names that Windows gives to devices, whatever their extension.
const RESERVED = /^(?:con|prn|aux|nul|com[0-9]|lpt[0-9])$/

/** A name for files and records: lower-case ASCII letters, digits and dashes, from the title, else from the id (SPEC A6). */
export function featureOf(title: string, id: string): string {
  const fromTitle = slug(title)
  return fromTitle === '' || RESERVED.test(fromTitle) ? `task-${slug(id)}`.replace(/^task-task-/, 'task-').replace(/-$/, '') : fromTitle
}

function slug(text: string): string {
  const ascii = text.slice(0, 500).normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
  const words = ascii.split(/[^a-z0-9]+/).filter((word) => word !== '')
  return words.reduce((name, word) => (name.length + word.length < MAX ? `${name}${name === '' ? '' : '-'}${word}` : name === '' ? word.slice(0, MAX) : name), '')
}
