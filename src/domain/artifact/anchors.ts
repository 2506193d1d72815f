// Finds any of a list of short texts in bytes in one pass. Where the shortest text has m characters, every occurrence covers
// m-1 neighbouring pairs, so it is enough to look at every (m-1)th pair of bytes; where such a pair may be part of a text, a
// hash of the m bytes around it decides whether to compare. The looks do not wait for each other, which made this faster than
// Wu and Manber's dependent jumps (TR-94-17). Regular expressions then see a bounded window only, so the whole search is
// linear in the input (FAULTS M13).

export interface AnchorScanner {
  /** Calls `hit` for every anchor that begins in [from, to); it may reach beyond `to` as far as the bytes go. */
  scan(bytes: Uint8Array, from: number, to: number, hit: (anchor: number, at: number) => void): void
}

const PAIRS = 0x10000

/** Prepares a search for the anchors, each at least two ASCII characters; hits name them by index. Shorter ones make it slower. */
export function anchorScanner(anchors: readonly string[]): AnchorScanner {
  const codes = anchors.map((anchor) => Uint8Array.from(anchor, (char) => char.charCodeAt(0)))
  const shortest = codes.reduce((least, code) => Math.min(least, code.length), 255)
  const stride = shortest - 1
  const pairs = new Uint8Array(PAIRS)
  const heads = new Uint8Array(PAIRS)
  const anchorsOf = new Map<number, (readonly [index: number, code: Uint8Array])[]>()
  codes.forEach((code, index) => {
    const head = headAt(code, 0, shortest)
    heads[head] = 1
    anchorsOf.set(head, [...(anchorsOf.get(head) ?? []), [index, code]])
    for (let offset = 0; offset < stride; offset++) pairs[pairAt(code, offset)] = 1
  })
  const around = (bytes: Uint8Array, at: number, from: number, to: number, hit: (anchor: number, at: number) => void): void => {
    const last = Math.min(at, to - 1, bytes.length - shortest)
    for (let start = Math.max(from, at - stride + 1); start <= last; start++) {
      const head = headAt(bytes, start, shortest)
      if (byteAt(heads, head) === 1) anchorsOf.get(head)?.forEach(([index, code]) => startsAt(bytes, start, code) && hit(index, start))
    }
  }
  return {
    scan: (bytes, from, to, hit) => {
      const end = Math.min(to + stride - 1, bytes.length - 1)
      const unrolled = end - 3 * stride
      let at = from
      // Four looks before the one branch: most of the time none of them finds anything.
      for (; at < unrolled; at += 4 * stride) {
        const a = byteAt(pairs, pairAt(bytes, at))
        const b = byteAt(pairs, pairAt(bytes, at + stride))
        const c = byteAt(pairs, pairAt(bytes, at + 2 * stride))
        const d = byteAt(pairs, pairAt(bytes, at + 3 * stride))
        if ((a | b | c | d) === 0) continue
        if (a === 1) around(bytes, at, from, to, hit)
        if (b === 1) around(bytes, at + stride, from, to, hit)
        if (c === 1) around(bytes, at + 2 * stride, from, to, hit)
        if (d === 1) around(bytes, at + 3 * stride, from, to, hit)
      }
      for (; at < end; at += stride) around(bytes, at, from, to, hit)
    },
  }
}

/** A hash of the first `length` bytes, of at most four of them. */
function headAt(bytes: Uint8Array, at: number, length: number): number {
  let hash = 0
  for (let i = at; i < at + length && i < at + 4; i++) hash = Math.imul(hash ^ byteAt(bytes, i), 0x9e3779b1)
  return hash >>> 16
}

function pairAt(bytes: Uint8Array, at: number): number {
  return byteAt(bytes, at) | (byteAt(bytes, at + 1) << 8)
}

/** Typed arrays are read within their bounds here, so the undefined of an unchecked index cannot occur. */
function byteAt(bytes: Uint8Array, at: number): number {
  return bytes[at] as number
}

function startsAt(bytes: Uint8Array, at: number, code: Uint8Array): boolean {
  return code.every((byte, i) => bytes[at + i] === byte)
}
