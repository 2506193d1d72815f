// How long packing takes against `tar cf - | sha256sum` over the same files in the same run, and how much memory it needs.
// Packing does more: it also hashes and searches every file and writes the layer to disk, synced.
// `node bench/pack.ts` makes 1 GiB in 10,000 files; PACK_MIB and PACK_FILES make it smaller, PACK_RUNS (3) sets the repetitions.
// Half of the files are random bytes, half are text. Needs tar and sha256sum.
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ociLayout } from '../src/adapters/registry/oci-layout.ts'

const number = (name: string, otherwise: number): number => Number(process.env[name] ?? otherwise)
const MIB = number('PACK_MIB', 1024)
const FILES = number('PACK_FILES', 10_000)
const RUNS = number('PACK_RUNS', 3)
const WORDS = 'const function return await import from export default value index length options error message string number object promise'.split(' ')

function makeFiles(root: string): void {
  const size = Math.floor((MIB * 2 ** 20) / FILES)
  const random = randomBytes(size + FILES)
  const line = Array.from({ length: 4000 }, (_, i) => `${WORDS[(i * 7919) % WORDS.length]}${i % 13 === 0 ? '\n' : ' '}`).join('')
  const text = Buffer.from(line.repeat(Math.ceil((size + FILES) / line.length)))
  for (let i = 0; i < FILES; i++) {
    const folder = join(root, `d${i % 100}`)
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, `f${i}`), (i % 2 === 0 ? random : text).subarray(i, i + size))
  }
}

/** Seconds that `tar cf - <folder> | sha256sum` takes, the two joined by a pipe of the system. */
async function reference(root: string): Promise<number> {
  const start = performance.now()
  const tar = spawn('tar', ['cf', '-', '.'], { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] })
  const sum = spawn('sha256sum', [], { stdio: [tar.stdout, 'ignore', 'inherit'] })
  tar.stdout.destroy()
  const code = await new Promise((resolve) => sum.once('close', resolve))
  if (code !== 0) throw new Error(`sha256sum ended with ${String(code)}`)
  return (performance.now() - start) / 1000
}

async function ours(root: string, store: string): Promise<number> {
  const start = performance.now()
  await ociLayout(store).pack({ files: ['.'], root, annotations: {} })
  return (performance.now() - start) / 1000
}

const folder = mkdtempSync(join(tmpdir(), 'flowspec-bench-pack-'))
try {
  makeFiles(join(folder, 'files'))
  const runs: { readonly ours: number; readonly reference: number }[] = []
  console.log(`${MIB} MiB in ${FILES} files\nrun   ours s   tar|sha256sum s   ratio`)
  for (let i = 0; i < RUNS; i++) {
    const run = { reference: await reference(join(folder, 'files')), ours: await ours(join(folder, 'files'), join(folder, 'store')) }
    runs.push(run)
    console.log(`${String(i + 1).padStart(3)} ${run.ours.toFixed(2).padStart(8)} ${run.reference.toFixed(2).padStart(17)} ${(run.ours / run.reference).toFixed(2).padStart(7)}`)
  }
  const middle = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
  const result = { ours: middle(runs.map((run) => run.ours)), reference: middle(runs.map((run) => run.reference)) }
  const peak = process.resourceUsage().maxRSS / 1024
  console.log(`median; peak memory ${peak.toFixed(0)} MiB`)
  const [value, against] = [round(result.ours), round(result.reference)]
  const ratio = round(value / against)
  console.log(JSON.stringify({ name: 'pack', unit: 's', value, reference: against, ratio, aim: 'ratio at most 1.2', ours_s: value, reference_s: against, peak_mib: Math.round(peak) }))
} finally {
  rmSync(folder, { recursive: true, force: true })
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000
}
