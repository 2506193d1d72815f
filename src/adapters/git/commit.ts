/** The parts of a commit object that the ledger needs. */
export interface Commit {
  readonly parents: readonly string[]
  readonly message: string
}

/** Splits the raw bytes of a commit object: headers, an empty line, the message (gitformat: commit objects). */
export function parseCommit(bytes: Buffer): Commit {
  const text = bytes.toString('utf8')
  const gap = text.indexOf('\n\n')
  const head = gap < 0 ? text : text.slice(0, gap)
  const parents = [...head.matchAll(/^parent ([0-9a-f]{40,64})$/gm)].map((match) => match[1] ?? '')
  return { parents, message: gap < 0 ? '' : text.slice(gap + 2) }
}
