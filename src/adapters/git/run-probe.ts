// Whether the process behind a local run still lives. Wrong towards `finished` would let two runs change one environment, so
// everything that is not certain is `unknown`.
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFile, readlink } from 'node:fs/promises'
import { hostname } from 'node:os'
import { promisify } from 'node:util'
import type { RunRef } from '../../domain/ledger/entry.ts'
import type { RunProbe } from '../../ports.ts'

/** The reference of a run that is this process. `id` must be new for each run (a ULID). */
export async function localRun(id: string, now: number): Promise<RunRef> {
  const [realm, life] = await Promise.all([realmOf(), lifeOf(process.pid)])
  return {
    id,
    attempt: 1,
    host: hostname(),
    pid: process.pid,
    startedAt: now - Math.round(process.uptime() * 1000),
    realm,
    ...(life.kind === 'alive' ? { birth: life.birth } : {}),
  }
}

/** Probes runs of this machine; a run of any other place is `unknown`. */
export function localRunProbe(): RunProbe {
  return { state: stateOf }
}

async function stateOf(run: RunRef): Promise<'running' | 'finished' | 'unknown'> {
  if (run.pid === undefined || run.pid <= 0 || run.realm === undefined || run.host !== hostname() || run.realm !== (await realmOf())) return 'unknown'
  if (!exists(run.pid)) return 'finished'
  const life = await lifeOf(run.pid)
  if (life.kind === 'dead') return 'finished'
  if (life.kind === 'unknown' || run.birth === undefined) return exists(run.pid) ? 'unknown' : 'finished'
  return life.birth === run.birth ? 'running' : 'finished'
}

/** Signal 0 asks whether a process exists; a refusal means that it does and is not ours (kill(2)). */
function exists(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return !(typeof error === 'object' && error !== null && 'code' in error && error.code === 'ESRCH')
  }
}

type Life = { readonly kind: 'alive'; readonly birth: string } | { readonly kind: 'dead' } | { readonly kind: 'unknown' }

/** On Linux the boot and the tick at which the process began (proc(5), field 22); both are exact, unlike any wall clock. */
async function lifeOf(pid: number): Promise<Life> {
  if (process.platform !== 'linux') return lifeByPs(pid)
  try {
    const [boot, stat] = await Promise.all([readFile('/proc/sys/kernel/random/boot_id', 'utf8'), readFile(`/proc/${pid}/stat`, 'utf8')])
    // The name of the program is in parentheses and may hold spaces and parentheses itself.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const [state] = fields
    const ticks = fields[19]
    // A zombie has ended; only its parent has not noticed.
    if (state === 'Z' || state === 'X') return { kind: 'dead' }
    return ticks === undefined ? { kind: 'unknown' } : { kind: 'alive', birth: `${boot.trim()}:${ticks}` }
  } catch {
    return { kind: 'unknown' }
  }
}

async function lifeByPs(pid: number): Promise<Life> {
  try {
    const { stdout } = await promisify(execFile)('ps', ['-o', 'lstart=', '-p', String(pid)], { env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' }, timeout: 10_000 })
    const birth = stdout.trim()
    return birth === '' ? { kind: 'unknown' } : { kind: 'alive', birth }
  } catch {
    return { kind: 'unknown' }
  }
}

/**
 * The machine and process table in which a pid counts. The machine id stays on the machine, so only a hash of it is written, as
 * machine-id(5) asks. A container has a process table of its own and often no machine id.
 */
async function realmOf(): Promise<string> {
  const [machine, table] = await Promise.all([
    readFile('/etc/machine-id', 'utf8').catch(() => ''),
    readlink('/proc/self/ns/pid').catch(() => process.platform),
  ])
  return createHash('sha256').update(`flowspec-operate\n${machine.trim()}\n${table}\n`).digest('hex').slice(0, 24)
}
