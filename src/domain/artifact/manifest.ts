// The documents of the store: manifests, file lists and index, written one way and read strictly (OCI image-spec 1.1).
import { mistaken, parsed, type Parsed } from '../problem.ts'
import type { ArtifactFile } from './artifact.ts'
import { parseDigest, type Digest } from './digest.ts'
import { EMPTY_DIGEST, EMPTY_TEXT, EMPTY_TYPE, FILE_LIST_TYPE, INDEX_TYPE, LAYER_TYPE, MANIFEST_TYPE, RELEASE_TYPE } from './media-types.ts'
import { collisions, pathFault } from './paths.ts'

/** Points to bytes: what they are, which they are, how many (OCI descriptor). */
export interface Descriptor {
  readonly mediaType: string
  readonly digest: Digest
  readonly size: number
  readonly artifactType?: string
}

export interface ReleaseManifest {
  readonly config: Descriptor
  readonly layer: Descriptor
  readonly annotations: Readonly<Record<string, string>>
}

export interface ReferrerManifest {
  readonly artifactType: string
  readonly document: Descriptor
  readonly subject: Descriptor
}

/** The manifest of an artifact; the same content gives the same bytes. */
export function releaseText(release: { readonly config: Pick<Descriptor, 'digest' | 'size'>; readonly layer: Pick<Descriptor, 'digest' | 'size'>; readonly annotations: Readonly<Record<string, string>> }): string {
  const annotations = Object.entries(release.annotations).sort(([a], [b]) => (a < b ? -1 : 1))
  return JSON.stringify({
    schemaVersion: 2,
    mediaType: MANIFEST_TYPE,
    artifactType: RELEASE_TYPE,
    config: { mediaType: FILE_LIST_TYPE, digest: release.config.digest, size: release.config.size },
    layers: [{ mediaType: LAYER_TYPE, digest: release.layer.digest, size: release.layer.size }],
    ...(annotations.length === 0 ? {} : { annotations: Object.fromEntries(annotations) }),
  })
}

/** The manifest that ties a document to its subject (OCI image-spec 1.1, manifests with subject). */
export function referrerText(referrer: ReferrerManifest): string {
  return JSON.stringify({
    schemaVersion: 2,
    mediaType: MANIFEST_TYPE,
    artifactType: referrer.artifactType,
    config: { mediaType: EMPTY_TYPE, digest: EMPTY_DIGEST, size: EMPTY_TEXT.length },
    layers: [plain(referrer.document)],
    subject: plain(referrer.subject),
  })
}

/** The config of an artifact: its files in packing order. */
export function fileListText(files: readonly ArtifactFile[]): string {
  return JSON.stringify({ schema: 1, files: files.map((file) => ({ path: file.path, size: file.size, digest: file.digest, executable: file.executable })) })
}

/** The index of a layout, sorted by digest. */
export function indexText(entries: readonly Descriptor[]): string {
  const manifests = [...entries].sort((a, b) => (a.digest < b.digest ? -1 : 1)).map(descriptorFields)
  return `${JSON.stringify({ schemaVersion: 2, mediaType: INDEX_TYPE, manifests }, undefined, 2)}\n`
}

/** One entry of an index as text: what the store keeps for each manifest. */
export function entryText(entry: Descriptor): string {
  return `${JSON.stringify(descriptorFields(entry))}\n`
}

/** Reads a release manifest. Only what `releaseText` writes is accepted, byte for byte. */
export function parseRelease(text: string): Parsed<ReleaseManifest> {
  const { config, layers, annotations } = fieldsOf(json(text))
  const read = { config: descriptorOf(config), layer: descriptorOf(listOf(layers)[0]), annotations: textsOf(annotations) }
  if (read.config === undefined || read.layer === undefined) return notOurs('manifest', 'names no file list and layer')
  const release = { config: read.config, layer: read.layer, annotations: read.annotations }
  return releaseText(release) === text ? parsed(release) : notOurs('manifest', 'is not written as this tool writes it')
}

/** Reads a referrer manifest; strict in the same way. */
export function parseReferrer(text: string): Parsed<ReferrerManifest> {
  const { artifactType, layers, subject } = fieldsOf(json(text))
  const read = { document: descriptorOf(listOf(layers)[0]), subject: descriptorOf(subject) }
  if (typeof artifactType !== 'string' || read.document === undefined || read.subject === undefined) return notOurs('referrer', 'names no document and subject')
  const referrer = { artifactType, document: read.document, subject: read.subject }
  return referrerText(referrer) === text ? parsed(referrer) : notOurs('referrer', 'is not written as this tool writes it')
}

/** Reads a file list; strict, and every path must be one that packing allows, in packing order. */
export function parseFileList(text: string): Parsed<readonly ArtifactFile[]> {
  const files = listOf(fieldsOf(json(text))['files']).map(fileOf)
  const whole = files.filter((file) => file !== undefined)
  if (whole.length === 0 || whole.length !== files.length || fileListText(whole) !== text) return notOurs('file list', 'is not written as this tool writes it')
  for (const file of whole) {
    const fault = pathFault(file.path)
    if (fault !== undefined) return notOurs('file list', `has a path that ${fault}: ${JSON.stringify(file.path)}`)
  }
  const double = collisions(whole.map((file) => file.path))[0]
  return double === undefined ? parsed(whole) : notOurs('file list', `has two files of one name: ${JSON.stringify(double.first)} and ${JSON.stringify(double.second)}`)
}

/** Reads an index; strict. */
export function parseIndex(text: string): Parsed<readonly Descriptor[]> {
  const entries = listOf(fieldsOf(json(text))['manifests']).map(descriptorOf)
  const whole = entries.filter((entry) => entry !== undefined)
  return whole.length === entries.length && indexText(whole) === text ? parsed(whole) : notOurs('index', 'is not written as this tool writes it')
}

/** Reads one entry; strict. */
export function parseEntry(text: string): Parsed<Descriptor> {
  const entry = descriptorOf(json(text))
  return entry !== undefined && entryText(entry) === text ? parsed(entry) : notOurs('entry', 'is not written as this tool writes it')
}

function plain(descriptor: Descriptor): object {
  return { mediaType: descriptor.mediaType, digest: descriptor.digest, size: descriptor.size }
}

function descriptorFields(entry: Descriptor): object {
  return { ...plain(entry), ...(entry.artifactType === undefined ? {} : { artifactType: entry.artifactType }) }
}

function notOurs<T>(thing: string, what: string): Parsed<T> {
  return mistaken({ code: 'artifact.malformed', what: `the ${thing} ${what}`, remedy: 'Pack the artifact again; what is stored was changed or was not made by this tool.' })
}

function json(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {}
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

function textsOf(value: unknown): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(fieldsOf(value)).map(([key, text]) => [key, String(text)]))
}

function descriptorOf(value: unknown): Descriptor | undefined {
  const { mediaType, digest, size, artifactType } = fieldsOf(value)
  if (typeof mediaType !== 'string' || typeof digest !== 'string' || !isSize(size)) return undefined
  const known = parseDigest(digest)
  if (!known.ok) return undefined
  return { mediaType, digest: known.value, size, ...(typeof artifactType === 'string' ? { artifactType } : {}) }
}

function fileOf(value: unknown): ArtifactFile | undefined {
  const { path, size, digest, executable } = fieldsOf(value)
  if (typeof path !== 'string' || !isSize(size) || typeof digest !== 'string' || typeof executable !== 'boolean') return undefined
  const known = parseDigest(digest)
  return known.ok ? { path, size, digest: known.value, executable } : undefined
}

function isSize(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
}
