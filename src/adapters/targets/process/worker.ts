// The worker accepts from the guardian's socket, proxies, supervises the releases and answers on the control socket.
import { spawn } from 'node:child_process'
import { createServer as createHttpServer } from 'node:http'
import { createServer, type Socket } from 'node:net'
import { control, type Answered } from './control.ts'
import { meter } from './counters.ts'
import { replaceFile } from './durable-file.ts'
import { fleet } from './fleet.ts'
import { identityOf } from './identity.ts'
import { guardianMessage, LISTENER, type GuardianMessage } from './guardian.ts'
import { capLog } from './instance-log.ts'
import { readPlace, readSaved, stateFile, supervisorLog, workerFile } from './places.ts'
import { NOTHING_WANTED, parseChange, PROTOCOL, type Saved, type Status } from './protocol.ts'
import { proxyRequest, type ProxyOptions } from './proxy.ts'
import { scriptHash } from './script.ts'
import { proxyUpgrade } from './upgrade.ts'

/** Idle connections of clients are kept this long; while leaving, much shorter, milliseconds. */
const IDLE_MS = 65_000
const LEAVING_IDLE_MS = 5_000
/** How long a worker that leaves may take to finish the answers it has begun, milliseconds. */
const LEAVE_LIMIT_MS = 120_000
const TICK_MS = 5_000
/** Pause before a state that could not be written is written again, milliseconds. */
const SAVE_AGAIN_MS = 500

/** Runs the worker of a directory: until it is replaced, stopped, or dies. Throws when the directory's files cannot be understood. */
export async function runWorker(script: string, directory: string): Promise<void> {
  const place = readPlace(directory)
  if (place === undefined) throw new Error(`${directory} has no place.json; it is written when the target is first used`)
  const before = readSaved(directory)
  const hash = scriptHash(script)
  let { fence, wanted }: Pick<Saved, 'fence' | 'wanted'> = before ?? { fence: 0, wanted: NOTHING_WANTED }
  let counted = meter(wanted.boundsMs)
  /** While another worker takes over, nothing may be changed by this one. */
  let isFrozen = false
  let isLeaving = false
  let isStopping = false

  let unsaved: NodeJS.Timeout | undefined

  const write = (): void => replaceFile(stateFile(directory), JSON.stringify({ schema: 1, fence, wanted, processes: instances.saved() } satisfies Saved))
  /** A disk that is full must stop neither the traffic nor a rollback: what cannot be written now is written as soon as it can be. */
  const save = (): void => {
    if (isFrozen) return
    clearTimeout(unsaved)
    try {
      write()
      unsaved = undefined
    } catch (error) {
      if (unsaved === undefined) console.error(`${stateFile(directory)} could not be written, it is tried again: ${String(error)}`)
      unsaved = setTimeout(save, SAVE_AGAIN_MS)
    }
  }
  const instances = fleet(save)

  const options: ProxyOptions = {
    fleet: instances,
    releases: () => wanted.releases,
    meter: () => counted,
    upstreamTimeoutMs: () => wanted.upstreamTimeoutMs,
    isLeaving: () => isLeaving,
  }
  const http = createHttpServer({ keepAliveTimeout: IDLE_MS, requestTimeout: 0 }, (request, response) => proxyRequest(options, request, response))
  http.on('upgrade', (request, socket, head) => proxyUpgrade(options, request, socket, head))
  // A listener of our own, because closing an HTTP server also closes connections that a client is about to use.
  const clients = new Set<Socket>()
  const listener = createServer((socket) => {
    clients.add(socket)
    socket.once('close', () => clients.delete(socket))
    http.emit('connection', socket)
  })

  const status = (): Status => ({
    protocol: PROTOCOL,
    script: hash,
    pid: process.pid,
    guardian: process.ppid,
    at: Date.now(),
    epoch: counted.epoch,
    boundsMs: counted.boundsMs,
    upstreamTimeoutMs: wanted.upstreamTimeoutMs,
    fence,
    releases: wanted.releases.map((release) => ({ ...release, slots: instances.status(release.digest), counters: counted.read(release.digest) })),
    stopping: instances.stopping(),
  })

  const apply = (body: unknown): Answered => {
    const change = parseChange(body)
    if (change.fence < fence) return { status: 409, value: { code: 'fenced_out', message: `a change with fence ${change.fence} came after one with fence ${fence}` } }
    if (JSON.stringify(change.wanted.boundsMs) !== JSON.stringify(wanted.boundsMs)) counted = meter(change.wanted.boundsMs)
    fence = change.fence
    wanted = change.wanted
    // On disk, if it can be, before any process is touched: a worker that dies now is followed by one that goes on.
    save()
    counted.forget(new Set(wanted.releases.map((release) => release.digest)))
    instances.want(wanted.releases)
    return { status: 200, value: status() }
  }

  const say = (message: GuardianMessage): void => {
    if (process.connected) process.send?.(message, undefined, undefined, () => undefined)
  }

  /** Throws when the state cannot be written: whoever takes over would go on from an older one. */
  const freeze = async (): Promise<void> => {
    write()
    clearTimeout(unsaved)
    isFrozen = true
    await socket.close()
  }

  const thaw = async (): Promise<void> => {
    isFrozen = false
    await socket.open()
  }

  const handOver = (body: unknown): Answered => {
    const to = typeof body === 'object' && body !== null && 'script' in body && typeof body.script === 'string' ? body.script : ''
    if (isFrozen) return { status: 503, value: { code: 'busy', message: 'another supervisor is taking over already' } }
    const wantedHash = scriptHash(to)
    write()
    setImmediate(() => void freeze().then(() => say({ kind: 'replace', script: to }), (error: unknown) => console.error(`not handed over: ${String(error)}`)))
    return { status: 202, value: { script: wantedHash } }
  }

  /** Accepts nothing more, finishes what it has, and ends. */
  const leave = async (): Promise<void> => {
    isLeaving = true
    instances.letGo()
    listener.close()
    http.keepAliveTimeout = LEAVING_IDLE_MS
    const from = performance.now()
    while (clients.size > 0 && performance.now() - from < LEAVE_LIMIT_MS) {
      await new Promise((resolve) => setTimeout(resolve, 50))
      if (performance.now() - from > LEAVING_IDLE_MS) http.closeIdleConnections()
    }
    process.exit(0)
  }

  /** Stops every release and then itself; what is wanted stays written down, so that the next start brings it back. */
  const stopAll = async (): Promise<void> => {
    if (isStopping) return
    isStopping = true
    save()
    const processes = stateFile(directory)
    instances.want([])
    while (instances.saved().length > 0) await new Promise((resolve) => setTimeout(resolve, 20))
    clearTimeout(unsaved)
    try {
      replaceFile(processes, JSON.stringify({ schema: 1, fence, wanted, processes: [] } satisfies Saved))
    } catch (error) {
      console.error(`${processes} could not be written: ${String(error)}`)
    }
    await socket.close()
    say({ kind: 'stop' })
    // The message must be on its way before the end of this process is seen.
    setTimeout(() => process.exit(0), 50)
  }

  /** The guardian died: a new one with a new worker takes the socket over from this process. */
  const replaceGuardian = async (): Promise<void> => {
    if (isFrozen || isStopping) return
    try {
      await freeze()
    } catch (error) {
      console.error(`no guardian yet: ${String(error)}`)
      setTimeout(() => void replaceGuardian(), TICK_MS)
      return
    }
    const child = spawn(process.execPath, [script, 'guardian', directory], { cwd: directory, detached: true, stdio: ['ignore', 'inherit', 'inherit', LISTENER, 'ipc'] })
    const retry = (): void => {
      if (isLeaving) return
      void thaw().then(() => setTimeout(() => void replaceGuardian(), TICK_MS))
    }
    child.once('exit', retry)
    child.once('error', retry)
    child.on('message', (value) => {
      if (guardianMessage(value)?.kind === 'ready') void leave()
    })
  }

  const socket = control(place.socket, {
    'GET /status': () => ({ status: 200, value: status() }),
    'POST /apply': (body) => (isFrozen || isStopping ? { status: 503, value: { code: 'busy', message: 'the supervisor is stopping' } } : apply(body)),
    'POST /handover': handOver,
    'POST /stop': () => {
      void stopAll()
      return { status: 202, value: {} }
    },
  })

  process.on('message', (value) => {
    const message = guardianMessage(value)
    if (message?.kind === 'leave') void leave()
    else if (message?.kind === 'stay') void thaw()
    else if (message?.kind === 'stop') void stopAll()
  })
  process.on('disconnect', () => {
    if (!isLeaving) void replaceGuardian()
  })
  for (const signal of ['SIGHUP', 'SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined)

  instances.adopt(before?.processes ?? [], wanted.releases)
  instances.want(wanted.releases)
  await new Promise<void>((resolve, reject) => {
    listener.once('error', reject)
    listener.listen({ fd: LISTENER }, resolve)
  })
  try {
    replaceFile(workerFile(directory), JSON.stringify(identityOf(process.pid)))
  } catch (error) {
    console.error(`${workerFile(directory)} could not be written: ${String(error)}`)
  }
  await socket.open()
  setInterval(() => capLog(supervisorLog(directory)), TICK_MS).unref()
  say({ kind: 'ready' })
}
