import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { createHash } from 'node:crypto'
import { createReadStream, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { extract, pack, type Header } from 'tar-stream'
import { toDigest } from '../../../src/adapters/registry/durable.ts'
import { extractFiles } from '../../../src/adapters/registry/extract-files.ts'
import { ociLayout } from '../../../src/adapters/registry/oci-layout.ts'
import type { ArtifactFile } from '../../../src/domain/artifact/artifact.ts'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'flowspec-extract-'))
})

afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

const file = (path: string, content: string): ArtifactFile => ({ path, size: content.length, digest: toDigest(createHash('sha256').update(content).digest('hex')), executable: false })

/** An archive by another program, with whatever is asked for. */
async function foreign(entries: readonly (readonly [Partial<Header> & { readonly name: string }, string?])[]): Promise<string> {
  const archive = pack()
  for (const [header, content] of entries) archive.entry({ mtime: new Date(0), mode: 0o644, ...header }, content ?? '')
  archive.finalize()
  const pieces: Buffer[] = []
  for await (const piece of archive) pieces.push(Buffer.from(piece as Uint8Array))
  const path = join(folder, 'layer.tar')
  writeFileSync(path, Buffer.concat(pieces))
  return path
}

describe('unpacking', () => {
  it('[C1] packs what another program can read', async () => {
    const packed = await ociLayoutOf('a/b.txt', 'hello')
    const seen: [string, string][] = []
    const reader = extract()
    createReadStream(packed).pipe(reader)
    for await (const entry of reader) {
      const content: Buffer[] = []
      for await (const piece of entry) content.push(Buffer.from(piece as Uint8Array))
      seen.push([`${entry.header.name} ${entry.header.type} ${entry.header.mode?.toString(8)} ${entry.header.uid} ${Number(entry.header.mtime)}`, Buffer.concat(content).toString()])
    }
    expect(seen).toEqual([['a/b.txt file 644 0 0', 'hello']])
  })

  it.each<[string, readonly (readonly [Partial<Header> & { readonly name: string }, string?])[], string]>([
    ['a symbolic link', [[{ name: 'a', type: 'symlink', linkname: '/etc/passwd' }]], 'a symbolic link'],
    ['a hard link', [[{ name: 'a', type: 'link', linkname: '/etc/passwd' }]], 'a hard link'],
    ['a device', [[{ name: 'a', type: 'character-device', devmajor: 1, devminor: 3 }]], 'a character device'],
    ['a fifo', [[{ name: 'a', type: 'fifo' }]], 'a fifo'],
    ['a folder', [[{ name: 'a/', type: 'directory' }]], 'a folder'],
    ['a path that leads out', [[{ name: '../../evil' }, 'evil']], '../../evil'],
    ['an absolute path', [[{ name: '/evil' }, 'evil']], '/evil'],
    ['a setuid file', [[{ name: 'a', mode: 0o4755 }, 'x']], 'a regular file named "a"'],
    ['another name', [[{ name: 'b' }, 'x']], 'a regular file named "b"'],
    ['an extended header', [[{ name: 'a', type: 'file', pax: { path: '../evil' } }, 'x']], 'an extended header'],
    ['nothing', [], 'the end of the archive'],
  ])('refuses %s where a file was listed, and leaves nothing (E07, E08, E12)', async (_, entries, what) => {
    const layer = await foreign(entries)
    const thrown: unknown = await extractFiles(layer, [file('a', 'x')], join(folder, 'out')).catch((error: unknown) => error)
    expect(thrown).toMatchObject({ code: 'digest_mismatch' })
    expect(String(thrown)).toContain(what)
    expect(readdirSync(folder)).toEqual(['layer.tar'])
  })

  it.each<[string, (bytes: Buffer) => Buffer, string]>([
    ['another content', (bytes) => { bytes.write('X', 512); return bytes }, 'with the digest'],
    ['bytes in the padding', (bytes) => { bytes.write('X', 600); return bytes }, 'behind'],
    ['bytes in the end mark', (bytes) => { bytes.write('X', bytes.length - 1); return bytes }, 'more than the files listed'],
    ['a second entry', (bytes) => Buffer.concat([bytes, bytes]), 'more than the files listed'],
    ['an end that is missing', (bytes) => bytes.subarray(0, 1024), 'ends at'],
    ['a content that ends early', (bytes) => bytes.subarray(0, 514), 'ends inside'],
  ])('refuses %s (E01, E02, E10)', async (_, change, what) => {
    const path = join(folder, 'layer.tar')
    writeFileSync(path, change(Buffer.from(readFileSync(await ociLayoutOf('a', 'hello')))))
    await expect(extractFiles(path, [file('a', 'hello')], join(folder, 'out'))).rejects.toMatchObject({ code: 'digest_mismatch', message: expect.stringContaining(what) })
    expect(existsSync(join(folder, 'out'))).toBe(false)
  })
})

/** Path of the layer that packing one file gives. */
async function ociLayoutOf(path: string, content: string): Promise<string> {
  const store = mkdtempSync(join(folder, 'store-'))
  const service = mkdtempSync(join(folder, 'service-'))
  mkdirSync(join(service, path, '..'), { recursive: true })
  writeFileSync(join(service, path), content)
  const packed = await ociLayout(store).pack({ files: ['.'], root: service, annotations: {} })
  return join(store, 'blobs', 'sha256', packed.layer.slice('sha256:'.length))
}
