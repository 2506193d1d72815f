import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inheritedEnvironment, programs } from '../../../src/adapters/exec/programs.ts'
import { versionOf } from '../../../src/adapters/exec/version-of.ts'
import { identityOf } from '../../../src/adapters/targets/process/identity.ts'

let cwd: string
beforeEach(() => {
  cwd = realpathSync(mkdtempSync(join(tmpdir(), 'flowspec-programs-')))
})
afterEach(() => rmSync(cwd, { recursive: true, force: true }))

const node = (script: string, ...args: readonly string[]): readonly [string, ...string[]] => [process.execPath, '-e', script, ...args]
const run = (argv: readonly [string, ...string[]], options: Partial<Parameters<ReturnType<typeof programs>['run']>[1]> = {}): ReturnType<ReturnType<typeof programs>['run']> =>
  programs().run(argv, { cwd, timeoutMs: 20_000, signal: new AbortController().signal, ...options })

async function gone(file: string): Promise<boolean> {
  const pid = Number(readFileSync(join(cwd, file), 'utf8'))
  for (let tries = 0; tries < 500 && identityOf(pid) !== undefined; tries += 1) await new Promise((resolve) => setTimeout(resolve, 10))
  return identityOf(pid) === undefined
}

/** Starts a grandchild that ignores SIGTERM, keeps our pipes open and writes its number down. */
const GRANDCHILD = `
  const child = require('node:child_process').spawn(process.execPath, ['-e', 'process.on("SIGTERM", () => 0); require("node:fs").writeFileSync("grandchild", String(process.pid)); setInterval(() => 0, 1000)'], { stdio: 'inherit' })
  const wait = (then) => require('node:fs').existsSync('grandchild') ? then() : setTimeout(wait, 10, then)
`

describe('running a program', () => {
  it.each([
    [0, 'process.exit(0)'],
    [1, 'process.exit(1)'],
    [42, 'process.exit(42)'],
    [1, 'process.exit(257)'],
  ])('[D2] reports exit code %i (I29)', async (code, script) => {
    expect(await run(node(script))).toMatchObject({ code, timedOut: false })
  })

  it('[D2] reports a program that ended itself by a signal as that, never as success (G11)', async () => {
    const ran = await run(node('process.kill(process.pid, "SIGKILL")'))
    expect([ran.code, ran.signal, ran.timedOut]).toEqual([undefined, 'SIGKILL', false])
  })

  it('[D2] passes arguments as they are, gives the directory, the environment and the input (M01)', async () => {
    const hostile = ['$(id)', '`id`', "'; exit 3", '--flag', 'a\nb', '%0A::add-path::x', '🙂']
    const script = 'let t = ""; process.stdin.on("data", (d) => t += d).on("end", () => console.log(JSON.stringify([process.argv.slice(1), process.cwd(), process.env.X, t])))'
    const ran = await run([...node(script), '--', ...hostile], { env: { X: 'y' }, stdin: 'given' })
    expect(JSON.parse(ran.stdout)).toEqual([hostile, cwd, 'y', 'given'])
  })

  it('[D2] closes the input when there is none, so that nothing waits for it', async () => {
    expect(await run(node('process.stdin.resume().on("end", () => process.exit(5))'))).toMatchObject({ code: 5 })
  })

  it('[D2] kills the whole group when the time is over, whatever ignores SIGTERM (I30)', async () => {
    const ran = await run(node(`process.on('SIGTERM', () => 0); ${GRANDCHILD}; wait(() => console.log('ready')); setInterval(() => 0, 1000)`), { timeoutMs: 1_500 })
    expect(ran).toMatchObject({ code: undefined, timedOut: true, stdout: 'ready\n' })
    expect(await gone('grandchild')).toBe(true)
  })

  it('[D2] kills what a program leaves behind, and does not wait for pipes that it keeps open (G13, D17)', async () => {
    const ran = await run(node(`${GRANDCHILD}; wait(() => { console.log('done'); process.exit(0) })`))
    expect(ran).toMatchObject({ code: 0, stdout: 'done\n' })
    expect(await gone('grandchild')).toBe(true)
  })

  it('[G2] stops the group and throws when it is told to stop (D01)', async () => {
    const controller = new AbortController()
    const running = run(node(`${GRANDCHILD}; setInterval(() => 0, 1000)`), { signal: controller.signal })
    while (!existsSync(join(cwd, 'grandchild'))) await new Promise((resolve) => setTimeout(resolve, 10))
    controller.abort(new Error('SIGINT'))
    await expect(running).rejects.toMatchObject({ code: 'cancelled', message: expect.stringContaining('SIGINT') })
    expect(await gone('grandchild')).toBe(true)
    await expect(run(node('0'), { signal: controller.signal })).rejects.toMatchObject({ code: 'cancelled' })
  })

  it('[D2] keeps the last 64 KiB of an output and survives bytes that are not text (M10)', async () => {
    const ran = await run(node('process.stdout.write("x".repeat(300000) + "the end"); process.stderr.write(Buffer.from([0xff, 0xfe, 0x41, 0xc3]))'))
    expect(ran.stdout).toMatch(/^\[\d+ bytes left out\]\nx+the end$/)
    expect(ran.stdout.length).toBeLessThan(66_000)
    expect(ran.stderr).toBe('\ufffd\ufffdA\ufffd')
  })

  it('[B1] says that a program is not there', async () => {
    await expect(run(['no-such-program-anywhere'])).rejects.toMatchObject({ code: 'bad_input', remedy: expect.stringContaining('PATH') })
    await expect(run(node('0'), { cwd: join(cwd, 'missing') })).rejects.toMatchObject({ code: 'bad_input' })
  })

  it("[D2] keeps the action's own inputs and tokens from programs (I9)", () => {
    expect(inheritedEnvironment({ PATH: 'p', INPUT_TOKEN: 't', ACTIONS_RUNTIME_TOKEN: 't', STATE_x: 's', GITHUB_SHA: 'g' })).toEqual({ PATH: 'p', GITHUB_SHA: 'g' })
  })
})

describe('the version of a program', () => {
  it('[B1] is the first line that it prints', async () => {
    expect(await versionOf(process.execPath)).toBe(process.version)
  })

  it.each(['no-such-program-anywhere', 'node --eval', ''])('[B1] is unknown for %j', async (program) => {
    expect(await versionOf(program)).toBeUndefined()
  })
})
