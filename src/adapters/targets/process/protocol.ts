// What the operator and the supervisor say to each other, and what the supervisor writes down.
import { parseDigest, type Digest } from '../../../domain/artifact/digest.ts'
import type { Counters } from '../../../domain/health/reading.ts'
import type { ProcessIdentity } from './identity.ts'

/** Raised when an older supervisor could not understand a newer operator. */
export const PROTOCOL = 1

/** How the processes of one release are run. */
export interface RunSpec {
  readonly argv: readonly [string, ...string[]]
  readonly env: Readonly<Record<string, string>>
  /** Unpacked release: the working directory of its processes. */
  readonly cwd: string
  readonly logs: string
  readonly ready?: string
  readonly startLimitMs: number
  readonly drainMs: number
}

export interface WantedRelease {
  readonly digest: Digest
  readonly version: string
  readonly weight: number
  readonly instances: number
  readonly run: RunSpec
}

/** Everything that should run; replaces what was wanted before, at once. */
export interface Wanted {
  readonly boundsMs: readonly number[]
  readonly upstreamTimeoutMs: number
  readonly releases: readonly WantedRelease[]
}

/** One process as written down, so that the next supervisor finds it again. */
export interface SavedProcess {
  readonly slot: string
  readonly digest: Digest
  readonly identity: ProcessIdentity
  readonly port: number
  readonly log: string
  readonly isReady: boolean
  readonly restarts: number
  /** On its way out, with the time it may take to end once it is told to. */
  readonly isStopping: boolean
  readonly drainMs: number
}

export interface Saved {
  readonly schema: 1
  /** Highest fence ever seen. */
  readonly fence: number
  readonly wanted: Wanted
  readonly processes: readonly SavedProcess[]
}

export interface SlotStatus {
  readonly id: string
  readonly pid?: number
  readonly health: 'starting' | 'healthy' | 'unhealthy' | 'stopped'
  readonly address?: string
  readonly restarts: number
  /** It ended several times in a row before it was ready, or at once after it was. */
  readonly isCrashLooping: boolean
  readonly lastExit?: string
  readonly log: string
  readonly rssBytes?: number
  readonly cpuSeconds?: number
}

export interface ReleaseStatus extends WantedRelease {
  readonly slots: readonly SlotStatus[]
  readonly counters: Counters
}

export interface Status {
  readonly protocol: number
  /** First 16 hex digits of the SHA-256 of the supervisor's script. */
  readonly script: string
  readonly pid: number
  readonly guardian: number
  readonly at: number
  readonly epoch: string
  readonly boundsMs: readonly number[]
  readonly upstreamTimeoutMs: number
  readonly fence: number
  readonly releases: readonly ReleaseStatus[]
  /** Processes that are being drained or stopped, by digest. */
  readonly stopping: readonly Digest[]
}

/** Where the public address and the control socket of one directory are; written by the operator that started the supervisor. */
export interface Place {
  readonly schema: 1
  readonly service: string
  readonly environment: string
  readonly host: string
  readonly port: number
  readonly socket: string
}

export const NOTHING_WANTED: Wanted = { boundsMs: [50, 100, 200, 400, 800, 1600, 3200], upstreamTimeoutMs: 60_000, releases: [] }

/** Thrown by the parsers below; the message names the field. */
export class ProtocolError extends Error {}

type Fields = Readonly<Record<string, unknown>>

function fields(value: unknown, where: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new ProtocolError(`${where} is not an object`)
  return value as Fields
}

function text(value: unknown, where: string): string {
  if (typeof value !== 'string') throw new ProtocolError(`${where} is not a text`)
  return value
}

function number(value: unknown, where: string): number {
  if (typeof value !== 'number' || !Number.isFinite(value) || value < 0) throw new ProtocolError(`${where} is not a number from 0 up`)
  return value
}

function list<T>(value: unknown, where: string, item: (item: unknown, where: string) => T): readonly T[] {
  if (!Array.isArray(value)) throw new ProtocolError(`${where} is not a list`)
  return value.map((each: unknown, index) => item(each, `${where}[${index}]`))
}

function digest(value: unknown, where: string): Digest {
  const found = parseDigest(text(value, where))
  if (!found.ok) throw new ProtocolError(`${where} is not a digest`)
  return found.value
}

function parseRun(value: unknown, where: string): RunSpec {
  const run = fields(value, where)
  const [program, ...args] = list(run['argv'], `${where}.argv`, text)
  if (program === undefined) throw new ProtocolError(`${where}.argv is empty`)
  const env = Object.entries(fields(run['env'], `${where}.env`)).map(([name, each]) => [name, text(each, `${where}.env.${name}`)] as const)
  return {
    argv: [program, ...args],
    env: Object.fromEntries(env),
    cwd: text(run['cwd'], `${where}.cwd`),
    logs: text(run['logs'], `${where}.logs`),
    ...(run['ready'] === undefined ? {} : { ready: text(run['ready'], `${where}.ready`) }),
    startLimitMs: number(run['startLimitMs'], `${where}.startLimitMs`),
    drainMs: number(run['drainMs'], `${where}.drainMs`),
  }
}

function parseRelease(value: unknown, where: string): WantedRelease {
  const release = fields(value, where)
  const weight = number(release['weight'], `${where}.weight`)
  if (weight > 100) throw new ProtocolError(`${where}.weight is above 100`)
  return {
    digest: digest(release['digest'], `${where}.digest`),
    version: text(release['version'], `${where}.version`),
    weight,
    instances: Math.floor(number(release['instances'], `${where}.instances`)),
    run: parseRun(release['run'], `${where}.run`),
  }
}

/** Parses what is wanted; throws ProtocolError. */
export function parseWanted(value: unknown): Wanted {
  const wanted = fields(value, 'wanted')
  const releases = list(wanted['releases'], 'wanted.releases', parseRelease)
  if (new Set(releases.map((release) => release.digest)).size < releases.length) throw new ProtocolError('wanted.releases names a digest twice')
  if (releases.reduce((sum, release) => sum + release.weight, 0) > 100) throw new ProtocolError('the weights add up to more than 100')
  return {
    boundsMs: list(wanted['boundsMs'], 'wanted.boundsMs', number),
    upstreamTimeoutMs: number(wanted['upstreamTimeoutMs'], 'wanted.upstreamTimeoutMs'),
    releases,
  }
}

/** Parses a change with its fence; throws ProtocolError. */
export function parseChange(value: unknown): { readonly fence: number; readonly wanted: Wanted } {
  const change = fields(value, 'the change')
  return { fence: number(change['fence'], 'fence'), wanted: parseWanted(change['wanted']) }
}

function parseProcess(value: unknown, where: string): SavedProcess {
  const saved = fields(value, where)
  const identity = fields(saved['identity'], `${where}.identity`)
  return {
    slot: text(saved['slot'], `${where}.slot`),
    digest: digest(saved['digest'], `${where}.digest`),
    identity: { pid: number(identity['pid'], `${where}.identity.pid`), startTime: text(identity['startTime'], `${where}.identity.startTime`) },
    port: number(saved['port'], `${where}.port`),
    log: text(saved['log'], `${where}.log`),
    isReady: saved['isReady'] === true,
    restarts: number(saved['restarts'], `${where}.restarts`),
    isStopping: saved['isStopping'] === true,
    drainMs: number(saved['drainMs'], `${where}.drainMs`),
  }
}

/** Parses the supervisor's state; throws ProtocolError. */
export function parseSaved(value: unknown): Saved {
  const saved = fields(value, 'the state')
  if (saved['schema'] !== 1) throw new ProtocolError(`the state has schema ${String(saved['schema'])}, this version knows 1`)
  return {
    schema: 1,
    fence: number(saved['fence'], 'fence'),
    wanted: parseWanted(saved['wanted']),
    processes: list(saved['processes'], 'processes', parseProcess),
  }
}

/** Parses where the supervisor is; throws ProtocolError. */
export function parsePlace(value: unknown): Place {
  const place = fields(value, 'the place')
  if (place['schema'] !== 1) throw new ProtocolError(`the place has schema ${String(place['schema'])}, this version knows 1`)
  return {
    schema: 1,
    service: text(place['service'], 'service'),
    environment: text(place['environment'], 'environment'),
    host: text(place['host'], 'host'),
    port: number(place['port'], 'port'),
    socket: text(place['socket'], 'socket'),
  }
}
