import { describe, expect, it } from '@jest/globals'
import { listFiles } from '../../scripts/checks/files.ts'

const sources = listFiles().filter((path) => /^(src|test|scripts|bench)\/.*\.(ts|mjs)$/.test(path))

describe('the names of source files', () => {
  it('are in kebab case', () => {
    expect(sources.length).toBeGreaterThan(50)
    expect(sources.filter((path) => !path.split('/').every((part) => /^[a-z0-9]+(-[a-z0-9]+)*(\.(test|e2e|d))?(\.(ts|mjs))?$/.test(part)))).toEqual([])
  })

  it('say what is inside', () => {
    expect(sources.filter((path) => /(^|\/)(util|utils|helper|helpers|common|functions|misc|shared)(\.|\/)/.test(path))).toEqual([])
  })
})
