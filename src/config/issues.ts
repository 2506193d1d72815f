// What zod finds, in the words of the user's file. A schema gives the name of a form as its message (see forms.ts); the words are there.
import type { core } from 'zod'
import { knownNames, nearest } from '../domain/nearest.ts'
import type { Problem } from '../domain/problem.ts'
import { wordsOf } from './forms.ts'
import type { Locate } from './locate.ts'

type Issue = core.$ZodIssue
type Path = readonly PropertyKey[]

const SECRET = /pass|secret|token|credential|private|authorization|cookie|api-?key|dsn/i

/** One problem for each issue; for a choice of forms, the problems of the form that was meant. */
export function issueProblems(issues: readonly Issue[], root: unknown, locate: Locate, parents: Path = []): readonly Problem[] {
  // A misspelt key often is why something else seems to be missing: one mistake, one message.
  const misspelt = issues.flatMap((issue) => (issue.code === 'unrecognized_keys' ? [issue.path.join('.')] : []))
  return issues
    .filter((issue) => issue.code !== 'custom' || !misspelt.includes(issue.path.join('.')))
    .flatMap((issue) => problemsOf(issue, root, locate, [...parents, ...issue.path]))
}

function problemsOf(issue: Issue, root: unknown, locate: Locate, path: Path): readonly Problem[] {
  const name = path.map(String).join('.')
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey(key, { path, issue, locate }))
  if (issue.code === 'invalid_union') {
    const meant = meantBranch(issue.errors)
    if (meant !== undefined) return issueProblems(meant, root, locate, path)
  }
  const value = at(root, path)
  if (value === undefined) {
    return [{ code: 'config.missing-key', what: `\`${name}\` is missing`, place: locate(path), remedy: `Add it. ${wordsOf(issue).remedy}` }]
  }
  if (issue.code === 'invalid_key') {
    const [inner = issue] = issue.issues
    return [{ code: 'config.bad-name', what: `\`${name}\` ${wordsOf(inner).what}`, place: locate(path, 'key'), remedy: wordsOf(inner).remedy }]
  }
  const { code, what, remedy } = wordsOf(issue)
  return [{ code, what: `\`${name}\` ${what}`, ...shown(value, path), place: locate(path), remedy }]
}

function shown(value: unknown, path: Path): { readonly value?: string } {
  if (path.some((part) => SECRET.test(String(part)))) return {}
  const text = typeof value === 'string' ? value : typeof value === 'number' ? String(value) : JSON.stringify(value)
  return { value: text.length > 60 ? `${text.slice(0, 57)}...` : text === '' ? '""' : text }
}

function unknownKey(key: string, where: { readonly path: Path; readonly issue: Issue; readonly locate: Locate }): Problem {
  const known = wordsOf(where.issue).known
  const near = nearest(key, known)
  const inside = where.path.length === 0 ? '' : ` in \`${where.path.map(String).join('.')}\``
  return {
    code: 'config.unknown-key',
    what: `there is no such key${inside}`,
    value: key.slice(0, 60),
    place: where.locate([...where.path, key], 'key'),
    remedy: near === undefined ? (known.length === 0 ? 'Remove it.' : `Known are ${knownNames(known)}.`) : `Did you mean \`${near}\`?`,
  }
}

/** The alternative whose outer type fits, with the fewest mistakes inside. */
function meantBranch(branches: readonly (readonly Issue[])[]): readonly Issue[] | undefined {
  return branches
    .filter((issues) => issues.length > 0 && issues.every((issue) => issue.path.length > 0 || (issue.code !== 'invalid_type' && issue.code !== 'invalid_value')))
    .toSorted((a, b) => a.length - b.length)[0]
}

function at(root: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, part) => (typeof value === 'object' && value !== null && Object.hasOwn(value, part) ? (value as Record<PropertyKey, unknown>)[part] : undefined), root)
}

/** The value without the parts that are wrong, so that what is right can be examined further. */
export function pruned(root: unknown, issues: readonly Issue[]): unknown {
  const copy: unknown = structuredClone(root)
  for (const issue of issues) {
    const paths = issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...issue.path, key]) : [issue.path]
    for (const path of paths) {
      const parent = at(copy, path.slice(0, -1))
      const last = path.at(-1)
      if (typeof parent === 'object' && parent !== null && last !== undefined && !Array.isArray(parent)) Reflect.deleteProperty(parent, last)
    }
  }
  return copy
}
