import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { differences } from '../../scripts/checks/bundle.ts'

describe('the comparison of two builds', () => {
  let directory: string
  let committed: string
  let fresh: string

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'operate-bundle-'))
    committed = join(directory, 'committed')
    fresh = join(directory, 'fresh')
    for (const side of [committed, fresh]) {
      await mkdir(join(side, 'operate'), { recursive: true })
      await writeFile(join(side, 'operate', 'index.js'), 'same')
    }
  })

  afterEach(() => rm(directory, { recursive: true, force: true }))

  it('finds none between the same bytes', () => {
    expect(differences(committed, fresh)).toEqual([])
  })

  it('names a file that is missing, left over or changed', async () => {
    await writeFile(join(fresh, 'cli.js'), 'new')
    await writeFile(join(committed, 'operate', '1.index.js'), 'old')
    await writeFile(join(fresh, 'operate', 'index.js'), 'other')
    expect(differences(committed, fresh)).toEqual(['cli.js is missing', 'operate/1.index.js is left over', 'operate/index.js is not what the sources give'])
  })

  it('counts everything as missing when nothing was ever built', () => {
    expect(differences(join(directory, 'nothing'), fresh)).toEqual(['operate/index.js is missing'])
  })

  it('sees that a file can be executed', async () => {
    await chmod(join(fresh, 'operate', 'index.js'), 0o755)
    expect(differences(committed, fresh)).toEqual(['operate/index.js is not what the sources give'])
  })
})
