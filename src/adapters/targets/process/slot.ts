import type { ChildProcess } from 'node:child_process'
import { Agent } from 'node:http'
import type { Digest } from '../../../domain/artifact/digest.ts'
import type { ProcessIdentity } from './identity.ts'
import type { RunSpec } from './protocol.ts'

/** Ends in a row, each soon after the start, from which an instance counts as crash-looping. */
const CRASH_LOOP = 3

/** A process of a release that serves or will serve. */
export interface Running {
  readonly identity: ProcessIdentity
  readonly port: number
  readonly log: string
  /** When we first saw it, `performance.now()`. */
  readonly since: number
  /** Absent for a process that an earlier supervisor started. */
  readonly child?: ChildProcess
  readonly agent: Agent
  isReady: boolean
  readySince?: number
  failedProbes: number
  /** Requests that are being answered. */
  inFlight: number
}

/** One place for an instance of a release; its processes come and go. */
export interface Slot {
  readonly id: string
  readonly digest: Digest
  readonly version: string
  run: RunSpec
  running?: Running
  restarts: number
  crashes: number
  lastExit?: string
  isStopping: boolean
  timer?: NodeJS.Timeout
}

/** Idle connections to an instance are given up before most servers do (Node: 5 s), so that a request rarely meets a closing one. */
export function upstreamAgent(): Agent {
  return new Agent({ keepAlive: true, maxFreeSockets: 64, timeout: 4_000 })
}

/** Whether it ended so often that it will not come up by itself. */
export function isCrashLooping(slot: Slot): boolean {
  return slot.crashes >= CRASH_LOOP
}

/** How an instance is, for people and for the gate. */
export function healthOf(slot: Slot): 'starting' | 'healthy' | 'unhealthy' | 'stopped' {
  if (slot.running?.isReady === true) return slot.running.failedProbes >= 3 ? 'unhealthy' : 'healthy'
  if (slot.isStopping) return 'stopped'
  return isCrashLooping(slot) ? 'unhealthy' : 'starting'
}

/** Pause before the next start, milliseconds: at once the first time, then doubling up to ten seconds. */
export function backoffMs(crashes: number): number {
  return crashes <= 1 ? 20 : Math.min(10_000, 200 * 2 ** (crashes - 2))
}
