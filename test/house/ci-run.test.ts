import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { spawnSync } from 'node:child_process'
import { chmod, cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { root } from '../../scripts/checks/files.ts'

// `.ci/run` in a folder of its own, with an `npm` that says what a step would say.
describe('.ci/run', () => {
  let directory: string

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'operate-ci-'))
    await mkdir(join(directory, '.ci'))
    await mkdir(join(directory, 'bin'))
    await cp(join(root, '.ci', 'run'), join(directory, '.ci', 'run'))
  })

  afterEach(() => rm(directory, { recursive: true, force: true }))

  async function runWith(npm: string): Promise<{ readonly status: number | null; readonly last: string | undefined; readonly stdout: string }> {
    await writeFile(join(directory, 'bin', 'npm'), `#!/bin/sh\n${npm}\n`)
    await chmod(join(directory, 'bin', 'npm'), 0o755)
    const ran = spawnSync('bash', ['.ci/run'], { cwd: directory, encoding: 'utf8', env: { ...process.env, PATH: `${join(directory, 'bin')}${delimiter}${process.env['PATH'] ?? ''}` } })
    return { status: ran.status, last: ran.stdout.trimEnd().split('\n').at(-1), stdout: ran.stdout }
  }

  it('adds the tests of every step and the steps, and passes when all did', async () => {
    const ran = await runWith('if [ "$1" = test ]; then echo "Tests:       40 passed, 40 total"; else echo "3 passed, 0 failed"; fi')
    expect(ran).toMatchObject({ status: 0, last: '53 passed, 0 failed' })
  })

  it('goes on after a failure, and fails at the end', async () => {
    const ran = await runWith('if [ "$1" = test ]; then echo "Tests:       2 failed, 1 skipped, 40 passed, 43 total"; exit 1; fi; echo "3 passed, 0 failed"')
    expect(ran.status).not.toBe(0)
    expect(ran.last).toBe('52 passed, 3 failed')
    expect(ran.stdout).toContain('== npm run e2e')
  })

  it('counts a step that ends badly without saying why', async () => {
    const ran = await runWith('[ "$2" != faults ]')
    expect(ran.status).not.toBe(0)
    expect(ran.last).toBe('3 passed, 1 failed')
  })

  it('does not pass a step that says it failed but ends well', async () => {
    const ran = await runWith('echo "3 passed, 1 failed"')
    expect(ran.status).not.toBe(0)
    expect(ran.last).toBe('16 passed, 4 failed')
  })
})
