import { describe, expect, it } from '@jest/globals'
import { matcher } from '../../../src/domain/artifact/glob.ts'

describe('names in exclude and allow', () => {
  it.each([
    ['*.pem', 'certs/a.pem', true],
    ['*.pem', 'a.pem.txt', false],
    ['.env', 'x/y/.env', true],
    ['test', 'a/test/b.js', true],
    ['fixtures/*.pem', 'fixtures/a.pem', true],
    ['fixtures/*.pem', 'x/fixtures/a.pem', false],
    ['./fixtures/', 'fixtures/a/b', true],
    ['a/**/z', 'a/z', true],
    ['a/**/z', 'a/b/c/z', true],
    ['a/**/z', 'b/z', false],
    ['a?c', 'abc', true],
    ['a?c', 'ac', false],
    ['a*b*c', 'a-x-b-y-c', true],
    ['a*b*c', 'a-x-c', false],
    ['ab', 'abc', false],
    ['ab**', 'ab', true],
    ['abc', 'ab', false],
    ['**', 'anything/at/all', true],
    ['x/**/y', 'x', false],
    ['', 'a', false],
  ])('%j matches %j: %s', (pattern, path, matches) => {
    expect(matcher([pattern])(path)).toBe(matches)
  })

  it('matches nothing without patterns', () => {
    expect(matcher([])('a')).toBe(false)
  })

  it('looks at most pattern times path often, whatever the pattern is (M13)', () => {
    expect(matcher([`${'a*'.repeat(500)}b`])('a'.repeat(5000))).toBe(false)
    expect(matcher([Array(200).fill('**').join('/') + '/b'])(Array(200).fill('a').join('/'))).toBe(false)
  })
})
