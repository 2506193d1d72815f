import { setTimeout as sleep } from 'node:timers/promises'
import { AdapterError, messageOf } from '../../../errors.ts'
import { lives } from './identity.ts'
import { askSocket } from './json-http.ts'
import { guardianFile, readPlace, workerFile } from './places.ts'
import { readJsonFile } from './durable-file.ts'
import type { Place, Status, Wanted } from './protocol.ts'

/** How long one question may take, and how long a supervisor that lives may be silent while it is replaced, milliseconds. */
const QUESTION_MS = 10_000
const SILENCE_MS = 10_000

/** The supervisor's state, or undefined when none runs. A supervisor whose worker is just being replaced is waited for. */
export async function readStatus(directory: string, signal: AbortSignal): Promise<{ readonly place: Place; readonly status: Status } | undefined> {
  const from = performance.now()
  for (;;) {
    const place = readPlace(directory)
    if (place === undefined) return undefined
    try {
      const answer = await askSocket(place.socket, { method: 'GET', path: '/status', signal: questionSignal(signal) })
      // The supervisor is ours, its script checked by hash; what it says is not parsed again.
      if (answer.status === 200) return { place, status: answer.value as Status }
      throw new AdapterError({ code: 'target_unreachable', message: `the supervisor of ${directory} answered with status ${answer.status}`, remedy: `Read ${directory}/supervisor.log.` })
    } catch (error) {
      if (error instanceof AdapterError) throw error
      if (signal.aborted) throw signal.reason
      if (!isSupervised(directory)) return undefined
      if (performance.now() - from > SILENCE_MS) {
        throw new AdapterError({ code: 'target_unreachable', message: `the supervisor of ${directory} runs and does not answer: ${messageOf(error)}`, remedy: `Read ${directory}/supervisor.log.`, cause: error })
      }
      await sleep(50, undefined, { signal })
    }
  }
}

/** Replaces what is wanted. Throws `fenced_out` when a newer lease was seen. */
export async function applyWanted(directory: string, change: { readonly fence: number; readonly wanted: Wanted }, signal: AbortSignal): Promise<Status> {
  const from = performance.now()
  for (;;) {
    const answer = await ask(directory, '/apply', change, signal)
    if (answer?.status === 200) return answer.value as Status
    const problem = problemOf(answer?.value)
    // Repeating is safe: a change replaces everything, and its fence says whose it is.
    if ((answer === undefined || answer.status === 503) && performance.now() - from < SILENCE_MS) {
      await sleep(50, undefined, { signal })
      continue
    }
    const code = problem.code === 'fenced_out' ? 'fenced_out' : 'target_unreachable'
    throw new AdapterError({ code, message: `the supervisor of ${directory} refused: ${problem.message}`, remedy: code === 'fenced_out' ? 'Another run has taken this environment over; look at `status`.' : `Read ${directory}/supervisor.log.` })
  }
}

/** Asks for a worker from another script. */
export async function handOver(directory: string, script: string, signal: AbortSignal): Promise<void> {
  await ask(directory, '/handover', { script }, signal)
}

/** Asks the supervisor to stop everything; false when none answers. */
export async function askToStop(directory: string, signal: AbortSignal): Promise<boolean> {
  return (await ask(directory, '/stop', {}, signal))?.status === 202
}

async function ask(directory: string, path: string, body: unknown, signal: AbortSignal): Promise<{ readonly status: number; readonly value: unknown } | undefined> {
  const place = readPlace(directory)
  if (place === undefined) return undefined
  try {
    return await askSocket(place.socket, { method: 'POST', path, body, signal: questionSignal(signal) })
  } catch {
    if (signal.aborted) throw signal.reason
    return undefined
  }
}

function questionSignal(signal: AbortSignal): AbortSignal {
  return AbortSignal.any([signal, AbortSignal.timeout(QUESTION_MS)])
}

function problemOf(value: unknown): { readonly code: string; readonly message: string } {
  const isProblem = typeof value === 'object' && value !== null && 'code' in value && 'message' in value
  return isProblem ? { code: String(value.code), message: String(value.message) } : { code: 'unknown', message: 'it gave no answer' }
}

/** Whether the directory's guardian lives, or a worker that is about to get another one. */
export function isSupervised(directory: string): boolean {
  return [guardianFile(directory), workerFile(directory)].some((path) => {
    const value = readJsonFile(path)
    if (typeof value !== 'object' || value === null || !('pid' in value) || !('startTime' in value)) return false
    return typeof value.pid === 'number' && typeof value.startTime === 'string' && lives({ pid: value.pid, startTime: value.startTime })
  })
}
