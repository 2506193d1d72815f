import { describe, expect, it } from '@jest/globals'
import { lookUp, parseJsonPath, type JsonPath } from '../../../src/domain/health/json-path.ts'

function pathOf(text: string): JsonPath {
  const path = parseJsonPath(text)
  if (!path.ok) throw new Error(`${text} is not a path`)
  return path.value
}

describe('a path into JSON', () => {
  it.each([
    ['$', []],
    ['$.a', ['a']],
    ['$.a.b-c[0]', ['a', 'b-c', 0]],
    ['$["a b"][12].c', ['a b', 12, 'c']],
  ])('[D2] reads %s', (text, path) => {
    expect(pathOf(text)).toEqual(path)
  })

  it.each(['', 'a', '.a', '$a', '$.', '$..a', '$.a[', '$.a[*]', '$.a[-1]', '$.a[?(@.b)]', '$.a ', '$[1234567890]'])('[D2] refuses %j and says how to write it', (text) => {
    expect(parseJsonPath(text)).toMatchObject({ ok: false, problems: [{ code: 'json-path.malformed', value: text, remedy: expect.stringContaining('$') }] })
  })

  it.each([
    ['$', { a: 1 }, { a: 1 }],
    ['$.a.b[1]', { a: { b: [1, 2] } }, 2],
    ['$.a', { a: null }, null],
    ['$["a b"]', { 'a b': false }, false],
  ])('[D2] finds %s', (text, value, found) => {
    expect(lookUp(value, pathOf(text))).toEqual({ found: true, value: found })
  })

  it.each([
    ['$.a', 1],
    ['$.a', null],
    ['$.a', { b: 1 }],
    ['$[0]', { 0: 'no list' }],
    ['$.length', [1]],
    ['$[3]', [1]],
    ['$.__proto__', {}],
    ['$.constructor', {}],
  ])('[D2] finds nothing at %s of %j (M12)', (text, value) => {
    expect(lookUp(value, pathOf(text))).toEqual({ found: false })
  })
})
