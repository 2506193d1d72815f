import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { bytewise, collisions, pathFault } from '../../../src/domain/artifact/paths.ts'

describe('names in an artifact', () => {
  it.each([
    ['', 'is empty'],
    ['/etc/passwd', 'is absolute'],
    ['C:/x', 'begins with a drive letter'],
    ['\\\\host\\share', 'holds a backslash'],
    ['a\\..\\b', 'holds a backslash'],
    ['a\0b', 'holds a control character'],
    ['a\nb', 'holds a control character'],
    ['\ud800', 'is not valid UTF-8'],
    ['a\ufffd', 'is not valid UTF-8'],
    ['é/'.repeat(1400), 'is longer than 4096 bytes'],
    ['a//b', 'has an empty part'],
    ['a/', 'has an empty part'],
    ['../a', 'has a part `..`'],
    ['a/./b', 'has a part `.`'],
    ['a/b.', 'has a part that ends in a dot or a space'],
    ['a /b', 'has a part that ends in a dot or a space'],
    [`a/${'b'.repeat(256)}`, 'has a part longer than 255 bytes'],
  ])('refuses %j (E07, E10)', (path, fault) => {
    expect(pathFault(path)).toBe(fault)
  })

  it.each(['a', '.hidden', 'a/b.c', 'node_modules/@scope/x/index.js', 'süß/日本.txt', 'a...b', 'aux.js', 'man/Foo::Bar.3'])('accepts %s', (path) => {
    expect(pathFault(path)).toBeUndefined()
  })

  it.each([
    [['a/README', 'a/readme'], 'a/README', 'a/readme'],
    [['caf\u00e9', 'cafe\u0301'], 'caf\u00e9', 'cafe\u0301'],
    [['Lib/a', 'lib/b'], 'Lib', 'lib/b'],
    [['a', 'a/b'], 'a', 'a/b'],
    [['a/b', 'a'], 'a', 'a'],
    [['x', 'x'], 'x', 'x'],
  ])('finds two names that are one somewhere: %j (E10)', (paths, first, second) => {
    expect(collisions(paths)).toEqual([{ first, second }])
  })

  it('finds nothing among names that differ', () => {
    expect(collisions(['a/b', 'a/c', 'ab', 'b/a'])).toEqual([])
  })

  it('[C1] sorts as the bytes of UTF-8 do', () => {
    const unit = fc.string({ unit: 'binary' }).filter((text) => text.isWellFormed())
    fc.assert(fc.property(unit, unit, (a, b) => {
      expect(Math.sign(bytewise(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)))
    }))
    expect(bytewise('a/b', 'a/c')).toBeLessThan(0)
    expect(bytewise('a', 'a/b')).toBeLessThan(0)
    expect(bytewise('\uff61', '\u{1f600}')).toBeLessThan(0)
    expect(bytewise('\u{1f600}', '\uff61')).toBeGreaterThan(0)
  })
})
