import { spawn } from 'node:child_process'
import { closeSync, copyFileSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { extname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { AdapterError, messageOf } from '../../../errors.ts'
import { handOver, readStatus } from './client.ts'
import { readJsonFile, replaceFile } from './durable-file.ts'
import { minimalEnvironment } from './environment.ts'
import { identityOf, lives } from './identity.ts'
import { openLog } from './instance-log.ts'
import { placeFile, readPlace, socketPath, supervisorLog } from './places.ts'
import { PROTOCOL, type Place, type Status } from './protocol.ts'
import { scriptHash } from './script.ts'
import { errorCode } from '../../exec/error-code.ts'

/** How long a supervisor may take to answer after its start, milliseconds. */
const START_LIMIT_MS = 20_000
/** How long a busy port is tried again when a supervisor of ours may hold it, milliseconds. */
const PORT_PATIENCE_MS = 3_000

export interface StartOptions {
  readonly directory: string
  readonly script: string
  readonly service: string
  readonly environment: string
  readonly host: string
  /** 0: the one remembered, or any free one. */
  readonly port: number
  readonly signal: AbortSignal
}

/** The status of the directory's supervisor, started first when none runs. Throws `target_unreachable` when its port is busy. */
export async function ensureSupervisor(options: StartOptions): Promise<Status> {
  checkPlace(options)
  const running = await readStatus(options.directory, options.signal)
  if (running !== undefined) return running.status
  mkdirSync(options.directory, { recursive: true, mode: 0o700 })
  const lock = await takeStartLock(options)
  try {
    const meanwhile = await readStatus(options.directory, options.signal)
    return meanwhile === undefined ? await start(options) : meanwhile.status
  } finally {
    rmSync(lock, { force: true })
  }
}

/** Makes the running supervisor the one of `script`, without losing a request. */
export async function upgradeSupervisor(options: StartOptions, status: Status): Promise<Status> {
  const hash = scriptHash(options.script)
  if (status.script === hash) return status
  if (status.protocol > PROTOCOL) {
    throw new AdapterError({ code: 'target_unreachable', message: `the supervisor of ${options.directory} is newer than this program`, remedy: 'Use the version that deployed last, or a newer one.' })
  }
  await handOver(options.directory, installScript(options), options.signal)
  return waitFor(options, 'a newer supervisor did not take over', (found) => found.script === hash)
}

/** A directory serves one environment of one service at one address. */
function checkPlace(options: StartOptions): void {
  const place = readPlace(options.directory)
  if (place === undefined) return
  if (place.service !== options.service || place.environment !== options.environment) {
    throw new AdapterError({
      code: 'target_unreachable',
      message: `${options.directory} belongs to ${place.service} in ${place.environment}, not to ${options.service} in ${options.environment}`,
      remedy: 'Give each environment a `directory` of its own.',
    })
  }
  const moved = place.host !== options.host || (options.port !== 0 && place.port !== options.port)
  if (moved) {
    throw new AdapterError({
      code: 'target_unreachable',
      message: `the target listens on ${place.host}:${place.port}, the configuration says ${options.host}:${options.port}`,
      remedy: `Set the address back, or stop what runs and remove ${placeFile(options.directory)}; see the guide on the process target.`,
    })
  }
}

/** Copies the script to where it stays when the operator's own copy goes. Sources are run where they are. */
function installScript(options: StartOptions): string {
  if (extname(options.script) === '.ts') return options.script
  const bin = join(options.directory, 'bin')
  const path = join(bin, `supervisor-${scriptHash(options.script)}.mjs`)
  if (existsSync(path) && scriptHash(path) === scriptHash(options.script)) return path
  mkdirSync(bin, { recursive: true, mode: 0o700 })
  const fresh = `${path}.${process.pid}`
  copyFileSync(options.script, fresh)
  renameSync(fresh, path)
  return path
}

/** Two operators may start at the same time; one does, the other finds what it started. */
async function takeStartLock(options: StartOptions): Promise<string> {
  const path = join(options.directory, 'start.lock')
  const until = performance.now() + START_LIMIT_MS
  for (;;) {
    try {
      writeFileSync(path, JSON.stringify(identityOf(process.pid)), { flag: 'wx', mode: 0o600 })
      return path
    } catch {
      if (performance.now() > until) {
        throw new AdapterError({ code: 'target_unreachable', message: `another process is starting the supervisor of ${options.directory}`, remedy: `Try again; remove ${path} when nothing is being started.` })
      }
      if (isAbandoned(path)) rmSync(path, { force: true })
      else await sleep(50, undefined, { signal: options.signal })
    }
  }
}

function isAbandoned(lock: string): boolean {
  try {
    const holder = readJsonFile(lock)
    if (typeof holder !== 'object' || holder === null || !('pid' in holder) || !('startTime' in holder)) return false
    return typeof holder.pid === 'number' && typeof holder.startTime === 'string' && !lives({ pid: holder.pid, startTime: holder.startTime })
  } catch {
    // Not written yet.
    return false
  }
}

async function start(options: StartOptions): Promise<Status> {
  const script = installScript(options)
  const remembered = readPlace(options.directory)
  const port = options.port === 0 ? (remembered?.port ?? 0) : options.port
  const until = performance.now() + (remembered === undefined ? 0 : PORT_PATIENCE_MS)
  for (;;) {
    try {
      await listenAndLeave(options, { script, port })
      return await waitFor(options, 'the supervisor did not start', () => true)
    } catch (error) {
      // The socket may be held for a moment by a worker whose guardian died: it is bringing up another, or is about to end.
      const found = await readStatus(options.directory, options.signal)
      if (found !== undefined) return found.status
      if (performance.now() > until || !isBusy(error)) throw error
      await sleep(100, undefined, { signal: options.signal })
    }
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof AdapterError && errorCode(error.cause) === 'EADDRINUSE'
}

/**
 * Listens, starts the guardian with the socket and closes it here, all in one turn of the event loop: this process never accepts.
 * The place is written before the guardian can read it.
 */
function listenAndLeave(options: StartOptions, at: { readonly script: string; readonly port: number }): Promise<void> {
  return new Promise<void>((resolve, reject) => {
    const server = createServer()
    server.once('error', (error) => reject(portError(error, options.host, at.port)))
    server.listen({ port: at.port, host: options.host, backlog: 1024 }, () => {
      try {
        const address = server.address()
        const port = typeof address === 'object' && address !== null ? address.port : 0
        const { directory, service, environment, host } = options
        const place: Place = { schema: 1, service, environment, host, port, socket: socketPath(directory) }
        replaceFile(placeFile(directory), JSON.stringify(place))
        const log = openLog(supervisorLog(directory))
        const child = spawn(process.execPath, [at.script, 'guardian', directory], { cwd: directory, detached: true, env: minimalEnvironment(process.env), stdio: ['ignore', log, log, descriptorOf(server)] })
        closeSync(log)
        child.once('error', (error) => reject(new AdapterError({ code: 'target_unreachable', message: `the supervisor could not be started: ${messageOf(error)}`, cause: error })))
        child.unref()
        resolve()
      } catch (error) {
        reject(error instanceof Error ? error : new Error(messageOf(error)))
      } finally {
        server.close()
      }
    })
  })
}

/** The descriptor of a listening socket, which Node keeps in the handle that `listen` takes as well. */
function descriptorOf(server: object): number {
  const handle: unknown = Reflect.get(server, '_handle')
  const descriptor: unknown = typeof handle === 'object' && handle !== null ? Reflect.get(handle, 'fd') : undefined
  if (typeof descriptor === 'number' && descriptor >= 0) return descriptor
  throw new AdapterError({ code: 'target_unreachable', message: `the process target cannot pass a listening socket on under ${process.platform}`, remedy: 'Use it on Linux or macOS.' })
}

function portError(error: Error, host: string, port: number): AdapterError {
  const busy = errorCode(error) === 'EADDRINUSE'
  return new AdapterError({
    code: 'target_unreachable',
    message: busy ? `port ${port} on ${host} is used by another program` : `cannot listen on ${host}:${port}: ${messageOf(error)}`,
    remedy: busy ? `Stop that program (\`ss -ltnp 'sport = :${port}'\` names it), or set another \`port\` for this target.` : 'Set a `host` of this machine and a `port` that you may use.',
    cause: error,
  })
}

async function waitFor(options: StartOptions, failure: string, isDone: (status: Status) => boolean): Promise<Status> {
  const until = performance.now() + START_LIMIT_MS
  for (;;) {
    const found = await readStatus(options.directory, options.signal)
    if (found !== undefined && isDone(found.status)) return found.status
    if (performance.now() > until) {
      throw new AdapterError({ code: 'target_unreachable', message: `${failure} within ${START_LIMIT_MS / 1000} s`, remedy: `Read ${supervisorLog(options.directory)}.` })
    }
    await sleep(50, undefined, { signal: options.signal })
  }
}

