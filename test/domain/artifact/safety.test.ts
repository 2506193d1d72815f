import { describe, expect, it } from '@jest/globals'
import { checksumList } from '../../../src/domain/artifact/checksums.ts'
import { importAnchors, isImport, manifestKind, mayImport, missingDependencies, parseManifest } from '../../../src/domain/artifact/dependencies.ts'
import { nameFinding } from '../../../src/domain/artifact/file-names.ts'
import { safetyReport, sentence, type Finding } from '../../../src/domain/artifact/safety.ts'
import { matcher } from '../../../src/domain/artifact/glob.ts'
import { bindSbom, sbomFault } from '../../../src/domain/artifact/sbom.ts'
import { packed } from './samples.ts'

describe('what a name gives away', () => {
  it.each([
    ['.env', 'dotenv'],
    ['app/.env.secret', 'dotenv'],
    ['.env.production', 'dotenv-of-an-environment'],
    ['.ENV.Staging.local', 'dotenv-of-an-environment'],
    ['home/id_rsa', 'ssh-key'],
    ['.kube/config', 'kubeconfig'],
    ['prod.kubeconfig', 'kubeconfig'],
    ['node_modules/x/.netrc', 'login-file'],
    ['certs/server.pfx', 'key-store'],
    ['terraform.tfstate', 'terraform-state'],
    ['config.production.json', 'config-of-an-environment'],
    ['appsettings.Production.json', 'config-of-an-environment'],
    ['application-prod.yml', 'config-of-an-environment'],
    ['config/environments/staging.ts', 'config-folder-of-environments'],
  ])('[C2] %s is %s', (path, rule) => {
    expect(nameFinding(path)?.rule).toBe(rule)
  })

  it.each(['.env.example', 'config.json', 'appsettings.json', 'id_rsa.pub', 'src/environment.ts', 'tsconfig.test.json', 'node_modules/x/config/production.json', 'production.json', 'environment-list.js'])('leaves %s alone', (path) => {
    expect(nameFinding(path)).toBeUndefined()
  })
})

describe('patterns on hostile text', () => {
  it.each(['a', '/', '.', '.env.', 'config.', 'config/', '@a/', ' ', 'require(', 'a://', 'https://a:b', '?token=', 'node_modules/'])('come to an end on %j repeated (M13)', (piece) => {
    const hostile = `${piece.repeat(20_000)}!`
    expect(nameFinding(hostile)).toBeUndefined()
    expect(manifestKind(hostile)).not.toBe('installed')
    expect(mayImport(hostile)).toBe(false)
    expect(isImport(hostile)).toBe(false)
    expect(bindSbom({ bomFormat: 'CycloneDX', specVersion: '1.6', components: [{ name: hostile }] }, { subject: packed, name: 'shop', roots: [] }).ok).toBe(true)
    expect(sbomFault(hostile, packed.digest)).toEqual({ kind: 'format', what: 'not JSON' })
    expect(matcher([hostile])(hostile.slice(1, 4000))).toBe(false)
  })
})

describe('packages that an artifact needs', () => {
  const own = { path: 'package.json', needs: ['express', '@a/b'] }

  it('reads what a package.json needs at run time', () => {
    expect(parseManifest('p', '{"dependencies":{"a":"1","b":"2"},"optionalDependencies":{"b":"2"}}')).toEqual({ path: 'p', needs: ['a'] })
    expect(parseManifest('p', '{}')).toEqual({ path: 'p', needs: [] })
    expect(parseManifest('p', 'null')).toBeUndefined()
    expect(parseManifest('p', '{')).toBeUndefined()
  })

  it.each([
    ['package.json', 'own'],
    ['services/a/package.json', 'own'],
    ['node_modules/a/package.json', 'installed'],
    ['node_modules/@s/a/package.json', 'installed'],
    ['node_modules/a/node_modules/b/package.json', 'installed'],
    ['node_modules/a/test/fixture/package.json', 'other'],
    ['node_modules/.cache/package.json', 'other'],
  ])('%s is %s', (path, kind) => {
    expect(manifestKind(path)).toBe(kind)
  })

  it.each([
    ["import x from 'express'", true],
    ['import "express"', true],
    ['const x = require( "express")', true],
    ["await import('express')", true],
    ["require.resolve('express')", true],
    ["export * from 'express/lib'", true],
    ["console.log('express')", false],
    ["my.require('express')", false],
  ])('%s imports: %s', (line, imports) => {
    const at = Math.min(...importAnchors('express').map((anchor) => line.indexOf(anchor)).filter((i) => i >= 0))
    expect(isImport(line.slice(0, at))).toBe(imports)
  })

  it('looks for imports in the source of the service only', () => {
    expect(mayImport('src/a.mts')).toBe(true)
    expect(mayImport('node_modules/a/index.js')).toBe(false)
    expect(mayImport('README.md')).toBe(false)
  })

  it('[C2] misses a package that is imported and not inside', () => {
    const found = missingDependencies([own], new Set(['express']), new Set(['package.json']))
    expect(found).toEqual([expect.objectContaining({ kind: 'dependency', path: 'package.json', rule: 'dependency-missing', what: expect.stringContaining('express') })])
  })

  it('takes a package that no source imports for bundled', () => {
    expect(missingDependencies([own], new Set(), new Set(['package.json']))).toEqual([])
  })

  it('finds packages the way Node does, in the folders above too', () => {
    const nested = { path: 'services/a/package.json', needs: ['express'] }
    expect(missingDependencies([nested], new Set(['express']), new Set(['node_modules/express/package.json']))).toEqual([])
    expect(missingDependencies([nested], new Set(['express']), new Set(['services/b/node_modules/express/package.json']))).toHaveLength(1)
  })

  it('misses what an installed package needs, and ignores its test data', () => {
    const express = { path: 'node_modules/express/package.json', needs: ['qs'] }
    const fixture = { path: 'node_modules/express/test/package.json', needs: ['nothing'] }
    expect(missingDependencies([express, fixture], new Set(), new Set(['node_modules/express/package.json']))).toHaveLength(1)
    expect(missingDependencies([express], new Set(), new Set(['node_modules/qs/package.json']))).toEqual([])
    expect(missingDependencies([express], new Set(), new Set(['node_modules/express/node_modules/qs/package.json']))).toEqual([])
  })
})

describe('the safety report', () => {
  const secret: Finding = { kind: 'secret', path: 'a.js', line: 3, rule: 'aws-access-key', what: 'an AWS access key id', remedy: 'r' }
  const settings: Finding = { kind: 'environment', path: '.env.prod', rule: 'dotenv-of-an-environment', what: 'settings of one environment', remedy: 'r' }

  it('[C2] has a row for every area and fails where something was found', () => {
    const report = safetyReport([secret], () => false, { files: 7, manifests: 1 })
    expect(report.checks.map((check) => [check.name, check.verdict])).toEqual([['checksums', 'pass'], ['no secrets inside', 'fail'], ['no environment-specific configuration', 'pass'], ['dependencies bundled', 'pass']])
    expect(report.checks[1]?.found).toBe('a.js:3: an AWS access key id (aws-access-key), 7 files examined')
    expect(report.findings).toEqual([secret])
  })

  it('keeps in sight what the allow list silences', () => {
    const report = safetyReport([secret, settings, settings], (path) => path === '.env.prod', { files: 7, manifests: 1 })
    expect(report.findings).toEqual([secret])
    expect(report.allowed).toEqual([settings, settings])
    expect(report.checks[2]).toMatchObject({ verdict: 'pass', found: 'none found, 7 files examined; allowed by name: .env.prod' })
  })

  it('says where a finding is', () => {
    expect(sentence(settings)).toBe('.env.prod: settings of one environment (dotenv-of-an-environment)')
  })

  it('[C1] lists checksums as sha256sum does', () => {
    expect(checksumList(packed.files)).toBe(`${'1'.repeat(64)}  bin/start\n${'2'.repeat(64)}  package.json\n`)
  })
})
