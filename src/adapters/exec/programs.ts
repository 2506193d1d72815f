import { spawn, type ChildProcess } from 'node:child_process'
import { AdapterError, messageOf, StoppedError } from '../../errors.ts'
import type { Programs } from '../../ports.ts'
import { outputTail } from './output-tail.ts'
import { endGroup } from './process-group.ts'

/** How long a program that is told to end may take before it is killed, milliseconds. */
const GRACE_MS = 2_000
/** How long output may still arrive after the program has ended, milliseconds. */
const LAST_OUTPUT_MS = 500

type Ending = { readonly kind: 'exit'; readonly code: number | undefined; readonly signal?: string } | { readonly kind: 'timeout' } | { readonly kind: 'abort' }

/**
 * Runs programs by argv in process groups of their own. What a program leaves running is killed when it ends, and nothing that it
 * leaves behind can keep us waiting (FAULTS D17, G11, G13, I30). The environment is ours without what belongs to the action itself
 * (`INPUT_*`, `ACTIONS_*`), with `env` laid over it. Throws `bad_input` when the program cannot be started and StoppedError
 * `cancelled` when the signal is aborted.
 */
export function programs(): Programs {
  return {
    async run(argv, options) {
      if (options.signal.aborted) throw stopped(argv[0], options.signal)
      const [program, ...args] = argv
      const child = spawn(program, args, {
        cwd: options.cwd,
        env: { ...inheritedEnvironment(process.env), ...options.env },
        detached: true,
        stdio: [options.stdin === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
        windowsHide: true,
      })
      const stdout = outputTail()
      const stderr = outputTail()
      child.stdout?.on('data', (chunk: Buffer) => stdout.add(chunk))
      child.stderr?.on('data', (chunk: Buffer) => stderr.add(chunk))
      // A program that does not read its input closes the pipe; that is its right.
      child.stdin?.on('error', () => undefined)
      child.stdin?.end(options.stdin)
      const closed = new Promise<void>((resolve) => child.once('close', () => resolve()))
      const ending = await endingOf(child, program, options)
      if (child.pid !== undefined) await endGroup(child.pid, GRACE_MS)
      await Promise.race([closed, delay(LAST_OUTPUT_MS)])
      child.stdout?.destroy()
      child.stderr?.destroy()
      if (ending.kind === 'abort') throw stopped(program, options.signal)
      const output = { stdout: stdout.text(), stderr: stderr.text() }
      if (ending.kind === 'timeout') return { code: undefined, timedOut: true, ...output }
      return { code: ending.code, ...(ending.signal === undefined ? {} : { signal: ending.signal }), timedOut: false, ...output }
    },
  }
}

/** Our environment without the variables that carry the action's own inputs and tokens. */
export function inheritedEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !/^(INPUT|ACTIONS|STATE)_/i.test(name)))
}

function endingOf(child: ChildProcess, program: string, options: { readonly timeoutMs: number; readonly signal: AbortSignal }): Promise<Ending> {
  return new Promise<Ending>((resolve, reject) => {
    const onAbort = (): void => finish({ kind: 'abort' })
    const timer = setTimeout(() => finish({ kind: 'timeout' }), options.timeoutMs)
    const release = (): void => {
      clearTimeout(timer)
      options.signal.removeEventListener('abort', onAbort)
    }
    const finish = (ending: Ending): void => {
      release()
      resolve(ending)
    }
    options.signal.addEventListener('abort', onAbort, { once: true })
    child.once('exit', (code, signal) => finish({ kind: 'exit', code: code ?? undefined, ...(signal === null ? {} : { signal }) }))
    child.on('error', (cause) => {
      // A child that has a pid was started; later errors (a failed kill) do not matter, its exit does.
      if (child.pid !== undefined) return
      release()
      reject(
        new AdapterError({
          code: 'bad_input',
          message: `the program ${program} could not be started: ${messageOf(cause)}`,
          remedy: 'Check that it is installed, executable and on the PATH, and that the working directory exists.',
          cause,
        }),
      )
    })
  })
}

function stopped(program: string, signal: AbortSignal): StoppedError {
  return new StoppedError({ code: 'cancelled', message: `${program} was stopped: ${messageOf(signal.reason)}`, cause: signal.reason })
}

function delay(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
