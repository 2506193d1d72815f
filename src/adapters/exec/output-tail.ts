/** Keeps the last bytes of a stream: what a failing program says last is what explains the failure. */
export interface OutputTail {
  add(chunk: Buffer): void
  /** The kept bytes as text; bytes that are not UTF-8 become U+FFFD (FAULTS M10). */
  text(): string
}

/** Bytes kept of each stream of a program. */
export const OUTPUT_LIMIT = 64 * 1024

/** A tail of at most `limit` bytes. Says so in its first line when something was dropped. */
export function outputTail(limit = OUTPUT_LIMIT): OutputTail {
  let chunks: Buffer[] = []
  let size = 0
  let dropped = 0
  const compact = (): void => {
    const all = Buffer.concat(chunks)
    const kept = all.subarray(Math.max(0, all.length - limit))
    dropped += all.length - kept.length
    chunks = [kept]
    size = kept.length
  }
  return {
    add(chunk) {
      chunks.push(chunk)
      size += chunk.length
      // Joining only at twice the limit keeps the cost of each byte constant.
      if (size > 2 * limit) compact()
    },
    text() {
      compact()
      const text = new TextDecoder('utf-8').decode(chunks[0])
      return dropped === 0 ? text : `[${dropped} bytes left out]\n${text}`
    },
  }
}
