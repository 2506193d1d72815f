// The payload that the runner wrote for the event (FAULTS A14): anything unexpected about it stops the run before it has begun.
import { open } from 'node:fs/promises'
import { readEvent, type RunEvent } from '../../domain/task/event.ts'
import { AdapterError, messageOf } from '../../errors.ts'

/** GitHub sends no larger ones for the events that name tasks. */
const MAX_BYTES = 8 * 1024 * 1024

/** Reads the event of this run; undefined when nothing names one, as on the command line. Throws `bad_event`. */
export async function eventIn(env: NodeJS.ProcessEnv): Promise<RunEvent | undefined> {
  const { GITHUB_EVENT_PATH: path, GITHUB_EVENT_NAME: name } = env
  if (path === undefined || path === '') return undefined
  const event = readEvent(name ?? 'unknown', jsonOf(await textOf(path)))
  if (event.ok) return event.value
  const [problem] = event.problems
  throw new AdapterError({ code: 'bad_event', message: problem.what, remedy: problem.remedy })
}

async function textOf(path: string): Promise<string> {
  try {
    const file = await open(path, 'r')
    try {
      const { size } = await file.stat()
      if (size > MAX_BYTES) throw bad(`it has ${size} bytes, at most ${MAX_BYTES} are read`)
      return await file.readFile('utf8')
    } finally {
      await file.close()
    }
  } catch (error) {
    throw error instanceof AdapterError ? error : bad(messageOf(error), error)
  }
}

function jsonOf(text: string): unknown {
  if (text.trim() === '') throw bad('it is empty')
  try {
    return JSON.parse(text)
  } catch {
    throw bad(`it is no JSON; it ends after ${text.length} characters`)
  }
}

function bad(why: string, cause?: unknown): AdapterError {
  return new AdapterError({
    code: 'bad_event',
    message: `the event of this run (GITHUB_EVENT_PATH) cannot be read: ${why}`,
    remedy: 'The runner writes that file; start the run again, or unset GITHUB_EVENT_PATH and give the task with `task-id`.',
    ...(cause === undefined ? {} : { cause }),
  })
}
