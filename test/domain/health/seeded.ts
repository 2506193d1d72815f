// Taken out of the global once: inside jest every look-up of a global costs more than the function itself.
const { floor, imul, log1p } = Math

/** A small seeded generator (mulberry32): the same seed gives the same numbers, uniform in [0, 1). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

/** How many of `n` trials with probability `p` come out bad: by jumping from one to the next. */
export function drawBinomial(random: () => number, n: number, p: number): number {
  let bad = 0
  for (let at = jump(random, p); at < n; at += 1 + jump(random, p)) bad += 1
  return bad
}

function jump(random: () => number, p: number): number {
  return floor(log1p(-random()) / log1p(-p))
}
