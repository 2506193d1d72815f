// Finds any of a list of short texts in a stream of bytes in one pass, most bytes never looked at: Wu and Manber's shift
// table over pairs of bytes ("A fast algorithm for multi-pattern searching", TR-94-17, 1994). Regular expressions then look
// at a bounded window only, so the whole search is linear in the input whatever the input is (FAULTS M13).

export interface AnchorScanner {
  /** Calls `hit` for every anchor that begins in [from, to); it may reach beyond `to` as far as the bytes go. */
  scan(bytes: Uint8Array, from: number, to: number, hit: (anchor: number, at: number) => void): void
}

const PAIRS = 0x10000

/** Prepares a search for the anchors, each at least two ASCII characters; hits name them by index. Shorter ones make it slower. */
export function anchorScanner(anchors: readonly string[]): AnchorScanner {
  const codes = anchors.map((anchor) => Uint8Array.from(anchor, (char) => char.charCodeAt(0)))
  const shortest = codes.reduce((least, code) => Math.min(least, code.length), 255)
  const farthest = shortest - 1
  const shifts = new Uint8Array(PAIRS).fill(farthest)
  const endings = new Map<number, (readonly [number, Uint8Array])[]>()
  codes.forEach((code, index) => {
    for (let i = 1; i < shortest; i++) {
      const key = pair(code, i)
      shifts[key] = Math.min(byteAt(shifts, key), farthest - i)
    }
    const last = pair(code, farthest)
    endings.set(last, [...(endings.get(last) ?? []), [index, code]])
  })
  return {
    scan: (bytes, from, to, hit) => {
      const end = Math.min(to + farthest, bytes.length)
      let at = from + farthest
      while (at < end) {
        const key = byteAt(bytes, at - 1) | (byteAt(bytes, at) << 8)
        const shift = byteAt(shifts, key)
        if (shift !== 0) {
          at += shift
          continue
        }
        endings.get(key)?.forEach(([index, code]) => {
          if (startsAt(bytes, at - farthest, code)) hit(index, at - farthest)
        })
        at++
      }
    },
  }
}

function pair(code: Uint8Array, at: number): number {
  return byteAt(code, at - 1) | (byteAt(code, at) << 8)
}

/** Typed arrays are read within their bounds here, so the undefined of an unchecked index cannot occur. */
function byteAt(bytes: Uint8Array, at: number): number {
  return bytes[at] as number
}

function startsAt(bytes: Uint8Array, at: number, code: Uint8Array): boolean {
  return code.every((byte, i) => bytes[at + i] === byte)
}
