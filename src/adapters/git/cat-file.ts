import { AdapterError } from '../../errors.ts'
import type { Git } from './git.ts'

/** What one name led to. */
export type GitObject =
  | { readonly kind: 'found'; readonly oid: string; readonly type: string; readonly bytes: Buffer }
  | { readonly kind: 'missing' }

/** Reads any number of objects, by oid or by full ref name, with one git process. The answers are in the order of the names. */
export async function readObjects(git: Git, names: readonly string[]): Promise<readonly GitObject[]> {
  if (names.length === 0) return []
  const args = ['cat-file', '--batch']
  const result = await git.run(args, { stdin: names.map((name) => `${name}\n`).join('') })
  const objects: GitObject[] = []
  let rest = result.stdout
  for (const name of names) {
    const end = rest.indexOf('\n')
    const header = rest.subarray(0, Math.max(end, 0)).toString('utf8')
    const found = /^([0-9a-f]{40,64}) ([a-z]+) ([0-9]+)$/.exec(header)
    if (found?.[1] !== undefined && found[2] !== undefined) {
      const start = end + 1
      const size = Number(found[3])
      if (rest.length < start + size) throw unreadable(name, result.stderr)
      objects.push({ kind: 'found', oid: found[1], type: found[2], bytes: rest.subarray(start, start + size) })
      rest = rest.subarray(start + size + 1)
    } else if (header === `${name} missing`) {
      objects.push({ kind: 'missing' })
      rest = rest.subarray(end + 1)
    } else {
      throw unreadable(name, result.stderr)
    }
  }
  return objects
}

function unreadable(name: string, said: string): AdapterError {
  return new AdapterError({
    code: 'ledger_unreadable',
    message: `git could not read ${name}: ${said.trim().slice(-500) || 'it gave no answer'}`,
    remedy: 'Check the repository with `git fsck`.',
  })
}
