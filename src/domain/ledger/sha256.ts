// The domain has no crypto module, and two names must never share a lock by accident: SHA-256 (FIPS 180-4) for short inputs.
// Words live in DataViews, which are big-endian as the standard is and have no undefined elements.

/** The first `count` primes. */
function primes(count: number): readonly number[] {
  const found: number[] = []
  for (let n = 2; found.length < count; n += 1) {
    if (found.every((prime) => n % prime !== 0)) found.push(n)
  }
  return found
}

/** The first 32 bits of the fractional parts; a double holds them exactly for roots this small. */
function fractions(roots: readonly number[]): DataView {
  const view = new DataView(new ArrayBuffer(roots.length * 4))
  roots.forEach((root, i) => { view.setUint32(i * 4, Math.floor((root - Math.floor(root)) * 2 ** 32)) })
  return view
}

const ROUND_CONSTANTS = fractions(primes(64).map(Math.cbrt))
const INITIAL_HASH = fractions(primes(8).map(Math.sqrt))

function rotate(x: number, by: number): number {
  return (x >>> by) | (x << (32 - by))
}

/** The message, a one bit, zeros, and the length in bits: whole blocks of 64 bytes. */
function pad(bytes: Uint8Array): DataView {
  const padded = new Uint8Array(Math.ceil((bytes.length + 9) / 64) * 64)
  padded.set(bytes)
  padded[bytes.length] = 0x80
  const view = new DataView(padded.buffer)
  view.setBigUint64(padded.length - 8, BigInt(bytes.length) * 8n)
  return view
}

/** The 64 words of a block's message schedule. */
function schedule(message: DataView, block: number): DataView {
  const words = new DataView(new ArrayBuffer(256))
  const word = (i: number): number => words.getUint32(i * 4)
  for (let i = 0; i < 16; i += 1) words.setUint32(i * 4, message.getUint32(block + i * 4))
  for (let i = 16; i < 64; i += 1) {
    const s0 = rotate(word(i - 15), 7) ^ rotate(word(i - 15), 18) ^ (word(i - 15) >>> 3)
    const s1 = rotate(word(i - 2), 17) ^ rotate(word(i - 2), 19) ^ (word(i - 2) >>> 10)
    words.setUint32(i * 4, word(i - 16) + s0 + word(i - 7) + s1)
  }
  return words
}

type Registers = [number, number, number, number, number, number, number, number]

function read(hash: DataView): Registers {
  const at = (i: number): number => hash.getUint32(i * 4)
  return [at(0), at(1), at(2), at(3), at(4), at(5), at(6), at(7)]
}

function compress(hash: DataView, words: DataView): void {
  let [a, b, c, d, e, f, g, h] = read(hash)
  for (let i = 0; i < 64; i += 1) {
    const s1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + ROUND_CONSTANTS.getUint32(i * 4) + words.getUint32(i * 4)) | 0
    const s0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0
    ;[a, b, c, d, e, f, g, h] = [(t1 + t2) | 0, a, b, c, (d + t1) | 0, e, f, g]
  }
  ;[a, b, c, d, e, f, g, h].forEach((register, i) => { hash.setUint32(i * 4, hash.getUint32(i * 4) + register) })
}

/** The SHA-256 of the bytes, in lower-case hex. */
export function sha256Hex(bytes: Uint8Array): string {
  const message = pad(bytes)
  const hash = new DataView(INITIAL_HASH.buffer.slice(0))
  for (let block = 0; block < message.byteLength; block += 64) compress(hash, schedule(message, block))
  return read(hash).map((register) => register.toString(16).padStart(8, '0')).join('')
}
