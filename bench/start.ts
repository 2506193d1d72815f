// What it costs to start the action: `node dist/index.js` until its inputs are read, against `node -e 0`.
// An input that is refused at once stands for "read": nothing heavier may be loaded before. Runs alternate, so that load on
// the machine hits both alike. `node bench/start.ts`; the last line is JSON.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const RUNS = 20
const AIM_MS = 40
const door = join(dirname(fileURLToPath(import.meta.url)), '..', 'dist', 'index.js')
if (!existsSync(door)) throw new Error('dist/index.js is missing: run `npm run package` first.')

/** Wall-clock milliseconds of one process, and how it ended. */
function time(args: readonly string[], env: NodeJS.ProcessEnv): { readonly ms: number; readonly status: number | null; readonly output: string } {
  const began = process.hrtime.bigint()
  const ran = spawnSync(process.execPath, args, { cwd: tmpdir(), env, encoding: 'utf8' })
  return { ms: Number(process.hrtime.bigint() - began) / 1e6, status: ran.status, output: `${ran.stdout}${ran.stderr}` }
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right)
  const middle = sorted.slice(Math.floor((sorted.length - 1) / 2), Math.floor(sorted.length / 2) + 1)
  return middle.reduce((sum, value) => sum + value, 0) / middle.length
}

// Nothing of the surrounding workflow may reach the measured process, least of all the files that it writes outputs to.
const outside = Object.entries(process.env).filter(([name]) => !/^(GITHUB_|INPUT_|RUNNER_|NODE_OPTIONS$)/.test(name))
const env = { ...Object.fromEntries(outside), INPUT_COMMAND: 'nonsense' }
const empty: number[] = []
const ours: number[] = []
for (let run = 0; run < RUNS; run += 1) {
  empty.push(time(['-e', '0'], env).ms)
  const started = time([door], env)
  if (started.status === 0 || !started.output.includes('nonsense')) throw new Error(`dist/index.js did not refuse the command "nonsense" (status ${started.status ?? 'none'}):\n${started.output}`)
  ours.push(started.ms)
}
const value = median(ours)
const reference = median(empty)
console.log(`node dist/index.js to its inputs: ${value.toFixed(1)} ms; node -e 0: ${reference.toFixed(1)} ms (medians of ${RUNS} alternating runs)`)
console.log(JSON.stringify({ name: 'start', unit: 'ms', value: Number(value.toFixed(1)), reference: Number(reference.toFixed(1)), added: Number((value - reference).toFixed(1)), aim: `+${AIM_MS} ms` }))
