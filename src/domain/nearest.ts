// The name someone meant when they wrote another one (FAULTS M05).

/** The known name nearest to what was written, when it is near enough to be a slip: at most a third of its letters differ. */
export function nearest(written: string, known: readonly string[]): string | undefined {
  if (written.length > 64) return undefined
  const wanted = plain(written)
  const ranked = known
    .map((name) => ({ name, distance: editDistance(wanted, plain(name)) }))
    .filter(({ name, distance }) => distance < wanted.length && distance <= Math.max(1, Math.floor(Math.max(wanted.length, name.length) / 3)))
    .sort((a, b) => a.distance - b.distance)
  return ranked[0]?.name
}

/** `Known names: a, b, c`, at most twelve of them. */
export function knownNames(known: readonly string[]): string {
  const shown = known.slice(0, 12).map((name) => `\`${name}\``).join(', ')
  return known.length > 12 ? `${shown} and ${known.length - 12} more` : shown
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[-_ ]/g, '')
}

/** Edits (insert, delete, replace, swap of neighbours) between two texts: optimal string alignment. */
export function editDistance(a: string, b: string): number {
  let before: readonly number[] = []
  let previous: readonly number[] = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i]
    for (let j = 1; j <= b.length; j += 1) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1
      const edits = [at(previous, j) + 1, at(row, j - 1) + 1, at(previous, j - 1) + cost]
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) edits.push(at(before, j - 2) + 1)
      row.push(Math.min(...edits))
    }
    before = previous
    previous = row
  }
  return at(previous, b.length)
}

function at(row: readonly number[], index: number): number {
  return Number(row[index])
}
