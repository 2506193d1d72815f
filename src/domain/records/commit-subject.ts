/** What the first line of a commit says, read as a conventional commit (conventionalcommits.org 1.0.0) where it is one. */
export interface CommitSubject {
  readonly group: 'breaking' | 'features' | 'fixes' | 'other'
  readonly scope?: string
  readonly text: string
}

// Linear: every part is bounded and begins with another character than the one before may hold.
const CONVENTIONAL = /^(?<type>[A-Za-z]{1,20})(?:\((?<scope>[^()\n]{1,60})\))?(?<breaking>!?): {1,4}(?<text>\S.*)$/u

/** Sorts a commit's subject into its group. A subject of another form is kept whole under `other`. */
export function parseSubject(subject: string): CommitSubject {
  const cut = subject.slice(0, 500)
  if (!CONVENTIONAL.test(cut)) return { group: 'other', text: subject }
  const part = (name: 'type' | 'scope' | 'breaking' | 'text'): string => cut.replace(CONVENTIONAL, `$<${name}>`)
  const scope = part('scope')
  return {
    group: part('breaking') === '!' ? 'breaking' : groupOf(part('type').toLowerCase()),
    ...(scope === '' ? {} : { scope }),
    text: part('text'),
  }
}

function groupOf(type: string): CommitSubject['group'] {
  if (type === 'feat' || type === 'feature') return 'features'
  return type === 'fix' || type === 'bugfix' || type === 'hotfix' ? 'fixes' : 'other'
}
