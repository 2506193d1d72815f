import { describe, expect, it } from '@jest/globals'
import { dependencyProblems } from '../../scripts/checks/dependencies.ts'

const document = '| Package | Why |\n|---|---|\n| `zod` | parses |\n'

describe('the check of dependencies', () => {
  it('is content with an exact version that has a reason', () => {
    expect(dependencyProblems({ dependencies: { zod: '4.6.7' } }, document)).toEqual([])
  })

  it.each([['^4.6.7'], ['~4.6.7'], ['4'], ['latest'], ['*']])('refuses the version %s', (version) => {
    expect(dependencyProblems({ devDependencies: { zod: version } }, document)).toEqual([`package.json: zod is ${version}, which is not one exact version`])
  })

  it('asks for a reason', () => {
    expect(dependencyProblems({ dependencies: { zod: '4.6.7', yaml: '2.9.1' } }, document)).toEqual(['docs/dependencies.md: gives no reason for yaml'])
  })

  it('does not take an empty cell for a reason', () => {
    expect(dependencyProblems({ dependencies: { yaml: '2.9.1' } }, '| `yaml` | |\n')).toEqual(['docs/dependencies.md: gives no reason for yaml'])
  })

  it('names what is not used any more', () => {
    expect(dependencyProblems({}, document)).toEqual(['docs/dependencies.md: zod is not a dependency any more'])
  })
})
