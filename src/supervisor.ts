// The supervisor of the process target: the guardian, its worker, and three commands for a person at the machine.
import { resolve } from 'node:path'
import { runGuardian } from './adapters/targets/process/guardian.ts'
import { readStatus } from './adapters/targets/process/client.ts'
import { readPlace } from './adapters/targets/process/places.ts'
import { ensureSupervisor } from './adapters/targets/process/start.ts'
import { stopSupervisor } from './adapters/targets/process/stop-supervisor.ts'
import { runWorker } from './adapters/targets/process/worker.ts'

const [script = '', role, directory] = process.argv.slice(1)

if (role === 'guardian' && directory !== undefined) {
  runGuardian(script, directory)
} else if (role === 'worker' && directory !== undefined) {
  await runWorker(script, directory)
} else if (role === 'start' && directory !== undefined) {
  const place = readPlace(resolve(directory))
  if (place === undefined) throw new Error(`nothing was ever deployed into ${directory}`)
  await ensureSupervisor({ ...place, directory: resolve(directory), script: resolve(script), signal: AbortSignal.timeout(60_000) })
} else if (role === 'stop' && directory !== undefined) {
  await stopSupervisor(resolve(directory))
} else if (role === 'status' && directory !== undefined) {
  const found = await readStatus(resolve(directory), AbortSignal.timeout(15_000))
  console.log(JSON.stringify(found?.status ?? { releases: [] }, undefined, 2))
} else {
  console.error('usage: supervisor status|start|stop <directory of the target>')
  process.exitCode = 2
}
