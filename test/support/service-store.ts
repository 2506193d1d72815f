import { createHash } from 'node:crypto'
import { cpSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join, relative, resolve } from 'node:path'
import type { ArtifactFile } from '../../src/domain/artifact/artifact.ts'
import { parseDigest, type Digest } from '../../src/domain/artifact/digest.ts'
import type { ArtifactStore } from '../../src/ports.ts'

const EXAMPLE = resolve(import.meta.dirname, '../../examples/node-service')

export interface ServiceStore extends Pick<ArtifactStore, 'extract'> {
  /** Makes a release of the example service, with these files laid over it, and returns its digest. */
  release(version: string, files?: Readonly<Record<string, string>>): Digest
  /** How often a release was unpacked. */
  readonly extractions: () => number
}

/** Releases of the example service in a directory, each known by the digest of its files. */
export function serviceStore(directory: string): ServiceStore {
  let extractions = 0
  return {
    release(version, files = {}) {
      const staged = { ...base(version), ...files }
      const digest = digestOf(JSON.stringify(staged))
      const home = join(directory, digest.slice(7))
      cpSync(EXAMPLE, home, { recursive: true, filter: (path) => !path.includes('node_modules') })
      for (const [name, text] of Object.entries(staged)) writeFileSync(join(home, name), text)
      return digest
    },
    extractions: () => extractions,
    async extract(digest, to) {
      extractions += 1
      await mkdir(to, { recursive: true })
      cpSync(join(directory, digest.slice(7)), to, { recursive: true })
      return readdirSync(to, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry): ArtifactFile => {
          const path = join(entry.parentPath, entry.name)
          return { path: relative(to, path), size: statSync(path).size, digest: digestOf(readFileSync(path)), executable: false }
        })
    },
  }
}

function base(version: string): Readonly<Record<string, string>> {
  return { 'release.json': JSON.stringify({ version }) }
}

function digestOf(content: string | Buffer): Digest {
  const digest = parseDigest(`sha256:${createHash('sha256').update(content).digest('hex')}`)
  if (!digest.ok) throw new Error('not a digest')
  return digest.value
}
