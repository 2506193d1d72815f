import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { spawnSync } from 'node:child_process'
import { chmod, cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { root } from '../../scripts/checks/files.ts'

// scripts/dev.mjs in a clone of its own, with an `npm` that counts its calls and "installs" this Node.
describe('a development command on a fresh clone', () => {
  let clone: string

  beforeEach(async () => {
    clone = await mkdtemp(join(tmpdir(), 'operate-dev-'))
    await mkdir(join(clone, 'scripts'))
    await mkdir(join(clone, 'bin'))
    await cp(join(root, 'scripts', 'dev.mjs'), join(clone, 'scripts', 'dev.mjs'))
    await writeFile(join(clone, 'package-lock.json'), '{}')
    await writeFile(join(clone, 'hello.mjs'), "console.log('hello', process.argv[2])\nprocess.exitCode = 7\n")
    await writeNpm(`mkdir -p node_modules/.bin && ln -sf '${process.execPath}' node_modules/.bin/node`)
  })

  afterEach(() => rm(clone, { recursive: true, force: true }))

  async function writeNpm(body: string): Promise<void> {
    await writeFile(join(clone, 'bin', 'npm'), `#!/bin/sh\necho "$@" >> calls\n${body}\n`)
    await chmod(join(clone, 'bin', 'npm'), 0o755)
  }

  function run(): { readonly status: number | null; readonly stdout: string; readonly stderr: string } {
    const env = { ...process.env, NODE_OPTIONS: '', PATH: `${join(clone, 'bin')}${delimiter}${process.env['PATH'] ?? ''}` }
    return spawnSync(process.execPath, ['scripts/dev.mjs', 'hello.mjs', 'you'], { cwd: clone, encoding: 'utf8', env })
  }

  async function installs(): Promise<number> {
    return (await readFile(join(clone, 'calls'), 'utf8')).trim().split('\n').length
  }

  it('[K2] installs what is pinned and then does its work, in one command', async () => {
    expect(run()).toMatchObject({ status: 7, stdout: 'hello you\n' })
    expect(await readFile(join(clone, 'calls'), 'utf8')).toMatch(/^ci /)
  })

  it('installs once, and again only when the lock file changed', async () => {
    run()
    run()
    expect(await installs()).toBe(1)
    await writeFile(join(clone, 'package-lock.json'), '{ "changed": true }')
    run()
    expect(await installs()).toBe(2)
  })

  it('says what to do when the install fails, and does not go on', async () => {
    await writeNpm('exit 3')
    const ran = run()
    expect(ran).toMatchObject({ status: 3, stdout: '' })
    expect(ran.stderr).toContain('npm ci failed')
  })
})
