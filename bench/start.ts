// What it costs to start the action: `node dist/index.js` until it first reads an input, against `node -e 0`. Beside it, what it
// costs to refuse an input, which loads what says so. Runs alternate, so that load on the machine hits all alike.
// `node bench/start.ts`; the last line is JSON.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const RUNS = 20
const AIM_MS = 40
const READ = 42
/** Ends the process at the first look at an input. */
const TRAP = `data:text/javascript,${encodeURIComponent(`
const stop = () => process.reallyExit(${READ})
const isInput = (key) => typeof key === 'string' && key.startsWith('INPUT_')
process.env = new Proxy(process.env, {
  get: (env, key) => (isInput(key) ? stop() : env[key]),
  has: (env, key) => (isInput(key) ? stop() : key in env),
  ownKeys: () => stop(),
})`)}`
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
const read: number[] = []
const refused: number[] = []
for (let run = 0; run < RUNS; run += 1) {
  empty.push(time(['-e', '0'], env).ms)
  const reading = time(['--import', TRAP, door], env)
  if (reading.status !== READ) throw new Error(`dist/index.js never looked at an input (status ${reading.status ?? 'none'}):\n${reading.output}`)
  read.push(reading.ms)
  const refusing = time([door], env)
  if (refusing.status === 0 || !refusing.output.includes('nonsense')) throw new Error(`dist/index.js did not refuse the command "nonsense" (status ${refusing.status ?? 'none'}):\n${refusing.output}`)
  refused.push(refusing.ms)
}
const rounded = (values: readonly number[]): number => Number(median(values).toFixed(1))
const [value, refusal, reference] = [rounded(read), rounded(refused), rounded(empty)] as const
console.log(`node dist/index.js to the first input: ${value} ms; to a refusal: ${refusal} ms; node -e 0: ${reference} ms (medians of ${RUNS} alternating runs)`)
console.log(JSON.stringify({ name: 'start', unit: 'ms', value, refusal, reference, added: Number((value - reference).toFixed(1)), aim: `+${AIM_MS} ms` }))
