import { describe, expect, it } from '@jest/globals'
import { judgeCustody, type Attestation, type CustodyFacts, type CustodyPolicy } from '../../../src/domain/artifact/custody.ts'
import { parseProvenance, parseStatement, provenanceStatement, type ProvenanceFacts, type Statement } from '../../../src/domain/artifact/provenance.ts'
import { bindSbom, filesSbom, sbomFault } from '../../../src/domain/artifact/sbom.ts'
import { digest, packed } from './samples.ts'

const commit = 'c'.repeat(40)
const facts: ProvenanceFacts = {
  subject: { name: 'shop', digest: packed.digest }, repository: 'https://example.test/shop', ref: 'refs/heads/main', commit, command: ['npm', 'run', 'build'],
  invocation: 'run-1', startedAt: 0, finishedAt: 1000, sbom: digest('e'),
}
const statement = provenanceStatement(facts)
const signed = (value: unknown): Attestation => ({ kind: 'signed', statement: value })
const text = (() => {
  const made = filesSbom(packed, 'shop')
  if (!made.ok) throw new Error('no SBOM')
  return made.value
})()
const policy: CustodyPolicy = { requireSbom: true, requireProvenance: true, commit, repository: 'https://example.test/shop' }
const good: CustodyFacts = { attestations: [signed(statement)], sboms: [{ digest: digest('e'), text }] }
const failing = (given: CustodyFacts, chosen = policy): readonly string[] => judgeCustody(packed.digest, chosen, given).checks.filter((check) => check.verdict !== 'pass').map((check) => check.name)

describe('provenance', () => {
  it('[C4] says what SLSA v1 asks for', () => {
    expect(statement).toMatchObject({
      _type: 'https://in-toto.io/Statement/v1',
      subject: [{ name: 'shop', digest: { sha256: 'a'.repeat(64) } }],
      predicateType: 'https://slsa.dev/provenance/v1',
      predicate: {
        buildDefinition: {
          externalParameters: { repository: 'https://example.test/shop', ref: 'refs/heads/main', command: ['npm', 'run', 'build'] },
          resolvedDependencies: [{ uri: 'git+https://example.test/shop@refs/heads/main', digest: { gitCommit: commit } }],
        },
        runDetails: { metadata: { invocationId: 'run-1', startedOn: '1970-01-01T00:00:00.000Z', finishedOn: '1970-01-01T00:00:01.000Z' }, byproducts: [{ name: 'sbom.cdx.json', digest: { sha256: 'e'.repeat(64) } }] },
      },
    })
  })

  it.each([
    ['https://me:token@example.test/shop', 'https://example.test/shop'],
    ['https://example.test/shop@v1', 'https://example.test/shop@v1'],
    ['git@example.test:shop.git', 'git@example.test:shop.git'],
  ])('never signs a login: %s becomes %s', (repository, written) => {
    const made = provenanceStatement({ ...facts, repository })
    expect(parseProvenance(made.predicate)?.repository).toBe(written)
    expect(JSON.stringify(made)).not.toContain('token')
    expect(failing({ ...good, attestations: [signed(made)] }, { ...policy, repository })).toEqual([])
  })

  it('leaves out what is not known', () => {
    const least = provenanceStatement({ subject: facts.subject, repository: 'r', commit, invocation: 'i', startedAt: 0, finishedAt: 0, builder: 'b' })
    expect(JSON.stringify(least)).not.toMatch(/byproducts|command|"ref"/)
    expect(parseProvenance(least.predicate)).toEqual({ buildType: expect.any(String), repository: 'r', builder: 'b', commits: [commit], byproducts: [] })
  })

  it.each([
    [null], [[]], ['x'], [{ ...statement, _type: 'other' }], [{ ...statement, predicateType: 1 }], [{ ...statement, subject: [] }], [{ ...statement, subject: 'x' }],
    [{ ...statement, subject: [{ name: 'shop' }] }], [{ ...statement, subject: [{ digest: { sha256: 1 } }] }],
  ])('does not take %j for a statement (F18)', (value) => {
    expect(parseStatement(value)).toBeUndefined()
  })
})

describe('the verdict about everything said of an artifact', () => {
  it('[D1] passes when all of it holds, with a row for each check', () => {
    const evidence = judgeCustody(packed.digest, policy, good)
    expect(evidence.verdict).toBe('pass')
    expect(evidence.checks.map((check) => check.name)).toEqual([
      'artifact', 'provenance present', 'provenance signature', 'predicate type', 'subject', 'build type', 'builder', 'repository', 'commit',
      'SBOM present', 'SBOM format', 'SBOM bound to the artifact', 'SBOM named by the provenance',
    ])
  })

  const predicate = statement.predicate as { readonly buildDefinition: object; readonly runDetails: object }
  const changed = (change: object): Statement => ({ ...statement, ...change })
  const otherSubject = { subject: [{ name: 'shop', digest: { sha256: 'f'.repeat(64) } }] }
  it.each<[string, CustodyFacts, readonly string[]]>([
    ['nothing is attested (F01)', { attestations: [], sboms: [] }, ['provenance present', 'SBOM present']],
    ['the signature is bad (F03, F04)', { ...good, attestations: [{ kind: 'refused', why: 'signature verification failed' }] }, ['provenance signature', 'SBOM named by the provenance']],
    ['no statement was signed (F18)', { ...good, attestations: [signed({})] }, ['statement', 'SBOM named by the provenance']],
    ['the subject is another digest (F05)', { ...good, attestations: [signed(changed(otherSubject))] }, ['subject', 'SBOM named by the provenance']],
    ['many subjects are named and ours is not (F06)', { ...good, attestations: [signed(changed({ subject: [...otherSubject.subject, { name: 'shop', digest: { sha512: 'a'.repeat(128) } }] }))] }, ['subject', 'SBOM named by the provenance']],
    ['the predicate is of another type', { ...good, attestations: [signed(changed({ predicateType: 'https://slsa.dev/provenance/v1x' }))] }, ['predicate type', 'SBOM named by the provenance']],
    ['the predicate is broken', { ...good, attestations: [signed(changed({ predicate: {} }))] }, ['provenance', 'SBOM named by the provenance']],
    ['its byproducts are broken', { ...good, attestations: [signed(changed({ predicate: { ...predicate, runDetails: { ...predicate.runDetails, byproducts: 'x' } } }))] }, ['provenance', 'SBOM named by the provenance']],
    ['its sources are broken', { ...good, attestations: [signed(changed({ predicate: { ...predicate, buildDefinition: { ...predicate.buildDefinition, resolvedDependencies: 'x' } } }))] }, ['provenance', 'SBOM named by the provenance']],
    ['it was built elsewhere', { ...good, attestations: [signed(provenanceStatement({ ...facts, builder: 'https://elsewhere.test' }))] }, ['builder', 'SBOM named by the provenance']],
    ['it was built from another repository', { ...good, attestations: [signed(provenanceStatement({ ...facts, repository: 'https://example.test/shop.evil' }))] }, ['repository', 'SBOM named by the provenance']],
    ['it was built from another commit (F11)', { ...good, attestations: [signed(provenanceStatement({ ...facts, commit: 'd'.repeat(40) }))] }, ['commit', 'SBOM named by the provenance']],
    ['the SBOM is another one than the signed one', { ...good, sboms: [{ digest: digest('f'), text }] }, ['SBOM named by the provenance']],
    ['the SBOM is about another artifact', { ...good, sboms: [{ digest: digest('e'), text: text.replaceAll('a'.repeat(64), '9'.repeat(64)) }] }, ['SBOM bound to the artifact']],
    ['the SBOM names no artifact', { ...good, sboms: [{ digest: digest('e'), text: text.replaceAll('flowspec:', 'x:') }] }, ['SBOM bound to the artifact']],
    ['the SBOM is no SBOM', { ...good, sboms: [{ digest: digest('e'), text: '{' }] }, ['SBOM format']],
    ['the provenance names no SBOM', { ...good, attestations: [signed({ ...statement, predicate: { ...predicate, runDetails: { ...predicate.runDetails, byproducts: [{ name: 'sbom.cdx.json', digest: { sha512: 'x' } }, { name: 'log', digest: { sha256: 'x' } }, { uri: 'u', mediaType: 'm', digest: { sha256: 'x' } }] } } })] }, ['SBOM named by the provenance']],
  ])('[D1] fails when %s', (_, given, names) => {
    expect(failing(given)).toEqual(names)
    expect(judgeCustody(packed.digest, policy, given).verdict).toBe('fail')
  })

  it('takes the one that holds among several, and the best of those that do not', () => {
    expect(failing({ ...good, attestations: [{ kind: 'refused', why: 'another key' }, signed({}), signed(statement)] })).toEqual([])
    expect(failing({ ...good, attestations: [{ kind: 'refused', why: 'x' }, signed(provenanceStatement({ ...facts, commit: 'd'.repeat(40) }))] })).toContain('commit')
  })

  it('asks for nothing that the policy does not require, but what is there must hold', () => {
    const lax = { requireSbom: false, requireProvenance: false }
    expect(failing({ attestations: [], sboms: [] }, lax)).toEqual([])
    expect(failing(good, lax)).toEqual([])
    expect(failing({ attestations: [{ kind: 'refused', why: 'x' }], sboms: [] }, lax)).toEqual(['provenance signature'])
    const sourceless = { ...statement, predicate: { ...predicate, buildDefinition: { ...predicate.buildDefinition, resolvedDependencies: [{ uri: 'x', digest: { sha256: 'y' } }] } } }
    expect(failing({ attestations: [signed(sourceless)], sboms: [] }, lax)).toEqual(['commit'])
  })
})

describe('bills of materials', () => {
  it('[C3] lists files with their hashes, bound to the digest, the same bytes each time', () => {
    expect(filesSbom(packed, 'shop')).toEqual({ ok: true, value: text })
    expect(JSON.parse(text)).toMatchObject({
      bomFormat: 'CycloneDX', specVersion: '1.6', serialNumber: expect.stringMatching(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/),
      metadata: { component: { name: 'shop', purl: `pkg:oci/shop@sha256%3A${'a'.repeat(64)}`, hashes: [{ alg: 'SHA-256', content: 'a'.repeat(64) }] } },
      components: [{ name: 'bin/start' }, { name: 'package.json' }],
    })
  })

  it('[C3] takes time, credentials and the machine out of what a tool wrote', () => {
    const raw = {
      bomFormat: 'CycloneDX', specVersion: '1.6', serialNumber: 'urn:uuid:1', version: 3,
      metadata: { timestamp: '2026-01-01T00:00:00Z', component: { 'bom-ref': 'x', name: 'shop', type: 'application', properties: [{ name: 'flowspec:artifact:digest', value: 'old' }, { name: 'kept', value: '/home/me/shop/x' }, 'odd'] } },
      components: [{ name: 'a', externalReferences: [
        { type: 'vcs', url: 'git+https://me:secret@example.test/a.git' }, { type: 'distribution', url: 'https://example.test/a.tgz?token=abc&v=1' },
        { type: 'distribution', url: 'file:///home/me/a.tgz' }, { type: 'other', url: '/home/me/shop/b' }, { type: 'other', url: '/opt/x' }, { type: 'other', url: 'C:\\x' },
      ], modified: false, evidence: null }],
    }
    const bound = bindSbom(raw, { subject: packed, name: 'org/Shop', roots: ['/home/me/shop', '/home/me'] })
    expect(bound.ok).toBe(true)
    const written = bound.ok ? bound.value : ''
    expect(written).not.toMatch(/secret|abc|\/home|file:|timestamp|old|\/opt/)
    expect(JSON.parse(written)).toMatchObject({
      version: 1,
      metadata: { component: { 'bom-ref': 'x', name: 'shop', purl: expect.stringMatching(/^pkg:oci\/shop@/), properties: [{ name: 'kept', value: './x' }, {}, { name: 'flowspec:artifact:digest' }, { name: 'flowspec:artifact:layer' }] } },
      components: [{ externalReferences: [{ url: 'git+https://example.test/a.git' }, { url: 'https://example.test/a.tgz?token=removed&v=1' }] }],
    })
    expect(sbomFault(written, packed.digest)).toBeUndefined()
  })

  it('names the main component when the tool did not', () => {
    const bound = bindSbom({ bomFormat: 'CycloneDX', specVersion: '1.6' }, { subject: packed, name: 'shop', roots: ['/home/me'] })
    expect(bound.ok && JSON.parse(bound.value)).toMatchObject({ metadata: { component: { type: 'application', name: 'shop' } } })
  })

  it.each([[null], [[]], [{ bomFormat: 'CycloneDX', specVersion: '1.5' }], [{ bomFormat: 'SPDX', specVersion: '1.6' }]])('refuses to bind %j', (raw) => {
    expect(bindSbom(raw, { subject: packed, name: 'shop', roots: [] })).toMatchObject({ ok: false })
  })

  it.each([
    ['not JSON', '{'],
    ['CycloneDX 1.5', '{"bomFormat":"CycloneDX","specVersion":"1.5"}'],
    ['SPDX 1.6', '{"bomFormat":"SPDX","specVersion":"1.6"}'],
    ['no list of components', '{"bomFormat":"CycloneDX","specVersion":"1.6"}'],
  ])('says of a bill that it is %s', (what, bill) => {
    expect(sbomFault(bill, packed.digest)).toEqual({ kind: 'format', what })
  })
})
