// A runner as far as an action can tell: files, variables, the signals of a cancelled job, the post step in a process of its own.
import { spawn, type ChildProcess } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { commandsIn, inputVariables, readPairs, stepFiles, type Command } from './runner-files.ts'
import { survivors } from './survivors.ts'
import type { Workspace } from './workspace.ts'

/** The bundle under test; a build elsewhere is tested by naming it. */
export const DIST = resolve(process.env['OPERATE_DIST'] ?? join(import.meta.dirname, '..', '..', 'dist'))

/** Longest time that any process of a test may take, milliseconds. */
const LIMIT_MS = 150_000

export interface Ended {
  readonly code: number | undefined
  readonly signal: NodeJS.Signals | undefined
  readonly stdout: string
  readonly stderr: string
  /** Both streams as they came. */
  readonly log: string
}

export interface StepEnded extends Ended {
  readonly outputs: Readonly<Record<string, string>>
  readonly state: Readonly<Record<string, string>>
  readonly summary: string
  readonly environment: Readonly<Record<string, string>>
  readonly path: string
  readonly commands: readonly Command[]
}

/** A running process of the product. */
export interface Running<E extends Ended> {
  readonly pid: number
  readonly log: () => string
  readonly ended: Promise<E>
  /** Signals this one process, as the runner does, never its children. */
  signal(name: NodeJS.Signals): void
  /** Resolves when the log says so; rejects when the process ends first. */
  says(text: string | RegExp): Promise<void>
}

export interface Step extends Running<StepEnded> {
  /** Runs the post step with what the main step left in its state file; `state` replaces that. */
  post(state?: Readonly<Record<string, string>>): Promise<StepEnded>
  /** Cancels as the runner does and waits for the end. The waits are the runner's own unless they are given. */
  cancel(waits?: { readonly termAfterMs?: number; readonly killAfterMs?: number }): Promise<StepEnded>
}

export interface StepOptions {
  readonly inputs?: Readonly<Record<string, string>>
  readonly env?: Readonly<Record<string, string | undefined>>
  /** The run this step belongs to; a new one when absent. */
  readonly run?: { readonly id: string; readonly attempt: number }
  readonly job?: string
  readonly event?: unknown
}

let steps = 0

/** Starts `dist/index.js` as a step of a job in this workspace. */
export function startStep(workspace: Workspace, options: StepOptions = {}): Step {
  steps += 1
  const directory = join(workspace.home, `step-${process.pid}-${steps}`)
  const files = stepFiles(directory)
  const event = join(directory, 'event.json')
  writeFileSync(event, JSON.stringify(options.event ?? { action: 'labeled' }))
  const run = options.run ?? { id: String(4_000_000_000 + steps), attempt: 1 }
  const env: NodeJS.ProcessEnv = {
    ...plainEnvironment(workspace),
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_ACTOR: 'dana',
    GITHUB_EVENT_NAME: 'issues',
    GITHUB_EVENT_PATH: event,
    GITHUB_JOB: options.job ?? 'operate',
    GITHUB_REF: 'refs/heads/main',
    GITHUB_REPOSITORY: 'example/hello',
    GITHUB_RUN_ATTEMPT: String(run.attempt),
    GITHUB_RUN_ID: run.id,
    GITHUB_SERVER_URL: 'https://github.com',
    GITHUB_SHA: workspace.head(),
    GITHUB_WORKSPACE: workspace.root,
    RUNNER_OS: 'Linux',
    RUNNER_TEMP: directory,
    RUNNER_TRACKING_ID: `github_${randomUUID()}`,
    ...files,
    ...inputVariables(options.inputs ?? {}),
    ...options.env,
  }
  const main = launch('index.js', [], { cwd: workspace.root, env })
  const ended = main.ended.then((end) => ({ ...end, ...readStep(files), commands: commandsIn(end.log) }))
  const cancel: Step['cancel'] = async ({ termAfterMs = 7_500, killAfterMs = 2_500 } = {}) => {
    main.signal('SIGINT')
    if (await endsWithin(ended, termAfterMs)) return ended
    main.signal('SIGTERM')
    if (await endsWithin(ended, killAfterMs)) return ended
    main.signal('SIGKILL')
    return ended
  }
  const post: Step['post'] = async (state) => {
    const left = state ?? (await ended).state
    const own = stepFiles(join(directory, 'post'))
    const variables = Object.fromEntries(Object.entries(left).map(([name, value]) => [`STATE_${name}`, value]))
    const end = await launch('post.js', [], { cwd: workspace.root, env: { ...env, ...own, ...variables } }).ended
    return { ...end, ...readStep(own), commands: commandsIn(end.log) }
  }
  return { ...main, ended, cancel, post }
}

/** A whole step: main, then post, as in every job that is not shut down. */
export async function runStep(workspace: Workspace, options: StepOptions = {}): Promise<StepEnded & { readonly after: StepEnded; readonly left: readonly string[] }> {
  const step = startStep(workspace, options)
  const main = await step.ended
  const after = await step.post()
  return { ...main, after, left: survivors(workspace) }
}

/** Starts the command line in this workspace, as a person does. */
export function startCli(workspace: Workspace, argv: readonly string[], env: Readonly<Record<string, string | undefined>> = {}): Running<Ended> {
  return launch('cli.js', argv, { cwd: workspace.root, env: { ...plainEnvironment(workspace), ...env } })
}

export function runCli(workspace: Workspace, argv: readonly string[], env: Readonly<Record<string, string | undefined>> = {}): Promise<Ended> {
  return startCli(workspace, argv, env).ended
}

/** What a fresh machine has: no identity for git, no variable of the workflow that runs these tests. */
function plainEnvironment(workspace: Workspace): NodeJS.ProcessEnv {
  const { PATH, TMPDIR, LANG } = process.env
  return { PATH, ...(TMPDIR === undefined ? {} : { TMPDIR }), LANG: LANG ?? 'C.UTF-8', HOME: workspace.home, GIT_CONFIG_NOSYSTEM: '1', TZ: 'UTC' }
}

function launch(door: string, argv: readonly string[], options: { readonly cwd: string; readonly env: NodeJS.ProcessEnv }): Running<Ended> {
  const child = spawn(process.execPath, [join(DIST, door), ...argv], { ...options, stdio: ['ignore', 'pipe', 'pipe'] })
  const texts = { stdout: '', stderr: '', log: '' }
  const listeners = new Set<() => void>()
  const collect = (stream: 'stdout' | 'stderr') => (chunk: string) => {
    texts[stream] += chunk
    texts.log += chunk
    for (const listener of listeners) listener()
  }
  child.stdout.setEncoding('utf8').on('data', collect('stdout'))
  child.stderr.setEncoding('utf8').on('data', collect('stderr'))
  const ended = untilEnded(child, texts)
  return {
    pid: child.pid ?? 0,
    log: () => texts.log,
    ended,
    signal: (name) => void child.kill(name),
    says: (text) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (typeof text === 'string' ? !texts.log.includes(text) : !text.test(texts.log)) return
          listeners.delete(look)
          resolve()
        }
        listeners.add(look)
        look()
        void ended.then(() => reject(new Error(`ended without saying ${String(text)}:\n${texts.log}`)), reject)
      }),
  }
}

/** `exit`, not `close`: a program that outlives the step keeps the pipes open, and that must show as a survivor, not as a hang. */
function untilEnded(child: ChildProcess, texts: { readonly stdout: string; readonly stderr: string; readonly log: string }): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const limit = setTimeout(() => {
      child.kill('SIGKILL')
      reject(new Error(`did not end within ${LIMIT_MS / 1000} s:\n${texts.log}`))
    }, LIMIT_MS)
    child.once('error', reject)
    child.once('exit', (code, signal) => {
      clearTimeout(limit)
      // What was written last may still be in the pipe.
      const grace = setTimeout(finish, 500)
      child.once('close', () => {
        clearTimeout(grace)
        finish()
      })
      function finish(): void {
        resolve({ code: code ?? undefined, signal: signal ?? undefined, ...texts })
      }
    })
  })
}

function readStep(files: Readonly<Record<string, string>>): Omit<StepEnded, keyof Ended | 'commands'> {
  const read = (name: string): string => readFileSync(files[name] ?? '', 'utf8')
  return {
    outputs: readPairs(files['GITHUB_OUTPUT'] ?? ''),
    state: readPairs(files['GITHUB_STATE'] ?? ''),
    environment: readPairs(files['GITHUB_ENV'] ?? ''),
    summary: read('GITHUB_STEP_SUMMARY'),
    path: read('GITHUB_PATH'),
  }
}

async function endsWithin(ended: Promise<unknown>, ms: number): Promise<boolean> {
  const timer = new AbortController()
  try {
    return await Promise.race([ended.then(() => true), sleep(ms, false, { signal: timer.signal })])
  } finally {
    timer.abort()
  }
}
