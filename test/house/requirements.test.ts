import { describe, expect, it } from '@jest/globals'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { listFiles, readTexts, root } from '../../scripts/checks/files.ts'

const IDS = Object.entries({ A: 9, B: 3, C: 5, D: 4, E: 6, F: 3, G: 3, H: 6, I: 3, J: 5, K: 6 }).flatMap(([letter, count]) => Array.from({ length: count }, (_, index) => `${letter}${index + 1}`))
const STATES = ['done', 'partly', 'later']

const document = readFileSync(join(root, 'docs', 'requirements.md'), 'utf8')
const rows = [...document.matchAll(/^\| ([A-K]\d) \| (.+?) \| (\w+) \| (.*?) \| (.*?) \|$/gm)].map(([, id = '', words = '', state = '', documented = '', test = '']) => ({ id, words, state, documented, test }))
const titles = readTexts(listFiles().filter((path) => /^test\/.*\.ts$/.test(path) && path !== 'test/house/requirements.test.ts'))

describe('the list of requirements', () => {
  it('has each requirement once, in order', () => {
    expect(rows.map((row) => row.id)).toEqual(IDS)
  })

  it('knows three states', () => {
    expect(rows.filter((row) => !STATES.includes(row.state))).toEqual([])
  })

  it.each(rows.filter((row) => row.state !== 'later'))('$id, which is $state, is named in the title of a test that the list links', ({ id, test }) => {
    const linked = [...test.matchAll(/\]\(\.\.\/([^)]+)\)/g)].map(([, path = '']) => path)
    const naming = titles.filter((file) => new RegExp(`(it|test|describe)\\b[^\\n]*\\[[A-K0-9, ]*\\b${id}\\b[^\\n]*\\]`).test(file.text)).map((file) => file.path)
    expect(linked.length).toBeGreaterThan(0)
    expect(linked.filter((path) => !naming.includes(path))).toEqual([])
  })

  it.each(rows.filter((row) => row.state === 'done'))('$id, which is done, says where a user reads how', ({ documented }) => {
    expect(documented).toMatch(/\]\([^)]+\)/)
  })
})
