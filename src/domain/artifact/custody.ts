// The verdict about everything said of an artifact (SPEC D1). Signatures were checked before; what a valid signature says is
// judged here, exactly: a signature over something else is no evidence (FAULTS F01 to F06).
import { worst } from '../health/verdict.ts'
import type { Evidence } from './artifact.ts'
import type { Digest } from './digest.ts'
import { BUILD_TYPE, hexOf, LOCAL_BUILDER, parseProvenance, parseStatement, PROVENANCE_TYPE, SBOM_NAME, withoutLogin } from './provenance.ts'
import { sbomFault } from './sbom.ts'

type Row = Evidence['checks'][number]

/** A bundle after its signature was checked with the trusted key. */
export type Attestation =
  | { readonly kind: 'signed'; readonly statement: unknown }
  | { readonly kind: 'refused'; readonly why: string }

export interface CustodyFacts {
  readonly attestations: readonly Attestation[]
  /** SBOM documents as stored, with the digest of their bytes. */
  readonly sboms: readonly { readonly digest: Digest; readonly text: string }[]
}

export interface CustodyPolicy {
  readonly requireSbom: boolean
  readonly requireProvenance: boolean
  readonly commit?: string
  readonly repository?: string
}

/** Judges all that was found about the digest. What is there must hold even where it is not required. */
export function judgeCustody(digest: Digest, policy: CustodyPolicy, facts: CustodyFacts): Evidence {
  const provenance = best(facts.attestations.map((attestation) => provenanceRows(digest, policy, attestation)))
  const products = provenance?.byproducts ?? []
  const sbom = best(facts.sboms.map((document) => ({ rows: sbomRows(digest, document, products) })))
  const checks = [
    row('artifact', true, digest, 'manifest, file list and layer have their digests'),
    presence('provenance present', policy.requireProvenance, facts.attestations.length, 'signed statement'),
    ...(provenance?.rows ?? []),
    presence('SBOM present', policy.requireSbom, facts.sboms.length, 'CycloneDX document'),
    ...(sbom?.rows ?? []),
  ]
  return { verdict: worst(checks.map((check) => check.verdict)), checks }
}

interface Judged {
  readonly rows: readonly Row[]
  readonly byproducts?: readonly string[]
}

function provenanceRows(digest: Digest, policy: CustodyPolicy, attestation: Attestation): Judged {
  if (attestation.kind === 'refused') return { rows: [row('provenance signature', false, 'a DSSE signature by the trusted key', attestation.why)] }
  const signature = row('provenance signature', true, 'a DSSE signature by the trusted key', 'valid')
  const statement = parseStatement(attestation.statement)
  if (statement === undefined) return { rows: [signature, row('statement', false, 'an in-toto statement v1', 'something else')] }
  const subjects = statement.subject.map((subject) => subject.digest['sha256'] ?? 'no sha256')
  const about = [
    signature,
    row('predicate type', statement.predicateType === PROVENANCE_TYPE, PROVENANCE_TYPE, statement.predicateType),
    row('subject', subjects.includes(hexOf(digest)), hexOf(digest), subjects.slice(0, 3).join(', ')),
  ]
  if (about.some((one) => one.verdict !== 'pass')) return { rows: about }
  const provenance = parseProvenance(statement.predicate)
  if (provenance === undefined) return { rows: [...about, row('provenance', false, 'a SLSA v1 predicate', 'a part of it is missing')] }
  const repository = policy.repository === undefined ? undefined : withoutLogin(policy.repository)
  const rows = [
    ...about,
    row('build type', provenance.buildType === BUILD_TYPE, BUILD_TYPE, provenance.buildType),
    row('builder', provenance.builder === LOCAL_BUILDER, LOCAL_BUILDER, provenance.builder),
    row('repository', repository === undefined || provenance.repository === repository, repository ?? 'any', provenance.repository),
    row('commit', policy.commit === undefined ? provenance.commits.length > 0 : provenance.commits.every((commit) => commit === policy.commit) && provenance.commits.length > 0, policy.commit ?? 'any', provenance.commits.join(', ') || 'none'),
  ]
  if (rows.some((one) => one.verdict !== 'pass')) return { rows }
  return { rows, byproducts: provenance.byproducts.flatMap((product) => (product.name === SBOM_NAME ? product.digest['sha256'] ?? [] : [])) }
}

function sbomRows(digest: Digest, document: CustodyFacts['sboms'][number], products: readonly string[]): readonly Row[] {
  const fault = sbomFault(document.text, digest)
  const format = row('SBOM format', fault?.kind !== 'format', 'CycloneDX 1.6 or later', fault?.kind === 'format' ? fault.what : 'as expected')
  if (fault?.kind === 'format') return [format]
  return [
    format,
    row('SBOM bound to the artifact', fault === undefined, digest, fault?.what ?? digest),
    row('SBOM named by the provenance', products.includes(hexOf(document.digest)), hexOf(document.digest), products.join(', ') || 'not named by a verified provenance'),
  ]
}

/** The first that holds in every row; else the one that got farthest. Several runs may have attested one digest. */
function best<T extends Judged>(candidates: readonly T[]): T | undefined {
  const passes = (judged: T): number => judged.rows.filter((one) => one.verdict === 'pass').length
  const whole = candidates.find((judged) => passes(judged) === judged.rows.length)
  return whole ?? [...candidates].sort((a, b) => passes(b) - passes(a))[0]
}

function presence(name: string, required: boolean, count: number, thing: string): Row {
  return row(name, count > 0 || !required, required ? `at least one ${thing}` : 'not required', count === 0 ? 'none' : `${count} found`)
}

function row(name: string, holds: boolean, expected: string, found: string): Row {
  return { name, verdict: holds ? 'pass' : 'fail', expected, found: found.slice(0, 500) }
}
