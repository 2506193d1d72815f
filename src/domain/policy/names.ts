/** Lower-case letters, digits and dashes: what services and environments may be called. Also published in the JSON Schemas. */
export const NAME = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/

/** A path that stays below the folder it is relative to, on every system. Also published in the JSON Schemas. */
export const INSIDE_PATH = /^(?![~-])(?![A-Za-z]:)(?!(?:[^/]*\/)*\.\.(?:\/|$))[^/\\\u0000-\u001f\u007f-\u009f][^\\\u0000-\u001f\u007f-\u009f]{0,999}$/u

/** Whether a path stays below the folder it is relative to. */
export function isInside(path: string): boolean {
  return INSIDE_PATH.test(path)
}

/** Whether a path is a folder or lies in it; both relative to the same root. */
export function liesIn(path: string, folder: string): boolean {
  const within = normalised(folder)
  const inner = normalised(path)
  return within === '' || inner === within || inner.startsWith(`${within}/`)
}

function normalised(path: string): string {
  return path.split('/').filter((part) => part !== '' && part !== '.').join('/')
}
