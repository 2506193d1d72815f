import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { openGit, type Git } from '../../../src/adapters/git/git.ts'
import { BARE_ENV, openSandbox, type Sandbox } from './sandbox.ts'

let sandbox: Sandbox

beforeEach(async () => {
  sandbox = await openSandbox()
})

afterEach(() => sandbox.close())

/** A program called git that does what the script says. */
async function fake(script: string, timeoutMs?: number): Promise<Git> {
  const bin = join(sandbox.directory, 'bin')
  await mkdir(bin)
  await writeFile(join(bin, 'git'), `#!/bin/sh\n${script}\n`)
  await chmod(join(bin, 'git'), 0o755)
  return openGit(sandbox.directory, { ...BARE_ENV, PATH: `${bin}${delimiter}${process.env['PATH'] ?? ''}` }, timeoutMs)
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

describe('running git', () => {
  it('(I12) gives up on a git that hangs, and ends whatever it has started', async () => {
    const git = await fake('sleep 600 & echo $! > child.pid; wait', 2_000)
    await expect(git.run(['status'])).rejects.toMatchObject({ code: 'repository_unusable', message: expect.stringContaining('git status in') })
    const pid = Number(await readFile(join(sandbox.directory, 'child.pid'), 'utf8'))
    const deadline = Date.now() + 20_000
    while (isAlive(pid) && !(await isZombie(pid)) && Date.now() < deadline) await setTimeout(20)
    expect(isAlive(pid) && !(await isZombie(pid))).toBe(false)
  })

  it('tells when git was killed', async () => {
    const git = await fake('kill -9 $$')
    expect(await git.run(['status'])).toMatchObject({ code: undefined })
    await expect(git.text(['status'])).rejects.toMatchObject({ message: expect.stringContaining('none, it was killed') })
  })

  it('survives a git that does not read what it is given', async () => {
    const git = await fake('exit 0')
    expect((await git.run(['cat-file', '--batch'], { stdin: 'x\n'.repeat(1_000_000) })).code).toBe(0)
  })

  it("gives git's own words when it fails", async () => {
    await expect(sandbox.git.text(['rev-parse', '--verify', 'nothing'])).rejects.toMatchObject({ code: 'repository_unusable', message: expect.stringContaining('git rev-parse failed') })
  })

  it('says that git is missing', async () => {
    const git = openGit(sandbox.directory, { PATH: join(sandbox.directory, 'nowhere') })
    await expect(git.run(['status'])).rejects.toMatchObject({ code: 'repository_unusable', remedy: expect.stringContaining('Install git') })
  })
})

/** An ended process that nobody has waited for yet, as a container without an init leaves them. */
async function isZombie(pid: number): Promise<boolean> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  return / [ZX] /.test(stat.slice(stat.lastIndexOf(')') + 1))
}
