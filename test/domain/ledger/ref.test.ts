import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { isSameLedger, nameLedger, parseNamespace, printable, refOf } from '../../../src/domain/ledger/ref.ts'

const REF = /^refs\/flowspec\/[a-z0-9][a-z0-9-]*(\.[0-9a-f]{40})?\/[a-z0-9][a-z0-9-]*(\.[0-9a-f]{40})?$/
const hostile = ['a/b..c~^:?*[\\', 'x'.repeat(300), '🚀', '-x', '--upload-pack=evil', '.lock', 'a.lock', '@{', '..', '', ' ', '\n', '\0', 'prod uction', 'CON', '\ud800', 'x.0', 'é']

function refOfEnvironment(environment: string): string {
  return refOf({ service: 'shop', environment }, 'refs/flowspec')
}

describe('the ref of a ledger', () => {
  it('reads as the names do when they are plain', () => {
    expect(refOf({ service: 'shop', environment: 'eu-production-2' }, 'refs/heads/flowspec')).toBe('refs/heads/flowspec/shop/eu-production-2')
  })

  it.each([
    ['Prod', 'prod'],
    ['PRODUCTION', 'production'],
    ['Caf\u00e9', 'cafe\u0301'],
    ['ÉTÉ', 'été'],
  ])('(C04) is one for %j and %j', (a, b) => {
    expect(refOfEnvironment(a)).toBe(refOfEnvironment(b))
    expect(isSameLedger({ service: 's', environment: a }, { service: 'S', environment: b })).toBe(true)
  })

  it.each(hostile)('(C05) is valid for %j and collides with nothing', (name) => {
    const ref = refOfEnvironment(name)
    expect(ref).toMatch(REF)
    expect(hostile.filter((other) => refOfEnvironment(other) === ref)).toEqual([name])
  })

  it('keeps a readable part of a name that is not plain', () => {
    expect(refOfEnvironment('Prod EU (west)')).toMatch(/^refs\/flowspec\/shop\/prod-eu-west\.[0-9a-f]{40}$/)
  })

  it('is the same forever: changing it would lose every ledger', () => {
    expect(refOfEnvironment('Prod EU (west)')).toBe('refs/flowspec/shop/prod-eu-west.60d5b1fdfeff013973eb493f6a905a1b2bb2ee7a')
  })

  it('is valid for every name, and equal exactly for names that differ in case or composition alone', () => {
    const name = fc.oneof(fc.string({ unit: 'binary', maxLength: 80 }), fc.string({ unit: fc.constantFrom('a', 'B', '-', '.', '/', 'é', 'e\u0301'), maxLength: 5 }))
    const same = (text: string): string => text.normalize('NFC').toLowerCase().normalize('NFC')
    fc.assert(
      fc.property(name, name, (a, b) => {
        expect(refOfEnvironment(a)).toMatch(REF)
        expect(refOfEnvironment(a) === refOfEnvironment(b)).toBe(same(a) === same(b))
      }),
      { numRuns: 500 },
    )
  })

  it.each(['refs/flowspec', 'refs/heads/flowspec', 'refs/a.b_c-d/e'])('may lie below %s', (namespace) => {
    expect(parseNamespace(namespace)).toEqual({ ok: true, value: namespace })
  })

  it.each(['', 'refs', 'refs/', 'flowspec', 'refs/flowspec/', 'refs/a..b', 'refs/a.lock', 'refs/a.lock/b', 'refs/.a', 'refs/a b', 'refs/-x', '--x', 'refs/a\n', `refs/${'a'.repeat(200)}`])('may not lie below %j', (namespace) => {
    expect(parseNamespace(namespace).ok).toBe(false)
  })

  it('is named for people without anything invisible', () => {
    expect(nameLedger({ service: 'shop\n\u202eevil', environment: 'p\u0000rod' })).toBe('shop evil/p rod')
    expect(printable('x'.repeat(300))).toHaveLength(100)
  })
})
