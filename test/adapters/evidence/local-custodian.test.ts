import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { spawnSync } from 'node:child_process'
import { createPublicKey, generateKeyPairSync, verify as verifySignature } from 'node:crypto'
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync, lstatSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { localCustodian } from '../../../src/adapters/evidence/local-custodian.ts'
import { programs } from '../../../src/adapters/exec/programs.ts'
import { ociLayout } from '../../../src/adapters/registry/oci-layout.ts'
import type { Evidence, PackedArtifact } from '../../../src/domain/artifact/artifact.ts'
import type { Digest } from '../../../src/domain/artifact/digest.ts'
import { BUNDLE_TYPE, SBOM_TYPE } from '../../../src/domain/artifact/media-types.ts'
import { provenanceStatement } from '../../../src/domain/artifact/provenance.ts'
import type { Custodian } from '../../../src/ports.ts'

let folder: string
let service: string
let layout: string
let artifact: PackedArtifact
let custodian: Custodian
const signal = new AbortController().signal
const commit = 'c'.repeat(40)
const policy = { requireSbom: true, requireProvenance: true, commit, repository: 'https://example.test/shop' }

const keys = () => ({ private: join(folder, 'keys', 'signing.pem'), public: join(folder, 'keys', 'signing.pub') })
const custodianOver = (store: string): Custodian => localCustodian({ store: ociLayout(store), programs: programs(), key: keys(), name: 'shop' })
const statementOf = (sbom: Digest, subject = artifact.digest): object => provenanceStatement({ subject: { name: 'shop', digest: subject }, repository: 'https://example.test/shop', commit, invocation: 'run-1', startedAt: 0, finishedAt: 1, sbom })

/** What `package` does with an artifact: bill, statement, signature, all kept with it. */
async function attest(): Promise<{ readonly sbom: Digest; readonly bundle: Uint8Array }> {
  const store = ociLayout(layout)
  const sbom = await store.attach(artifact.digest, { artifactType: SBOM_TYPE, bytes: await custodian.sbom({ subject: artifact, root: service, stack: 'files', signal }) })
  const bundle = await custodian.sign(statementOf(sbom))
  await store.attach(artifact.digest, { artifactType: BUNDLE_TYPE, bytes: bundle })
  return { sbom, bundle }
}

const failures = (evidence: Evidence): readonly string[] => evidence.checks.filter((check) => check.verdict !== 'pass').map((check) => `${check.name}: ${check.found}`)

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'flowspec-custody-'))
  service = join(folder, 'service')
  layout = join(folder, 'store')
  mkdirSync(service)
  writeFileSync(join(service, 'server.js'), 'console.log(1)\n')
  artifact = await ociLayout(layout).pack({ files: ['.'], root: service, annotations: {} })
  custodian = custodianOver(layout)
})

afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

interface StoredBundle {
  mediaType: string
  verificationMaterial: { publicKey?: { hint: string }; certificate?: object }
  dsseEnvelope?: { payload: string; payloadType: string; signatures: { sig: string }[] }
  messageSignature?: object
}

describe('signing and verifying with a key pair', () => {
  it('[D1] passes what was packed, billed and signed here', async () => {
    await attest()
    const evidence = await custodian.verify(artifact.digest, policy)
    expect(failures(evidence)).toEqual([])
    expect(evidence.verdict).toBe('pass')
    expect(evidence.checks).toHaveLength(13)
  })

  it('[C4] writes a Sigstore bundle whose signature anyone can check with the public key', async () => {
    const { bundle } = await attest()
    const read = JSON.parse(Buffer.from(bundle).toString()) as { readonly mediaType: string; readonly verificationMaterial: { readonly publicKey: { readonly hint: string } }; readonly dsseEnvelope: { readonly payload: string; readonly payloadType: string; readonly signatures: readonly { readonly sig: string }[] } }
    expect(read.mediaType).toBe('application/vnd.dev.sigstore.bundle.v0.3+json')
    expect(read.verificationMaterial.publicKey.hint).toMatch(/^[0-9a-f]{64}$/)
    const payload = Buffer.from(read.dsseEnvelope.payload, 'base64')
    expect(JSON.parse(payload.toString())).toMatchObject({ predicateType: 'https://slsa.dev/provenance/v1', subject: [{ digest: { sha256: artifact.digest.slice(7) } }] })
    // DSSE's pre-authentication encoding, written out from its specification.
    const signed = Buffer.concat([Buffer.from(`DSSEv1 28 application/vnd.in-toto+json ${payload.length} `), payload])
    const signature = Buffer.from(read.dsseEnvelope.signatures[0]?.sig ?? '', 'base64')
    expect(verifySignature('sha256', signed, createPublicKey(readFileSync(keys().public)), signature)).toBe(true)
  })

  it('[D1] fails without any attestation (F01), and says what was expected', async () => {
    const evidence = await custodian.verify(artifact.digest, policy)
    expect(evidence.verdict).toBe('fail')
    expect(failures(evidence)).toEqual(['provenance present: none', 'SBOM present: none'])
  })

  it('[D1] stops at one flipped byte in any file of the store (E01, F03, F04)', async () => {
    await attest()
    for (const file of readdirSync(layout, { recursive: true, encoding: 'utf8' }).map((name) => join(layout, name)).filter((path) => lstatSync(path).isFile())) {
      const copy = join(folder, 'copy')
      cpSync(layout, copy, { recursive: true })
      const bytes = readFileSync(file)
      const at = Math.floor(bytes.length / 2)
      bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at)
      writeFileSync(join(copy, relative(layout, file)), bytes)
      await expect(custodianOver(copy).verify(artifact.digest, policy).then(() => relative(layout, file))).rejects.toMatchObject({ code: 'digest_mismatch' })
      rmSync(copy, { recursive: true })
    }
  })

  const bundleWith = (change: (json: StoredBundle) => void) => (bytes: Uint8Array): Uint8Array => {
    const json = JSON.parse(Buffer.from(bytes).toString()) as StoredBundle
    change(json)
    return Buffer.from(JSON.stringify(json))
  }
  const inSignature = (change: (signature: Buffer) => void) => bundleWith(({ dsseEnvelope }) => {
    for (const one of dsseEnvelope?.signatures ?? []) {
      const bytes = Buffer.from(one.sig, 'base64')
      change(bytes)
      one.sig = bytes.toString('base64')
    }
  })
  const inEnvelope = (change: (envelope: NonNullable<StoredBundle['dsseEnvelope']>) => void) => bundleWith(({ dsseEnvelope }) => {
    if (dsseEnvelope !== undefined) change(dsseEnvelope)
  })
  it.each<[string, (bytes: Uint8Array) => Uint8Array, string]>([
    ['its signature is changed (F03)', inSignature((signature) => signature.writeUInt8(signature.readUInt8(20) ^ 1, 20)), 'signature verification failed'],
    ['its payload is changed (F04)', inEnvelope((envelope) => { envelope.payload = Buffer.from(Buffer.from(envelope.payload, 'base64').toString().replace('run-1', 'run-2')).toString('base64') }), 'signature verification failed'],
    ['its payload type is changed', inEnvelope((envelope) => { envelope.payloadType = 'text/plain' }), 'a payload of the type text/plain'],
    ['it names another key', bundleWith((json) => { json.verificationMaterial.publicKey = { hint: 'f'.repeat(64) } }), 'signed by another key'],
    ['it has a certificate', bundleWith((json) => { json.verificationMaterial = { certificate: { rawBytes: 'AAAA' } } }), 'a bundle with a certificate'],
    ['it is of an older format (F18)', bundleWith((json) => { json.mediaType = 'application/vnd.dev.sigstore.bundle+json;version=0.3' }), 'a bundle of the type'],
    ['it is of no known format (F18)', bundleWith((json) => { json.mediaType = 'text/html' }), 'invalid bundle'],
    ['it has no statement', bundleWith((json) => { delete json.dsseEnvelope; json.messageSignature = { messageDigest: { algorithm: 'SHA2_256', digest: 'AAAA' }, signature: 'AAAA' } }), 'a bundle without a statement'],
    ['it has no signature', inEnvelope((envelope) => { envelope.signatures = [] }), 'invalid bundle'],
    ['it is cut short (F18)', (bytes) => bytes.subarray(0, bytes.length - 9), 'JSON'],
    ['it is huge (F18)', () => Buffer.alloc(20 << 20, ' '), 'more than'],
    ['it is nested deeply (F18)', () => Buffer.from('['.repeat(100_000)), ''],
    ['it is nothing', () => Buffer.from('null'), ''],
  ])('[D1] refuses a stored bundle when %s', async (_, change, why) => {
    const store = ociLayout(layout)
    const sbom = await store.attach(artifact.digest, { artifactType: SBOM_TYPE, bytes: await custodian.sbom({ subject: artifact, root: service, stack: 'files', signal }) })
    await store.attach(artifact.digest, { artifactType: BUNDLE_TYPE, bytes: change(await custodian.sign(statementOf(sbom))) })
    const evidence = await custodian.verify(artifact.digest, policy)
    expect(evidence.verdict).toBe('fail')
    expect(evidence.checks.find((check) => check.name === 'provenance signature')).toMatchObject({ verdict: 'fail', found: expect.stringContaining(why) })
  })

  it('[D1] refuses a statement about another artifact (F05) and one signed by another key', async () => {
    const store = ociLayout(layout)
    writeFileSync(join(service, 'more.js'), '')
    const other = await store.pack({ files: ['.'], root: service, annotations: {} })
    const { sbom } = await attest()
    await store.attach(other.digest, { artifactType: BUNDLE_TYPE, bytes: await custodian.sign(statementOf(sbom)) })
    expect(failures(await custodian.verify(other.digest, { ...policy, requireSbom: false }))).toEqual([expect.stringContaining('subject: ')])
    rmSync(join(folder, 'keys'), { recursive: true })
    await custodian.sign({})
    expect(failures(await custodian.verify(artifact.digest, policy))[0]).toContain('signed by another key')
  })

  it('[D1] detects a bill that was exchanged, even with every digest made to fit', async () => {
    const store = ociLayout(layout)
    const bill = await custodian.sbom({ subject: artifact, root: service, stack: 'files', signal })
    const sbom = await store.attach(artifact.digest, { artifactType: SBOM_TYPE, bytes: bill })
    await store.attach(artifact.digest, { artifactType: BUNDLE_TYPE, bytes: await custodian.sign(statementOf(sbom)) })
    for (const name of readdirSync(join(layout, 'flowspec/entries')).filter((name) => readFileSync(join(layout, 'flowspec/entries', name), 'utf8').includes(SBOM_TYPE))) rmSync(join(layout, 'flowspec/entries', name))
    rmSync(join(layout, 'index.json'))
    await store.attach(artifact.digest, { artifactType: SBOM_TYPE, bytes: Buffer.from(Buffer.from(bill).toString().replace('server.js', 'server.jx')) })
    expect(failures(await custodian.verify(artifact.digest, policy))).toEqual([expect.stringContaining('SBOM named by the provenance')])
  })

  it('does not verify what it does not have', async () => {
    await expect(custodian.verify(`sha256:${'0'.repeat(64)}` as Digest, policy)).rejects.toMatchObject({ code: 'artifact_missing' })
  })

  it('says that bills of other stacks cannot be made yet', async () => {
    await expect(custodian.sbom({ subject: artifact, root: service, stack: 'python', signal })).rejects.toMatchObject({ code: 'sbom_failed', remedy: expect.stringContaining('files') })
  })
})

describe('the key pair', () => {
  const git = (...args: readonly string[]): void => {
    const ran = spawnSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.test', ...args], { cwd: folder, encoding: 'utf8' })
    if (ran.status !== 0) throw new Error(ran.stderr)
  }

  it('[C4] is made on first use, private, hidden from git, and kept', async () => {
    git('init', '--quiet')
    await custodian.sign({})
    const { private: secret, public: open } = keys()
    if (process.platform !== 'win32') expect(statSync(secret).mode & 0o777).toBe(0o600)
    expect(spawnSync('git', ['status', '--porcelain', '--', 'keys'], { cwd: folder, encoding: 'utf8' }).stdout).toBe('')
    const before = readFileSync(open, 'utf8')
    await custodian.sign({})
    expect(readFileSync(open, 'utf8')).toBe(before)
  })

  it('can never be packed', async () => {
    await custodian.sign({})
    cpSync(keys().private, join(service, 'innocent.txt'))
    await expect(ociLayout(layout).pack({ files: ['.'], root: service, annotations: {} })).rejects.toMatchObject({ code: 'artifact_unsafe', problems: [{ code: 'artifact.secret.private-key', place: { file: 'innocent.txt', line: 1 } }] })
  })

  it('writes the public half again when it is lost', async () => {
    await custodian.sign({})
    const before = readFileSync(keys().public, 'utf8')
    rmSync(keys().public)
    await custodian.sign({})
    expect(readFileSync(keys().public, 'utf8')).toBe(before)
  })

  const written = (pair: { readonly privateKey: { export(options: { readonly type: 'pkcs8'; readonly format: 'pem' }): string | Buffer } }): void => {
    mkdirSync(join(folder, 'keys'), { recursive: true })
    writeFileSync(keys().private, pair.privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 })
  }
  it.each<[string, () => Promise<void>, string]>([
    ['that others can read', async () => { await custodian.sign({}); chmodSync(keys().private, 0o644) }, 'can be read by others'],
    ['that git tracks', async () => { git('init', '--quiet'); await custodian.sign({}); git('add', '--force', 'keys/signing.pem') }, 'is tracked by git'],
    ['that git would pick up', async () => { git('init', '--quiet'); mkdirSync(join(folder, 'keys')) }, 'git does not ignore it'],
    ['that belongs to another public key', async () => { await custodian.sign({}); rmSync(keys().private); written(generateKeyPairSync('ec', { namedCurve: 'prime256v1' })) }, 'does not belong to'],
    ['of another kind', async () => { written(generateKeyPairSync('ed25519')) }, 'no ECDSA P-256 key'],
    ['that is no key', async () => { mkdirSync(join(folder, 'keys')); writeFileSync(keys().private, 'x', { mode: 0o600 }) }, 'is no private key'],
    ['that is gone while its public key is there', async () => { await custodian.sign({}); rmSync(keys().private) }, 'is absent'],
  ])('refuses to sign with a key %s', async (_, prepare, what) => {
    await prepare()
    await expect(custodian.sign({})).rejects.toMatchObject({ code: 'signing_failed', message: expect.stringContaining(what) })
    if (what === 'git does not ignore it') expect(existsSync(keys().private)).toBe(false)
  })

  it.each<[string, () => void]>([
    ['absent', () => rmSync(keys().public)],
    ['no key', () => writeFileSync(keys().public, 'x')],
    ['of another kind', () => writeFileSync(keys().public, generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'pem' }))],
    ['the private one', () => cpSync(keys().private, keys().public)],
  ])('verifies nothing when the public key is %s', async (_, prepare) => {
    await attest()
    prepare()
    await expect(custodian.verify(artifact.digest, policy)).rejects.toMatchObject({ code: 'verification_failed' })
  })
})
