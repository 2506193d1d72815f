import { setTimeout as sleep } from 'node:timers/promises'
import { AdapterError } from '../../../errors.ts'
import { askToStop, isSupervised, readStatus } from './client.ts'
import { replaceFile } from './durable-file.ts'
import { lives } from './identity.ts'
import { readSaved, stateFile } from './places.ts'
import { stopProcess } from './stop-process.ts'

/** How long draining and stopping everything may take, milliseconds. */
const LIMIT_MS = 120_000

/**
 * Stops a target: its releases are drained and ended, then the supervisor ends. What was wanted stays written down, so the next
 * deployment brings it back. Idempotent. Processes that a killed supervisor left are ended too (invariant I12).
 */
export async function stopSupervisor(directory: string): Promise<void> {
  const signal = AbortSignal.timeout(LIMIT_MS)
  const running = await readStatus(directory, signal).catch(() => undefined)
  if (running !== undefined && (await askToStop(directory, signal))) {
    while (isSupervised(directory)) {
      if (signal.aborted) throw new AdapterError({ code: 'target_unreachable', message: `the supervisor of ${directory} did not stop`, remedy: `End the process ${running.status.guardian}.` })
      await sleep(20)
    }
  }
  const saved = readSaved(directory)
  if (saved === undefined) return
  const left = saved.processes.filter((process) => lives(process.identity))
  await Promise.all(left.map((process) => stopProcess(process.identity, process.drainMs)))
  replaceFile(stateFile(directory), JSON.stringify({ ...saved, processes: [] }))
}
