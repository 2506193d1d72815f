// The one tar format this project writes and reads: POSIX ustar, regular files only, no times, no owners, two modes.
// A pax record precedes a file only when its path or size does not fit (POSIX.1-2017, pax interchange format).

const encoder = new TextEncoder()

/** Bytes of a tar block; headers, contents and the end mark are multiples of it. */
export const BLOCK = 512
/** The end of an archive: two blocks of zeros. */
export const END_BYTES = 2 * BLOCK
const OCTAL_LIMIT = 8 ** 11

interface TarEntry {
  readonly path: string
  readonly size: number
  readonly executable: boolean
}

/** Everything that stands before a file's content: its header, preceded by a pax record when the path or the size needs one. */
export function tarHeader(entry: TarEntry): Uint8Array {
  const mode = entry.executable ? 0o755 : 0o644
  const path = encoder.encode(entry.path)
  const split = splitPath(path)
  if (split !== undefined && entry.size < OCTAL_LIMIT) return block({ ...split, size: entry.size, mode, type: '0' })
  const records = concat([
    ...(split === undefined ? [paxRecord('path', path)] : []),
    ...(entry.size < OCTAL_LIMIT ? [] : [paxRecord('size', encoder.encode(String(entry.size)))]),
  ])
  const padded = new Uint8Array(records.length + padding(records.length))
  padded.set(records)
  const short = split ?? { name: path.subarray(0, 100), prefix: new Uint8Array() }
  return concat([
    block({ name: encoder.encode('pax'), prefix: new Uint8Array(), size: records.length, mode: 0o644, type: 'x' }),
    padded,
    block({ ...short, size: entry.size < OCTAL_LIMIT ? entry.size : 0, mode, type: '0' }),
  ])
}

/** Zero bytes that follow content of this size. */
export function padding(size: number): number {
  return (BLOCK - (size % BLOCK)) % BLOCK
}

/** Bytes of the whole archive. */
export function tarSize(entries: readonly TarEntry[]): number {
  return entries.reduce((sum, entry) => sum + tarHeader(entry).length + entry.size + padding(entry.size), END_BYTES)
}

const KINDS: ReadonlyMap<string, string> = new Map([
  ['\0', 'the end of the archive, or a file of the old format'],
  ['0', 'a regular file'],
  ['1', 'a hard link'],
  ['2', 'a symbolic link'],
  ['3', 'a character device'],
  ['4', 'a block device'],
  ['5', 'a folder'],
  ['6', 'a fifo'],
  ['x', 'an extended header'],
  ['g', 'a global header'],
  ['L', 'a GNU long name'],
])

/** What stands in a header that is not the expected one, for the error message. */
export function describeHeader(bytes: Uint8Array): string {
  const name = String.fromCharCode(...bytes.subarray(0, 100)).replace(/\0.*$/s, '')
  const type = String.fromCharCode(...bytes.subarray(156, 157))
  return `${KINDS.get(type) ?? 'an unknown entry'} named ${JSON.stringify(name)}`
}

/** Splits a path into ustar's prefix (155 bytes) and name (100); undefined when it does not fit or is not ASCII. */
function splitPath(path: Uint8Array): { readonly name: Uint8Array; readonly prefix: Uint8Array } | undefined {
  if (path.some((byte) => byte > 126)) return undefined
  if (path.length <= 100) return { name: path, prefix: new Uint8Array() }
  for (let cut = path.length - 101; cut <= 155 && cut < path.length - 1; cut++) {
    if (path[cut] === 0x2f) return { name: path.subarray(cut + 1), prefix: path.subarray(0, cut) }
  }
  return undefined
}

function block(header: { readonly name: Uint8Array; readonly prefix: Uint8Array; readonly size: number; readonly mode: number; readonly type: string }): Uint8Array {
  const bytes = new Uint8Array(BLOCK)
  const put = (text: string, at: number): void => bytes.set(encoder.encode(text), at)
  bytes.set(header.name, 0)
  put(`${octal(header.mode, 7)}\0${octal(0, 7)}\0${octal(0, 7)}\0${octal(header.size, 11)}\0${octal(0, 11)}\0`, 100)
  put(' '.repeat(8), 148)
  put(header.type, 156)
  put('ustar\u000000', 257)
  put(`${octal(0, 7)}\0${octal(0, 7)}\0`, 329)
  bytes.set(header.prefix, 345)
  put(`${octal(bytes.reduce((sum, byte) => sum + byte, 0), 6)}\0 `, 148)
  return bytes
}

function octal(value: number, digits: number): string {
  return value.toString(8).padStart(digits, '0')
}

/** `<length> <key>=<value>\n`, where the length counts itself. */
function paxRecord(key: string, value: Uint8Array): Uint8Array {
  const rest = key.length + value.length + 3
  let length = rest + String(rest).length
  if (String(length).length > String(rest).length) length = rest + String(length).length
  return concat([encoder.encode(`${length} ${key}=`), value, encoder.encode('\n')])
}

function concat(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
