// Which names may stand in an artifact, and in which order. One rule for packing and unpacking (FAULTS E07, E10).

const encoder = new TextEncoder()
const CONTROL = /[\u0000-\u001f\u007f]/

/** Why a path may not stand in an artifact; undefined when it may. Relative, forward slashes, the same file on every system. */
export function pathFault(path: string): string | undefined {
  if (path === '') return 'is empty'
  if (path.startsWith('/')) return 'is absolute'
  if (/^[A-Za-z]:/.test(path)) return 'begins with a drive letter'
  if (path.includes('\\')) return 'holds a backslash'
  if (CONTROL.test(path)) return 'holds a control character'
  if (!path.isWellFormed() || path.includes('\ufffd')) return 'is not valid UTF-8'
  if (encoder.encode(path).length > 4096) return 'is longer than 4096 bytes'
  return path.split('/').map(segmentFault).find((fault) => fault !== undefined)
}

function segmentFault(segment: string): string | undefined {
  if (segment === '') return 'has an empty part'
  if (segment === '.' || segment === '..') return `has a part \`${segment}\``
  if (/[. ]$/.test(segment)) return 'has a part that ends in a dot or a space'
  return encoder.encode(segment).length > 255 ? 'has a part longer than 255 bytes' : undefined
}

/**
 * Pairs of paths that are one name on a file system that folds case or normalises Unicode (macOS, Windows), folders included,
 * and files that are also folders. Each later path is paired with the first spelling seen.
 */
export function collisions(paths: readonly string[]): readonly { readonly first: string; readonly second: string }[] {
  const seen = new Map<string, { readonly spelling: string; readonly kind: 'file' | 'folder' }>()
  const found: { readonly first: string; readonly second: string }[] = []
  for (const path of paths) {
    const parts = path.split('/')
    for (let depth = 1; depth <= parts.length; depth++) {
      const spelling = parts.slice(0, depth).join('/')
      const kind = depth === parts.length ? 'file' : 'folder'
      const folded = fold(spelling)
      const before = seen.get(folded)
      if (before === undefined) {
        seen.set(folded, { spelling, kind })
      } else if (before.spelling !== spelling || before.kind === 'file' || kind === 'file') {
        found.push({ first: before.spelling, second: path })
        break
      }
    }
  }
  return found
}

function fold(path: string): string {
  return path.normalize('NFC').toUpperCase().toLowerCase().normalize('NFC')
}

/** Order of the UTF-8 bytes, which differs from JavaScript's order for characters beyond the basic plane. */
export function bytewise(a: string, b: string): number {
  const shorter = Math.min(a.length, b.length)
  for (let i = 0; i < shorter; i++) {
    const x = a.charCodeAt(i)
    const y = b.charCodeAt(i)
    if (x !== y) return lift(x) - lift(y)
  }
  return a.length - b.length
}

/** Puts surrogates behind U+E000 to U+FFFF, where their code points belong. */
function lift(unit: number): number {
  if (unit < 0xd800) return unit
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800
}
