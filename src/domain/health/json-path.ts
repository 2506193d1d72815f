import { mistaken, parsed, type Parsed } from '../problem.ts'

/** One step into a JSON value: a key of an object or an index of an array. */
export type JsonPath = readonly (string | number)[]

const SEGMENT = /\.([A-Za-z_][\w-]*)|\["([^"\\]*)"\]|\[(\d{1,9})\]/y

/** Parses `$.a.b[0]["c d"]` (SPEC D2). Wildcards, slices and filters are mistakes: a check names exactly one place. */
export function parseJsonPath(text: string): Parsed<JsonPath> {
  const path: (string | number)[] = []
  let at = 1
  while (text.startsWith('$') && at < text.length) {
    SEGMENT.lastIndex = at
    const match = SEGMENT.exec(text)
    if (match === null) break
    path.push(match[1] ?? match[2] ?? Number(match[3]))
    at += match[0].length
  }
  if (text.startsWith('$') && at === text.length) return parsed(path)
  return mistaken({
    code: 'json-path.malformed',
    what: 'not a path into JSON',
    value: text.slice(0, 80),
    remedy: 'Write `$` and then `.name`, `["name"]` or `[0]` for each step, such as `$.checks.database[0].ok`.',
  })
}

/** Looks a path up. Only a value's own properties count, so `__proto__` is never found by inheritance (FAULTS M12). */
export function lookUp(value: unknown, path: JsonPath): { readonly found: true; readonly value: unknown } | { readonly found: false } {
  let here = value
  for (const step of path) {
    if (typeof here !== 'object' || here === null || Array.isArray(here) !== (typeof step === 'number')) return { found: false }
    const entry = Object.entries(here).find(([key]) => key === String(step))
    if (entry === undefined) return { found: false }
    here = entry[1]
  }
  return { found: true, value: here }
}
