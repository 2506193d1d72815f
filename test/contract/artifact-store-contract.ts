import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { PackedArtifact } from '../../src/domain/artifact/artifact.ts'
import { parseDigest } from '../../src/domain/artifact/digest.ts'
import type { ArtifactStore, Packer } from '../../src/ports.ts'

/** What every store of artifacts promises. `open` gives a store over the place named; opening a place twice gives the same content. */
export function artifactStoreContract(name: string, open: (place: string) => Promise<ArtifactStore & Packer>): void {
  describe(`${name} as a store of artifacts`, () => {
    let folder: string
    let store: ArtifactStore & Packer
    const pack = async (): Promise<PackedArtifact> => await store.pack({ files: ['.'], root: join(folder, 'service'), annotations: { 'org.opencontainers.image.version': '1.0.0' } })

    beforeEach(async () => {
      folder = mkdtempSync(join(tmpdir(), 'flowspec-store-'))
      mkdirSync(join(folder, 'service', 'lib'), { recursive: true })
      writeFileSync(join(folder, 'service', 'server.js'), 'console.log(1)\n')
      writeFileSync(join(folder, 'service', 'lib', 'empty'), '')
      chmodSync(join(folder, 'service', 'server.js'), 0o755)
      store = await open(join(folder, 'store'))
    })

    afterEach(() => {
      rmSync(folder, { recursive: true, force: true })
    })

    it('[C1] describes what was packed, from a second connection too', async () => {
      const packed = await pack()
      const described = await (await open(join(folder, 'store'))).describe(packed.digest)
      expect(described).toEqual({ digest: packed.digest, layer: packed.layer, size: packed.size, files: packed.files, annotations: packed.annotations })
      expect(packed.files.map((file) => [file.path, file.size, file.executable])).toEqual([['lib/empty', 0, false], ['server.js', 15, process.platform !== 'win32']])
    })

    it('does not know what was never packed', async () => {
      const other = parseDigest(`sha256:${'0'.repeat(64)}`)
      if (!other.ok) throw new Error('unreachable')
      expect(await store.describe(other.value)).toBeUndefined()
      await expect(store.extract(other.value, join(folder, 'out'))).rejects.toMatchObject({ code: 'artifact_missing' })
      await expect(store.attach(other.value, { artifactType: 'application/x', bytes: Buffer.from('x') })).rejects.toMatchObject({ code: 'artifact_missing' })
      expect(await store.referrers(other.value, 'application/x')).toEqual([])
    })

    it('[C1] gives back the same bytes and keeps the executable bit (E12)', async () => {
      const packed = await pack()
      const files = await store.extract(packed.digest, join(folder, 'out'))
      expect(files).toEqual(packed.files)
      expect(readFileSync(join(folder, 'out', 'server.js'), 'utf8')).toBe('console.log(1)\n')
      if (process.platform !== 'win32') expect([statSync(join(folder, 'out', 'server.js')).mode & 0o7777, statSync(join(folder, 'out', 'lib', 'empty')).mode & 0o7777]).toEqual([0o755, 0o644])
    })

    it('refuses to unpack over something', async () => {
      const packed = await pack()
      mkdirSync(join(folder, 'out'))
      writeFileSync(join(folder, 'out', 'precious'), 'x')
      await expect(store.extract(packed.digest, join(folder, 'out'))).rejects.toMatchObject({ code: 'bad_input' })
      expect(readFileSync(join(folder, 'out', 'precious'), 'utf8')).toBe('x')
    })

    it('keeps documents about an artifact, by type, once each', async () => {
      const { digest } = await pack()
      const first = await store.attach(digest, { artifactType: 'application/x', bytes: Buffer.from('one') })
      expect(await store.attach(digest, { artifactType: 'application/x', bytes: Buffer.from('one') })).toBe(first)
      await store.attach(digest, { artifactType: 'application/x', bytes: Buffer.from('two') })
      await store.attach(digest, { artifactType: 'application/y', bytes: Buffer.from('one') })
      const found = await (await open(join(folder, 'store'))).referrers(digest, 'application/x')
      expect(found.map(({ bytes }) => Buffer.from(bytes).toString()).sort()).toEqual(['one', 'two'])
      expect(found.map((document) => document.digest)).toContain(first)
      expect(await store.referrers(digest, 'application/z')).toEqual([])
    })
  })
}
