import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import {
  entryText, fileListText, indexText, parseEntry, parseFileList, parseIndex, parseReferrer, parseRelease, referrerText, releaseText, type Descriptor,
} from '../../../src/domain/artifact/manifest.ts'
import { parseDigest, shortDigest } from '../../../src/domain/artifact/digest.ts'
import { digest, packed } from './samples.ts'

const release = releaseText({ config: { digest: digest('c'), size: 10 }, layer: { digest: digest('b'), size: 3072 }, annotations: { z: '1', a: '2' } })
const descriptor: Descriptor = { mediaType: 'application/json', digest: digest('d'), size: 4 }
const referrer = referrerText({ artifactType: 'application/x', document: descriptor, subject: { ...descriptor, digest: digest('a') } })
const list = fileListText(packed.files)
const index = indexText([descriptor, { ...descriptor, digest: digest('1'), artifactType: 'application/y' }])
const entry = entryText({ ...descriptor, artifactType: 'application/y' })

describe('the documents of the store', () => {
  it('[C1] writes the same manifest whatever the order of the annotations', () => {
    expect(releaseText({ config: { digest: digest('c'), size: 10 }, layer: { digest: digest('b'), size: 3072 }, annotations: { a: '2', z: '1' } })).toBe(release)
    expect(releaseText({ config: { digest: digest('c'), size: 10 }, layer: { digest: digest('b'), size: 3072 }, annotations: {} })).not.toContain('annotations')
  })

  it('reads back what it wrote', () => {
    expect(parseRelease(release)).toMatchObject({ ok: true, value: { layer: { digest: digest('b'), size: 3072 }, annotations: { a: '2', z: '1' } } })
    expect(parseReferrer(referrer)).toMatchObject({ ok: true, value: { artifactType: 'application/x', subject: { digest: digest('a') } } })
    expect(parseFileList(list)).toEqual({ ok: true, value: packed.files })
    expect(parseIndex(index)).toMatchObject({ ok: true, value: [{ digest: digest('1') }, { digest: digest('d') }] })
    expect(parseEntry(entry)).toMatchObject({ ok: true, value: { artifactType: 'application/y' } })
  })

  it.each([
    ['manifest', release, parseRelease],
    ['referrer', referrer, parseReferrer],
    ['file list', list, parseFileList],
    ['index', index, parseIndex],
    ['entry', entry, parseEntry],
  ] as const)('refuses a %s with another space, another field, a missing end, or none of it (E02)', (_, text, parse) => {
    for (const bad of [` ${text}`, text.replace('{', '{"extra":1,'), text.slice(0, -2), '{}', '[]', 'null', '', '7']) expect(parse(bad).ok).toBe(false)
  })

  it.each([
    ['manifest', release, parseRelease],
    ['referrer', referrer, parseReferrer],
    ['file list', list, parseFileList],
    ['index', index, parseIndex],
    ['entry', entry, parseEntry],
  ] as const)('never throws on a changed %s (E01)', (_, text, parse) => {
    fc.assert(fc.property(fc.nat(text.length - 1), fc.integer({ min: 32, max: 126 }), (at, code) => {
      expect(typeof parse(text.slice(0, at) + String.fromCharCode(code) + text.slice(at + 1)).ok).toBe('boolean')
    }))
  })

  it.each([
    ['a size that is no size', list.replace('"size":3', '"size":-3')],
    ['a digest in capitals (E13)', list.replace('1'.repeat(64), 'A'.repeat(64))],
    ['a path that leads out (E07)', list.replace('bin/start', '../start')],
    ['two files of one name (E10)', list.replace('bin/start', 'Package.json')],
  ])('refuses a file list with %s', (_, text) => {
    expect(parseFileList(text)).toMatchObject({ ok: false })
  })

  it.each(['mediaType', 'digest', 'size'])('refuses an entry without its %s', (field) => {
    expect(parseEntry(entry.replace(`"${field}"`, '"other"')).ok).toBe(false)
  })

  it('shortens a digest for people', () => {
    expect(shortDigest(digest('a'))).toBe('a'.repeat(12))
  })

  it.each(['', 'sha256:', `sha256:${'A'.repeat(64)}`, `sha512:${'a'.repeat(64)}`, `sha256:${'a'.repeat(63)}`, `sha256:${'a'.repeat(64)}\n`, ` sha256:${'a'.repeat(64)}`])('refuses %j as a digest (E13)', (text) => {
    expect(parseDigest(text).ok).toBe(false)
  })
})
