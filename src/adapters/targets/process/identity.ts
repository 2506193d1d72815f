import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** A process that cannot be mistaken for another: numbers of processes are used again, a number with its start time is not (FAULTS I32). */
export interface ProcessIdentity {
  readonly pid: number
  /** When it started, in the system's own notation; compared, never read. */
  readonly startTime: string
}

interface Seen {
  readonly startTime: string
  readonly isZombie: boolean
}

/** The identity of a running process; undefined when there is none, or only its zombie. */
export function identityOf(pid: number): ProcessIdentity | undefined {
  const seen = look(pid)
  return seen === undefined || seen.isZombie ? undefined : { pid, startTime: seen.startTime }
}

/** Whether exactly this process still runs. */
export function lives(identity: ProcessIdentity): boolean {
  const seen = look(identity.pid)
  return seen !== undefined && !seen.isZombie && seen.startTime === identity.startTime
}

/** Whether the number now belongs to another process, which must not be signalled. */
export function isForeign(identity: ProcessIdentity): boolean {
  const seen = look(identity.pid)
  return seen !== undefined && seen.startTime !== identity.startTime
}

function look(pid: number): Seen | undefined {
  return process.platform === 'linux' ? lookInProc(pid) : lookWithPs(pid)
}

/** The fields of /proc/<pid>/stat after the name, which may itself hold blanks and brackets (proc_pid_stat(5)). */
export function statFields(pid: number): readonly string[] | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return text.slice(text.lastIndexOf(')') + 2).split(' ')
  } catch {
    return undefined
  }
}

function lookInProc(pid: number): Seen | undefined {
  const fields = statFields(pid)
  // Fields 3 (state) and 22 (starttime) of the whole line.
  const startTime = fields?.[19]
  return startTime === undefined ? undefined : { startTime, isZombie: fields?.[0] === 'Z' }
}

function lookWithPs(pid: number): Seen | undefined {
  try {
    const text = execFileSync('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], timeout: 5_000 }).trim()
    const [state = '', ...rest] = text.split(/\s+/)
    return text === '' ? undefined : { startTime: rest.join(' '), isZombie: state.startsWith('Z') }
  } catch {
    return undefined
  }
}

/** Memory and processor time of a process, where the system tells without starting a program. */
export function usageOf(pid: number): { readonly rssBytes?: number; readonly cpuSeconds?: number } {
  if (process.platform !== 'linux') return {}
  const fields = statFields(pid)
  if (fields === undefined) return {}
  const ticks = Number(fields[11]) + Number(fields[12])
  const kib = residentKib(pid)
  // USER_HZ is 100 on every architecture that Node runs on.
  return { cpuSeconds: ticks / 100, ...(kib === undefined ? {} : { rssBytes: kib * 1024 }) }
}

function residentKib(pid: number): number | undefined {
  try {
    const match = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
    return match?.[1] === undefined ? undefined : Number(match[1])
  } catch {
    return undefined
  }
}
