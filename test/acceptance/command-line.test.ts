import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { COMMANDS, INPUT_KEYS } from '../../src/contract.ts'
import { VERSION } from '../../src/version.ts'
import { brokenInvariants } from '../support/invariants.ts'
import { runCli, type Ended } from '../support/runner.ts'
import { survivors } from '../support/survivors.ts'
import { createWorkspace, quickConfig, type Workspace } from '../support/workspace.ts'

let workspace: Workspace

/** The whole chain by hand, on the stack `node` with an SBOM from its lock file. */
beforeAll(() => {
  workspace = createWorkspace({ operate: quickConfig().replace('stack: files', 'stack: node') })
  // The tool that reads lock files, as a team has it that installs it; otherwise it is fetched.
  mkdirSync(join(workspace.root, 'node_modules/@cyclonedx'), { recursive: true })
  symlinkSync(join(import.meta.dirname, '../../node_modules/@cyclonedx/cyclonedx-npm'), join(workspace.root, 'node_modules/@cyclonedx/cyclonedx-npm'))
  workspace.git('config', 'user.name', 'Dana')
  workspace.git('config', 'user.email', 'dana@example.com')
  workspace.release({ release: { version: '1.0.0' } })
})
afterAll(() => workspace.remove())

async function said(argv: readonly string[]): Promise<Ended> {
  const ran = await runCli(workspace, argv)
  // Nobody reads a cursor movement in a file, and no command of a runner belongs on a terminal.
  expect(ran.log).not.toContain('\u001b')
  expect(ran.log).not.toMatch(/^::/m)
  expect(survivors(workspace)).toEqual([])
  return ran
}

async function digest(environment: string): Promise<string> {
  return (await workspace.state(environment)).live?.digest ?? 'none'
}

describe('the command line', () => {
  it('[K4] tells its version and explains itself', async () => {
    expect(await said(['--version'])).toMatchObject({ code: 0, stdout: `${VERSION}\n`, stderr: '' })
    const help = await said(['--help'])
    expect(help.code).toBe(0)
    for (const command of COMMANDS) expect(help.stdout).toContain(command)
    const pages = await Promise.all((['run', 'rollback', 'deploy'] as const).map((command) => runCli(workspace, [command, '--help'])))
    const all = pages.map((page) => page.stdout).join('')
    for (const input of INPUT_KEYS.filter((key) => key !== 'command')) expect(all).toMatch(new RegExp(`--(no-)?${input}\\b`))
  })

  it('[B1, C1, D1, D2, F1] goes from gate to finalize step by step, by digest', async () => {
    expect((await said(['gate', '--task-id', 'task-1'])).code).toBe(0)
    const packaged = await said(['package', '--version', '1.0.0'])
    const name = /sha256:[0-9a-f]{64}/.exec(packaged.stdout)?.[0] ?? ''
    expect({ code: packaged.code, name }).toMatchObject({ code: 0, name: expect.stringMatching(/^sha256:/) })
    expect((await said(['package', '--version', '1.0.0'])).stdout).toContain(name)
    const verified = await said(['verify', '--digest', name])
    expect(verified.code).toBe(0)
    expect(verified.stdout).toContain('ok')
    const early = await said(['deploy', '--environment', 'production', '--task-id', 'task-1', '--digest', name])
    expect({ code: early.code, live: await digest('production') }).toEqual({ code: 2, live: 'none' })
    expect(early.log).toContain('was never verified in staging')
    expect((await said(['deploy', '--environment', 'staging', '--task-id', 'task-1', '--digest', name])).code).toBe(0)
    expect((await said(['deploy', '--environment', 'production', '--task-id', 'task-1', '--digest', name])).code).toBe(0)
    expect([await workspace.live('staging'), await workspace.live('production')]).toEqual([name, name])
    expect(workspace.labels('task-1')).toEqual(['backend', 'workflow:Validated'])
    expect((await said(['finalize', '--task-id', 'task-1'])).code).toBe(0)
    expect(workspace.labels('task-1')).toEqual(['backend', 'workflow:Deployed'])
    expect(workspace.git('rev-parse', 'v1.0.0^{commit}')).toBe(workspace.head())
    expect(await brokenInvariants(workspace)).toEqual([])
  })

  it('[E6, A7] does it all in one with run', async () => {
    workspace.release({ release: { version: '2.0.0' }, task: 'task-2', title: 'Say hello faster' })
    const ran = await said(['run', '--task-id', 'task-2', '--version', '2.0.0'])
    expect(ran.code).toBe(0)
    expect(ran.stdout).toContain('2.0.0 is live')
    expect(workspace.labels('task-2')).toEqual(['backend', 'workflow:Deployed'])
    expect((await workspace.state('production')).live).toMatchObject({ version: '2.0.0', actor: 'Dana', task: 'task-2' })
  })

  it('[K5] says what runs where, since when, by whom, and how well deploying goes', async () => {
    const { stdout, code } = await said(['status'])
    expect(code).toBe(0)
    for (const words of ['staging', 'production', '2.0.0', 'Dana', 'task-2', 'chain intact', 'lead time', 'change failure rate']) expect(stdout).toContain(words)
  })

  it('[G1, A7] rolls back', async () => {
    const ran = await said(['rollback', '--reason', 'customers see an old price'])
    expect(ran.code).toBe(0)
    expect((await workspace.state('production')).live?.version).toBe('1.0.0')
    expect(workspace.labels('task-2')).toEqual(['backend', 'workflow:Validated'])
  })

  it('[G2] finds nothing to repair where all is well', async () => {
    const ran = await said(['reconcile'])
    expect(ran.code).toBe(0)
    expect(ran.stdout).toContain('nothing to repair')
  })

  it('[B2] stops before production when asked to, and says how to go on', async () => {
    workspace.release({ release: { version: '3.0.0' }, task: 'task-3', title: 'Wait for someone' })
    const ran = await said(['run', '--task-id', 'task-3', '--version', '3.0.0', '--no-auto-deploy'])
    expect(ran.code).toBe(0)
    expect((await workspace.state('staging')).live?.version).toBe('3.0.0')
    expect((await workspace.state('production')).live?.version).toBe('1.0.0')
    expect(ran.log).toMatch(/deploy --environment production --digest\s+sha256:/)
    expect(workspace.labels('task-3')).toEqual(['backend', 'workflow:Validated'])
  })
})
