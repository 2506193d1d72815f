import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { Ajv, type ValidateFunction } from 'ajv'
import addFormatsModule from 'ajv-formats'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { localCustodian } from '../../../src/adapters/evidence/local-custodian.ts'
import { machineRoots } from '../../../src/adapters/evidence/node-sbom.ts'
import { programs } from '../../../src/adapters/exec/programs.ts'
import { ociLayout } from '../../../src/adapters/registry/oci-layout.ts'
import type { PackedArtifact } from '../../../src/domain/artifact/artifact.ts'
import type { Custodian } from '../../../src/ports.ts'

// The official schema, as the CycloneDX project ships it with its own library.
const schemas = join(dirname(createRequire(import.meta.url).resolve('@cyclonedx/cyclonedx-library/package.json')), 'res', 'schema')
const schema = (name: string): object => JSON.parse(readFileSync(join(schemas, `${name}.SNAPSHOT.schema.json`), 'utf8')) as object
// Its references name the files, its ids name where the originals stand.
const withoutId = (document: object): object => Object.fromEntries(Object.entries(document).filter(([key]) => key !== '$id'))
const addFormats = addFormatsModule as unknown as (ajv: Ajv) => void

let folder: string
let service: string
let artifact: PackedArtifact
let custodian: Custodian
const validate: ValidateFunction = (() => {
  const ajv = new Ajv({ strict: false, allErrors: true })
  for (const name of ['spdx', 'jsf-0.82']) ajv.addSchema(withoutId(schema(name)), `http://cyclonedx.org/schema/${name}.SNAPSHOT.schema.json`)
  addFormats(ajv)
  ajv.addFormat('idn-email', true).addFormat('iri-reference', true)
  return ajv.compile(schema('bom-1.6'))
})()
const signal = new AbortController().signal
const read = (bytes: Uint8Array): Record<string, unknown> => JSON.parse(Buffer.from(bytes).toString()) as Record<string, unknown>

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'flowspec-sbom-test-'))
  service = join(folder, 'service')
  mkdirSync(join(service, 'node_modules', 'left'), { recursive: true })
  writeFileSync(join(service, 'package.json'), JSON.stringify({ name: 'shop', version: '1.2.3', license: 'MIT', dependencies: { left: '1.0.0' }, repository: 'git+https://me:pw@example.test/shop.git' }))
  writeFileSync(join(service, 'server.js'), "require('left')\n")
  writeFileSync(join(service, 'node_modules', 'left', 'package.json'), JSON.stringify({ name: 'left', version: '1.0.0', license: 'MIT' }))
  const store = ociLayout(join(folder, 'store'))
  artifact = await store.pack({ files: ['.'], root: service, annotations: {} })
  custodian = localCustodian({ store, programs: programs(), key: { private: join(folder, 'k'), public: join(folder, 'k.pub') }, name: 'shop' })
})

afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

describe('bills of materials', () => {
  it('[C3] of a node service is valid CycloneDX 1.6, bound to the digest, and the same each time', async () => {
    const bytes = await custodian.sbom({ subject: artifact, root: service, stack: 'node', signal })
    expect(Buffer.from(await custodian.sbom({ subject: artifact, root: service, stack: 'node', signal })).equals(Buffer.from(bytes))).toBe(true)
    const bill = read(bytes)
    validate(bill)
    expect(validate.errors ?? []).toEqual([])
    expect(bill).toMatchObject({
      specVersion: '1.6',
      metadata: { component: { name: 'shop', version: '1.2.3', hashes: [{ alg: 'SHA-256', content: artifact.digest.slice(7) }] } },
      components: [expect.objectContaining({ name: 'left', version: '1.0.0' })],
    })
    const text = Buffer.from(bytes).toString()
    for (const secret of ['me:pw', ...machineRoots(service)]) expect(text).not.toContain(secret)
  })

  it('[C3] of files is valid CycloneDX 1.6 and lists each with its hash', async () => {
    const bill = read(await custodian.sbom({ subject: artifact, root: service, stack: 'files', signal }))
    validate(bill)
    expect(validate.errors ?? []).toEqual([])
    expect(bill['components']).toHaveLength(3)
  })

  it('[C3] is refused by the schema when something is wrong: the schema is really applied', () => {
    expect(validate({ bomFormat: 'CycloneDX', specVersion: '1.6', components: [{ type: 'nonsense', name: 'x' }] })).toBe(false)
  })

  it('says what is missing when a service has no package.json, or packages that are not installed', async () => {
    rmSync(join(service, 'node_modules'), { recursive: true })
    await expect(custodian.sbom({ subject: artifact, root: service, stack: 'node', signal })).rejects.toMatchObject({ code: 'sbom_failed', remedy: expect.stringContaining('npm ci') })
    rmSync(join(service, 'package.json'))
    await expect(custodian.sbom({ subject: artifact, root: service, stack: 'node', signal })).rejects.toMatchObject({ code: 'sbom_failed', message: expect.stringContaining('package.json') })
  })

  it('is made of a service without any dependency', async () => {
    rmSync(join(service, 'node_modules'), { recursive: true })
    writeFileSync(join(service, 'package.json'), JSON.stringify({ name: 'shop', version: '1.2.3' }))
    const bill = read(await custodian.sbom({ subject: artifact, root: service, stack: 'node', signal }))
    validate(bill)
    expect(validate.errors ?? []).toEqual([])
  })
})
