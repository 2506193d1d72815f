import type { Digest } from './digest.ts'

export const STATEMENT_TYPE = 'https://in-toto.io/Statement/v1'
export const PROVENANCE_TYPE = 'https://slsa.dev/provenance/v1'
export const PAYLOAD_TYPE = 'application/vnd.in-toto+json'
/** Documented in docs/reference/custody.md: what the parameters of our builds mean. */
export const BUILD_TYPE = 'https://github.com/flowspec/operate/blob/main/docs/reference/custody.md#build-type-files-v1'
/** The builder of everything that is packed on a machine of the user's own and signed with a key pair (SLSA Build L1). */
export const LOCAL_BUILDER = 'https://github.com/flowspec/operate/blob/main/docs/reference/custody.md#builder-local-v1'
/** Name of the SBOM among the byproducts. */
export const SBOM_NAME = 'sbom.cdx.json'

export interface ProvenanceFacts {
  readonly subject: { readonly name: string; readonly digest: Digest }
  /** URL or name of the source repository. */
  readonly repository: string
  /** Branch or tag it was built from, when there was one. */
  readonly ref?: string
  /** Full SHA of the commit. */
  readonly commit: string
  /** The build command; absent when the files were packed as they stood. */
  readonly command?: readonly string[]
  /** The run that built it: unique within the builder. */
  readonly invocation: string
  /** Epoch milliseconds. */
  readonly startedAt: number
  readonly finishedAt: number
  /** Digest of the SBOM's bytes: that binds it to the signature. */
  readonly sbom?: Digest
  readonly builder?: string
}

export interface ResourceDescriptor {
  readonly name?: string
  readonly uri?: string
  readonly mediaType?: string
  readonly digest: Readonly<Record<string, string>>
}

/** An in-toto statement, as far as this project reads one. */
export interface Statement {
  readonly _type: string
  readonly subject: readonly ResourceDescriptor[]
  readonly predicateType: string
  readonly predicate: unknown
}

/** What our checks look at in a SLSA provenance predicate. */
export interface Provenance {
  readonly buildType: string
  readonly repository: string
  readonly builder: string
  readonly commits: readonly string[]
  readonly byproducts: readonly ResourceDescriptor[]
}

/** The SLSA v1 provenance statement of a build (slsa.dev/spec/v1.0/provenance, in-toto Statement v1). */
export function provenanceStatement(facts: ProvenanceFacts): Statement {
  const repository = withoutLogin(facts.repository)
  return {
    _type: STATEMENT_TYPE,
    subject: [{ name: facts.subject.name, digest: { sha256: hexOf(facts.subject.digest) } }],
    predicateType: PROVENANCE_TYPE,
    predicate: {
      buildDefinition: {
        buildType: BUILD_TYPE,
        externalParameters: {
          repository,
          ...(facts.ref === undefined ? {} : { ref: facts.ref }),
          ...(facts.command === undefined ? {} : { command: facts.command }),
        },
        internalParameters: {},
        resolvedDependencies: [{ uri: `git+${repository}${facts.ref === undefined ? '' : `@${facts.ref}`}`, digest: { gitCommit: facts.commit } }],
      },
      runDetails: {
        builder: { id: facts.builder ?? LOCAL_BUILDER },
        metadata: {
          invocationId: facts.invocation,
          startedOn: new Date(facts.startedAt).toISOString(),
          finishedOn: new Date(facts.finishedAt).toISOString(),
        },
        ...(facts.sbom === undefined ? {} : { byproducts: [{ name: SBOM_NAME, mediaType: 'application/vnd.cyclonedx+json', digest: { sha256: hexOf(facts.sbom) } }] }),
      },
    },
  }
}

/** Reads a statement; undefined when it is not one (FAULTS F18). */
export function parseStatement(value: unknown): Statement | undefined {
  const { _type, subject, predicateType, predicate } = fields(value)
  if (_type !== STATEMENT_TYPE || typeof predicateType !== 'string') return undefined
  const subjects = descriptors(subject)
  return subjects === undefined || subjects.length === 0 ? undefined : { _type, subject: subjects, predicateType, predicate }
}

/** Reads a SLSA v1 provenance predicate; undefined when something that our checks need is absent. */
export function parseProvenance(predicate: unknown): Provenance | undefined {
  const { buildDefinition, runDetails } = fields(predicate)
  const { buildType, externalParameters, resolvedDependencies } = fields(buildDefinition)
  const { builder, byproducts } = fields(runDetails)
  const repository = fields(externalParameters)['repository']
  const id = fields(builder)['id']
  const sources = descriptors(resolvedDependencies)
  const products = byproducts === undefined ? [] : descriptors(byproducts)
  if (typeof buildType !== 'string' || typeof repository !== 'string' || typeof id !== 'string') return undefined
  if (sources === undefined || products === undefined) return undefined
  return { buildType, repository, builder: id, commits: sources.flatMap((source) => source.digest['gitCommit'] ?? []), byproducts: products }
}

/** The address of a repository without the user and token that a clone may have put into it: what is signed is for everyone. */
export function withoutLogin(repository: string): string {
  return repository.replace(/^([a-z][a-z0-9+.-]{0,20}:\/\/)[^/?#]{0,1024}@/i, '$1')
}

/** The hex part of a digest, as in-toto and CycloneDX write it. */
export function hexOf(digest: Digest): string {
  return digest.slice('sha256:'.length)
}

function descriptors(value: unknown): readonly ResourceDescriptor[] | undefined {
  if (!Array.isArray(value)) return undefined
  const read = value.map(descriptor)
  const whole = read.filter((one) => one !== undefined)
  return whole.length === read.length ? whole : undefined
}

function descriptor(value: unknown): ResourceDescriptor | undefined {
  const { name, uri, mediaType, digest } = fields(value)
  const entries = Object.entries(fields(digest))
  if (entries.length === 0 || !entries.every((entry): entry is [string, string] => typeof entry[1] === 'string')) return undefined
  return {
    ...(typeof name === 'string' ? { name } : {}),
    ...(typeof uri === 'string' ? { uri } : {}),
    ...(typeof mediaType === 'string' ? { mediaType } : {}),
    digest: Object.fromEntries(entries),
  }
}

function fields(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Readonly<Record<string, unknown>>) : {}
}
