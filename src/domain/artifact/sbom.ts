// Software bills of materials: CycloneDX 1.6 JSON, bound to the digest they speak about, the same for the same input.
import { mistaken, parsed, type Parsed } from '../problem.ts'
import type { PackedArtifact } from './artifact.ts'
import type { Digest } from './digest.ts'
import { hexOf } from './provenance.ts'

const DIGEST_PROPERTY = 'flowspec:artifact:digest'
const LAYER_PROPERTY = 'flowspec:artifact:layer'
const SECRET_QUERY = /([?&](?:access_token|token|auth|authorization|password|secret|sig|signature|key)=)[^&#\s"]{1,2048}/gi
const USER_IN_URL = /\b([a-z][a-z0-9+.-]{0,20}:\/\/)[^\s/?#"]{1,1024}@/gi
const SPEC = '1.6'

type Fields = Readonly<Record<string, unknown>>

/** The bill of an artifact without a package manager: its files with their hashes. */
export function filesSbom(subject: PackedArtifact, name: string): Parsed<string> {
  const components = subject.files.map((file) => ({
    type: 'file',
    'bom-ref': `file:${file.path}`,
    name: file.path,
    hashes: [{ alg: 'SHA-256', content: hexOf(file.digest) }],
  }))
  const root = 'artifact'
  const dependencies = [{ ref: root, dependsOn: components.map((component) => component['bom-ref']) }]
  return bindSbom({ bomFormat: 'CycloneDX', specVersion: SPEC, version: 1, metadata: { component: { type: 'application', 'bom-ref': root, name } }, components, dependencies }, { subject, name, roots: [] })
}

/**
 * Makes a bill speak about one artifact and nothing else: the digest as the main component's hash, purl and property; no
 * time, no random serial number, no credentials in addresses, no paths of the machine (`roots`, longest first, become `.`).
 */
export function bindSbom(document: unknown, options: { readonly subject: PackedArtifact; readonly name: string; readonly roots: readonly string[] }): Parsed<string> {
  const bill = fieldsOf(document)
  if (bill['bomFormat'] !== 'CycloneDX' || bill['specVersion'] !== SPEC) return refused(`is not CycloneDX ${SPEC}`)
  const { digest, layer } = options.subject
  const metadata = fieldsOf(bill['metadata'])
  const component = fieldsOf(metadata['component'])
  const given = listOf(component['properties']).filter((property) => !isOurs(property))
  const bound = {
    ...bill,
    serialNumber: serialOf(digest),
    version: 1,
    metadata: {
      ...without(metadata, ['timestamp']),
      component: {
        ...without(component, ['hashes', 'purl', 'properties']),
        type: component['type'] ?? 'application',
        name: component['name'] ?? options.name,
        hashes: [{ alg: 'SHA-256', content: hexOf(digest) }],
        purl: purlOf(options.name, digest),
        properties: [...given, { name: DIGEST_PROPERTY, value: digest }, { name: LAYER_PROPERTY, value: layer }],
      },
    },
  }
  return parsed(`${JSON.stringify(cleaned(bound, options.roots), undefined, 2)}\n`)
}

/** Why a bill is not one of this artifact; undefined when it is. `format` faults and `binding` faults are told apart. */
export function sbomFault(text: string, digest: Digest): { readonly kind: 'format' | 'binding'; readonly what: string } | undefined {
  let bill: Fields
  try {
    bill = fieldsOf(JSON.parse(text))
  } catch {
    return { kind: 'format', what: 'not JSON' }
  }
  const version = String(bill['specVersion'])
  if (bill['bomFormat'] !== 'CycloneDX' || !/^1\.(?:[6-9]|[1-9][0-9])$/.test(version)) return { kind: 'format', what: `${String(bill['bomFormat'])} ${version}` }
  if (!Array.isArray(bill['components'])) return { kind: 'format', what: 'no list of components' }
  const component = fieldsOf(fieldsOf(bill['metadata'])['component'])
  const named = listOf(component['properties']).filter(isOurs).find((property) => property['name'] === DIGEST_PROPERTY)?.['value']
  const hashed = listOf(component['hashes']).some((hash) => hash['alg'] === 'SHA-256' && hash['content'] === hexOf(digest))
  return named === digest && hashed ? undefined : { kind: 'binding', what: typeof named === 'string' ? named : 'no artifact' }
}

/** Package URL of an OCI artifact (purl types, oci). */
function purlOf(name: string, digest: Digest): string {
  return `pkg:oci/${encodeURIComponent(name.toLowerCase().replace(/^.*\//, ''))}@sha256%3A${hexOf(digest)}`
}

/** A serial number that follows from the digest: a UUID of version 8, the one for vendors' own schemes (RFC 9562, 5.8). */
function serialOf(digest: Digest): string {
  const hex = hexOf(digest)
  return `urn:uuid:${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

function cleaned(value: unknown, roots: readonly string[]): unknown {
  if (typeof value === 'string') return cleanedText(value, roots)
  if (Array.isArray(value)) return value.filter((one) => !isLocalReference(one, roots)).map((one) => cleaned(one, roots))
  if (typeof value === 'object' && value !== null) return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, cleaned(one, roots)]))
  return value
}

function cleanedText(text: string, roots: readonly string[]): string {
  const local = roots.reduce((left, root) => left.replaceAll(root, '.'), text)
  return local.replace(USER_IN_URL, '$1').replace(SECRET_QUERY, '$1removed')
}

/** An external reference to a place on the machine says nothing elsewhere. */
function isLocalReference(value: unknown, roots: readonly string[]): boolean {
  const url = fieldsOf(value)['url']
  return typeof url === 'string' && (/^file:|^(?:[A-Za-z]:)?[\\/]/.test(url) || roots.some((root) => url.startsWith(root)))
}

function isOurs(property: Fields): boolean {
  return property['name'] === DIGEST_PROPERTY || property['name'] === LAYER_PROPERTY
}

function without(fields: Fields, keys: readonly string[]): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([key]) => !keys.includes(key)))
}

function refused(what: string): Parsed<string> {
  return mistaken({ code: 'sbom.malformed', what: `the SBOM ${what}`, remedy: 'See what the SBOM tool printed; run it by hand in the service folder.' })
}

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {}
}

function listOf(value: unknown): readonly Fields[] {
  return Array.isArray(value) ? value.map(fieldsOf) : []
}
