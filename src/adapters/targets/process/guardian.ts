// The guardian holds the listening socket and keeps one worker alive. It does nothing else, so that nothing else can end it.
import { spawn, type ChildProcess } from 'node:child_process'
import { identityOf } from './identity.ts'
import { replaceFile } from './durable-file.ts'
import { guardianFile } from './places.ts'

/** The listening socket as it is passed on. Nobody but a worker accepts from it, so connections wait in the kernel while there is none. */
export const LISTENER = 3
/** How long a new worker may take to say that it is ready, milliseconds. */
const READY_LIMIT_MS = 15_000
const LONGEST_PAUSE_MS = 2_000

/** What guardian and worker say to each other. */
export type GuardianMessage =
  | { readonly kind: 'ready' }
  | { readonly kind: 'replace'; readonly script: string }
  | { readonly kind: 'stop' }
  | { readonly kind: 'leave' }
  | { readonly kind: 'stay' }

/** Reads a message of the other side; undefined for anything else. */
export function guardianMessage(value: unknown): GuardianMessage | undefined {
  if (typeof value !== 'object' || value === null || !('kind' in value)) return undefined
  if (value.kind === 'replace' && 'script' in value && typeof value.script === 'string') return { kind: 'replace', script: value.script }
  if (value.kind === 'ready' || value.kind === 'stop' || value.kind === 'leave' || value.kind === 'stay') return { kind: value.kind }
  return undefined
}

/** Runs the guardian of a directory until the worker says that all is stopped. */
export function runGuardian(script: string, directory: string): void {
  let current: ChildProcess | undefined
  let isStopping = false
  let pause = 50

  const say = (worker: ChildProcess | undefined, message: GuardianMessage): void => {
    if (worker?.connected === true) worker.send(message, () => undefined)
  }

  /** Starts a worker; `then` is told whether it became ready. */
  const begin = (path: string, then: (isReady: boolean) => void): ChildProcess => {
    const worker = spawn(process.execPath, [path, 'worker', directory], { cwd: directory, detached: true, stdio: ['ignore', 'inherit', 'inherit', LISTENER, 'ipc'] })
    let isAnswered = false
    const answer = (isReady: boolean): void => {
      if (!isAnswered) then(isReady)
      isAnswered = true
    }
    const limit = setTimeout(() => worker.kill('SIGKILL'), READY_LIMIT_MS)
    worker.on('message', (value) => {
      const message = guardianMessage(value)
      if (message?.kind === 'ready') {
        clearTimeout(limit)
        answer(true)
      } else if (message?.kind === 'replace') replace(worker, message.script)
      else if (message?.kind === 'stop') isStopping = true
    })
    const over = (): void => {
      clearTimeout(limit)
      answer(false)
      ended(worker)
    }
    worker.once('exit', over)
    worker.once('error', over)
    return worker
  }

  const ended = (worker: ChildProcess): void => {
    if (worker !== current) return
    current = undefined
    if (isStopping) process.exit(0)
    setTimeout(keep, pause)
    pause = Math.min(LONGEST_PAUSE_MS, pause * 2)
  }

  const keep = (): void => {
    current = begin(script, (isReady) => {
      if (!isReady) return
      pause = 50
      // Whoever started us may go now.
      if (process.connected) process.send?.({ kind: 'ready' } satisfies GuardianMessage, () => process.disconnect())
    })
  }

  /** A new worker first, then the old one leaves: somebody accepts at every moment. */
  const replace = (old: ChildProcess, path: string): void => {
    const fresh: ChildProcess = begin(path, (isReady) => {
      if (!isReady) {
        say(old, { kind: 'stay' })
        return
      }
      script = path
      current = fresh
      say(old, { kind: 'leave' })
    })
  }

  process.on('SIGHUP', () => undefined)
  process.on('SIGINT', () => undefined)
  process.on('SIGTERM', () => {
    isStopping = true
    say(current, { kind: 'stop' })
  })
  replaceFile(guardianFile(directory), JSON.stringify(identityOf(process.pid)))
  keep()
}
