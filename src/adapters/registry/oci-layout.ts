import { resolve } from 'node:path'
import type { PackedArtifact } from '../../domain/artifact/artifact.ts'
import type { Digest } from '../../domain/artifact/digest.ts'
import { matcher } from '../../domain/artifact/glob.ts'
import { entryText, fileListText, parseFileList, parseReferrer, parseRelease, referrerText, releaseText, type Descriptor, type ReferrerManifest, type ReleaseManifest } from '../../domain/artifact/manifest.ts'
import { EMPTY_TEXT, MANIFEST_TYPE, RELEASE_TYPE } from '../../domain/artifact/media-types.ts'
import { safetyReport } from '../../domain/artifact/safety.ts'
import { tarSize } from '../../domain/artifact/tar.ts'
import { AdapterError, ConfigError } from '../../errors.ts'
import type { ArtifactStore, Packer } from '../../ports.ts'
import { Blobs, mismatch, wellFormed } from './blobs.ts'
import { digestOf } from './durable.ts'
import { extractFiles } from './extract-files.ts'
import { LayoutIndex } from './layout-index.ts'
import { packFiles } from './pack-files.ts'
import { findingsError } from './findings-error.ts'
import { walk } from './walk.ts'

/**
 * Artifacts in an OCI image layout on disk (OCI image-spec 1.1): packs into it and reads from it. Several processes may use
 * one layout at once. Every byte is checked when it is read; `describe` reads the whole layer for that.
 */
export function ociLayout(directory: string): ArtifactStore & Packer {
  return new OciLayout(resolve(directory))
}

interface Release {
  readonly entry: Descriptor
  readonly manifest: ReleaseManifest
  readonly artifact: PackedArtifact
}

class OciLayout implements ArtifactStore, Packer {
  readonly #root: string
  readonly #blobs: Blobs
  readonly #index: LayoutIndex

  constructor(root: string) {
    this.#root = root
    this.#blobs = new Blobs(root)
    this.#index = new LayoutIndex(root, this.#blobs.temporary)
  }

  async pack(options: Parameters<Packer['pack']>[0]): ReturnType<Packer['pack']> {
    assertTimeless(options.annotations)
    const sources = walk({ files: options.files, root: options.root, isExcluded: matcher(options.exclude ?? []), never: [this.#root] })
    await this.#open()
    const packed = await packFiles(sources, this.#blobs.temporary, options.signal)
    try {
      const safety = safetyReport(packed.findings, matcher(options.allow ?? []), { files: packed.files.length, manifests: packed.manifests })
      const [first, ...others] = safety.findings
      if (first !== undefined) throw findingsError(first, others)
      await this.#blobs.adopt(packed.draft, packed.layer.digest)
      const config = await this.#blobs.put(fileListText(packed.files))
      const manifest = await this.#blobs.put(releaseText({ config, layer: packed.layer, annotations: options.annotations }))
      await this.#index.add(releaseEntry(manifest))
      return { digest: manifest.digest, layer: packed.layer.digest, size: packed.layer.size, files: packed.files, annotations: sorted(options.annotations), safety }
    } finally {
      await packed.draft.discard()
    }
  }

  async describe(digest: Digest): Promise<PackedArtifact | undefined> {
    const release = await this.#release(digest)
    if (release === undefined) return undefined
    await this.#blobs.check(release.manifest.layer)
    return release.artifact
  }

  async extract(digest: Digest, directory: string): Promise<PackedArtifact['files']> {
    const release = await this.#known(digest)
    await this.#blobs.check(release.manifest.layer)
    await extractFiles(this.#blobs.path(release.artifact.layer), release.artifact.files, directory)
    return release.artifact.files
  }

  async attach(subject: Digest, document: { readonly artifactType: string; readonly bytes: Uint8Array }): Promise<Digest> {
    const release = await this.#known(subject)
    await this.#open()
    const { artifactType } = document
    const stored = await this.#blobs.put(document.bytes)
    await this.#blobs.put(EMPTY_TEXT)
    const text = referrerText({ artifactType, document: { mediaType: artifactType, ...stored }, subject: release.entry })
    const manifest = await this.#blobs.put(text)
    await this.#index.add({ mediaType: MANIFEST_TYPE, ...manifest, artifactType }, subject)
    return stored.digest
  }

  async referrers(subject: Digest, artifactType: string): ReturnType<ArtifactStore['referrers']> {
    await this.#index.check()
    const found: { readonly digest: Digest; readonly bytes: Uint8Array }[] = []
    for (const entry of await this.#index.referring(subject)) {
      const referrer = await this.#referrer(entry, subject)
      if (referrer.artifactType !== artifactType) continue
      found.push({ digest: referrer.document.digest, bytes: await this.#blobs.read(referrer.document.digest, referrer.document.size) })
    }
    return found
  }

  async #open(): Promise<void> {
    await this.#blobs.open()
    await this.#index.open()
  }

  async #known(digest: Digest): Promise<Release> {
    const release = await this.#release(digest)
    if (release !== undefined) return release
    throw new AdapterError({ code: 'artifact_missing', message: `${digest} is not in the store ${this.#root}`, remedy: 'Run `package` first, or check the digest.' })
  }

  /** Everything about an artifact but its layer, checked. */
  async #release(digest: Digest): Promise<Release | undefined> {
    const entry = await this.#index.find(digest)
    if (entry === undefined) return undefined
    await this.#index.check()
    const text = await this.#blobs.read(digest)
    if (entryText(entry) !== entryText(releaseEntry({ digest, size: text.length }))) throw mismatch(digest, 'is entered as something else')
    const manifest = wellFormed(parseRelease(text.toString()), digest)
    const config = await this.#blobs.read(manifest.config.digest, manifest.config.size)
    const files = wellFormed(parseFileList(config.toString()), manifest.config.digest)
    // Neither more nor fewer bytes than the listed files need: nothing can hide in the layer or blow up from it.
    if (tarSize(files) !== manifest.layer.size) throw mismatch(manifest.layer.digest, `has ${manifest.layer.size} bytes where its files need ${tarSize(files)}`)
    return { entry, manifest, artifact: { digest, layer: manifest.layer.digest, size: manifest.layer.size, files, annotations: manifest.annotations } }
  }

  async #referrer(entry: Descriptor, subject: Digest): Promise<ReferrerManifest> {
    const text = await this.#blobs.read(entry.digest, entry.size)
    const referrer = wellFormed(parseReferrer(text.toString()), entry.digest)
    if (entry.artifactType !== referrer.artifactType || entry.mediaType !== MANIFEST_TYPE) throw mismatch(entry.digest, 'is entered as something else')
    if (referrer.subject.digest !== subject) throw mismatch(entry.digest, `refers to ${referrer.subject.digest} and is entered for ${subject}`)
    await this.#blobs.read(digestOf(EMPTY_TEXT))
    return referrer
  }
}

function releaseEntry(manifest: { readonly digest: Digest; readonly size: number }): Descriptor {
  return { mediaType: MANIFEST_TYPE, digest: manifest.digest, size: manifest.size, artifactType: RELEASE_TYPE }
}

function sorted(annotations: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(annotations).sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** The same commit must give the same digest on every machine and day. */
function assertTimeless(annotations: Readonly<Record<string, string>>): void {
  const key = 'org.opencontainers.image.created'
  const value = annotations[key]
  if (value === undefined) return
  throw new ConfigError([{ code: 'artifact.annotation-of-time', what: `the annotation ${key} would make every build another artifact`, value, remedy: 'Leave it out; the time of the build is in the provenance.' }])
}
