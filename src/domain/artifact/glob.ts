// Names in `exclude` and `allow`: `*` and `?` stay inside one part of a path, `**` crosses parts. A pattern without a slash
// matches a part at any depth; a pattern that matches a folder matches everything in it. Matching takes linear space and
// at most pattern times path steps, so no pattern can hang a run (FAULTS M13).

/** A predicate for paths that any of the patterns matches. */
export function matcher(patterns: readonly string[]): (path: string) => boolean {
  const parsed = patterns.map((pattern) => {
    const pieces = pattern.split('/').filter((piece) => piece !== '' && piece !== '.')
    return pieces.length === 1 ? ['**', ...pieces] : pieces
  })
  return (path) => parsed.some((pattern) => matchesOrHolds(pattern, path.split('/')))
}

function matchesOrHolds(pattern: readonly string[], parts: readonly string[]): boolean {
  // reach[i]: the pieces so far can consume exactly the first i parts of the path.
  let reach: readonly boolean[] = [true, ...parts.map(() => false)]
  for (const piece of pattern) {
    const from = reach
    if (piece === '**') {
      const first = from.indexOf(true)
      reach = from.map((_, i) => first !== -1 && i >= first)
    } else {
      reach = [false, ...parts.map((part, i) => from[i] === true && partMatches(piece, part))]
    }
  }
  return reach.some((reached, i) => reached && i > 0)
}

function partMatches(pattern: string, text: string): boolean {
  let p = 0
  let t = 0
  let star = -1
  let mark = 0
  while (t < text.length) {
    if (pattern[p] === '*') {
      star = p++
      mark = t
    } else if (p < pattern.length && (pattern[p] === '?' || pattern[p] === text[t])) {
      p++
      t++
    } else if (star >= 0) {
      p = star + 1
      t = ++mark
    } else {
      return false
    }
  }
  while (pattern[p] === '*') p++
  return p === pattern.length
}
