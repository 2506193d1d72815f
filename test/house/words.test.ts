import { describe, expect, it } from '@jest/globals'
import { lockedAddresses, machinePaths } from '../../scripts/checks/words.ts'

// In pieces, because this file is checked too.
const folder = (name: string): string => `/${name}/`

describe('the check of machine paths', () => {
  it.each([
    ['work', `see ${folder('work')}main`],
    ['root', `HOME=${folder('root')}x`],
  ])('finds the folder %s', (_, line) => {
    expect(machinePaths([{ path: 'docs/a.md', text: `fine\n${line}\n` }])).toEqual(['docs/a.md:2: names a path of one machine'])
  })

  it.each([['/home/runner/work/a'], ['src/work/a.ts'], ['https://example.com/root/a'], ['./root/a']])('lets %s pass', (line) => {
    expect(machinePaths([{ path: 'docs/a.md', text: line }])).toEqual([])
  })
})

describe('the check of the lock file', () => {
  it('finds the address of a registry', () => {
    expect(lockedAddresses('{\n"resolved": "https://registry.example/a.tgz"\n}')).toEqual(['package-lock.json:2: has the address of a registry'])
  })

  it('lets a local package pass', () => {
    expect(lockedAddresses('{ "resolved": "packages/a", "link": true }')).toEqual([])
  })
})
