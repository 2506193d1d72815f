import { mkdir, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Digest } from '../../domain/artifact/digest.ts'
import { entryText, indexText, parseEntry, parseIndex, type Descriptor } from '../../domain/artifact/manifest.ts'
import { hexOf } from '../../domain/artifact/provenance.ts'
import { mismatch, wellFormed } from './blobs.ts'
import { writeDurably } from './durable.ts'

/** The file that makes a folder an OCI image layout (OCI image-spec 1.1, image-layout). */
const LAYOUT_TEXT = '{"imageLayoutVersion":"1.0.0"}'

/**
 * Which manifests a layout has. Each is one file, `flowspec/entries/<digest>` or `<digest>.<subject>` for a referrer, made
 * atomically; they are the truth, and `index.json` is drawn from them for other tools. So no lock is needed: whoever replaced
 * the index looks at the entries again and draws it once more if there are new ones, hence the last one standing is complete.
 * A run that dies in between leaves an index that lacks an entry, which the next writer mends.
 */
export class LayoutIndex {
  readonly #root: string
  readonly #entries: string
  readonly #temporary: string

  constructor(root: string, temporary: string) {
    this.#root = root
    this.#entries = join(root, 'flowspec', 'entries')
    this.#temporary = temporary
  }

  async open(): Promise<void> {
    await mkdir(this.#entries, { recursive: true })
    const file = join(this.#root, 'oci-layout')
    if ((await textOf(file)) === undefined) await writeDurably(file, LAYOUT_TEXT, this.#temporary)
  }

  async add(entry: Descriptor, subject?: Digest): Promise<void> {
    await writeDurably(join(this.#entries, nameOf(entry.digest, subject)), entryText(entry), this.#temporary)
    let drawn: string | undefined
    for (;;) {
      const text = indexText(await this.#all())
      if (text === drawn) return
      await writeDurably(join(this.#root, 'index.json'), text, this.#temporary)
      drawn = text
    }
  }

  /** The entry of an artifact; undefined when the layout does not have it. */
  async find(digest: Digest): Promise<Descriptor | undefined> {
    return await this.#read(nameOf(digest))
  }

  /** Entries of the manifests that refer to the subject, in the order of their digests. */
  async referring(subject: Digest): Promise<readonly Descriptor[]> {
    const names = (await namesIn(this.#entries)).filter((name) => name.endsWith(`.${hexOf(subject)}`))
    return await this.#readAll(names)
  }

  /** Whether the files around the blobs are as this tool writes them. The index may lack the newest entries, never have others. */
  async check(): Promise<void> {
    const layout = await textOf(join(this.#root, 'oci-layout'))
    if (layout !== undefined && layout !== LAYOUT_TEXT) throw mismatch('oci-layout', 'is not written as this tool writes it')
    const index = await textOf(join(this.#root, 'index.json'))
    if (index === undefined) return
    const known = new Set((await this.#all()).map(entryText))
    const stranger = wellFormed(parseIndex(index), 'index.json').find((entry) => !known.has(entryText(entry)))
    if (stranger !== undefined) throw mismatch('index.json', `lists ${stranger.digest}, which was not stored so`)
  }

  async #all(): Promise<readonly Descriptor[]> {
    return await this.#readAll(await namesIn(this.#entries))
  }

  async #readAll(names: readonly string[]): Promise<readonly Descriptor[]> {
    const entries = await Promise.all(names.map((name) => this.#read(name)))
    return entries.filter((entry) => entry !== undefined).sort((a, b) => (a.digest < b.digest ? -1 : 1))
  }

  async #read(name: string): Promise<Descriptor | undefined> {
    const text = await textOf(join(this.#entries, name))
    if (text === undefined) return undefined
    const entry = wellFormed(parseEntry(text), `entry ${name}`)
    if (hexOf(entry.digest) !== name.slice(0, 64)) throw mismatch(`entry ${name}`, `names ${entry.digest}`)
    return entry
  }
}

function nameOf(digest: Digest, subject?: Digest): string {
  return subject === undefined ? hexOf(digest) : `${hexOf(digest)}.${hexOf(subject)}`
}

async function namesIn(folder: string): Promise<readonly string[]> {
  return await readdir(folder).catch((error: unknown) => absent(error, []))
}

async function textOf(path: string): Promise<string | undefined> {
  return await readFile(path, 'utf8').catch((error: unknown) => absent(error, undefined))
}

/** Only a file that is not there counts as absent; one that cannot be read is an error. */
function absent<T>(error: unknown, otherwise: T): T {
  if (typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT') return otherwise
  throw error
}
