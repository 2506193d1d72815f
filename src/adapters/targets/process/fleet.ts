// The processes of all releases: as many as are wanted, restarted when they end, found again after a crash of the supervisor.
import { randomUUID } from 'node:crypto'
import { shortDigest, type Digest } from '../../../domain/artifact/digest.ts'
import { lives, usageOf } from './identity.ts'
import { capLog } from './instance-log.ts'
import { exitText, launch } from './launch.ts'
import type { SavedProcess, SlotStatus, WantedRelease } from './protocol.ts'
import { freePort, INSTANCE_HOST, isAnswering } from './readiness.ts'
import { backoffMs, healthOf, isCrashLooping, upstreamAgent, type Running, type Slot } from './slot.ts'
import { stopProcess } from './stop-process.ts'

/** Pause between questions to an instance that starts, and to one that is ready, milliseconds. */
const STARTING_POLL_MS = 40
const READY_POLL_MS = 2_000
/** How long it must be ready before its earlier crashes are forgotten, milliseconds. */
const STEADY_MS = 30_000

export interface Fleet {
  /** Starts and stops instances until they are as wanted. Returns at once. */
  want(releases: readonly WantedRelease[]): void
  /** Takes over processes that an earlier supervisor started. */
  adopt(saved: readonly SavedProcess[], wanted: readonly WantedRelease[]): void
  /** An instance of the release that may be asked, in turn; never one of `not`. */
  pick(digest: Digest, not: ReadonlySet<Running>): Running | undefined
  /** Looks at an instance now, because a request to it failed. */
  suspect(running: Running): void
  status(digest: Digest): readonly SlotStatus[]
  stopping(): readonly Digest[]
  saved(): readonly SavedProcess[]
  /** Stops supervising and leaves every process as it is. */
  letGo(): void
}

/** A fleet without processes. `changed` is called, synchronously, whenever what `saved` returns has changed. */
export function fleet(changed: () => void): Fleet {
  const slots: Slot[] = []
  const turns = new Map<Digest, number>()
  let isLetGo = false

  const launchInto = (slot: Slot, port: number): void => {
    const launched = launch(slot, port)
    if (!launched.ok) {
      void launched.why.then((why) => ended(slot, why))
      return
    }
    const { running } = launched
    slot.running = running
    running.child?.once('exit', (code, signal) => {
      if (slot.running === running) ended(slot, exitText(code, signal))
    })
    changed()
    poll(slot, running, STARTING_POLL_MS)
  }

  const start = async (slot: Slot): Promise<void> => {
    const taken = new Set(slots.flatMap((each) => (each.running === undefined ? [] : [each.running.port])))
    const port = await freePort(taken)
    if (isLetGo || slot.isStopping || slot.running !== undefined) return
    launchInto(slot, port)
  }

  const startSoon = (slot: Slot, ms: number): void => {
    clearTimeout(slot.timer)
    slot.timer = setTimeout(() => {
      start(slot).catch((error: unknown) => ended(slot, String(error)))
    }, ms)
  }

  /** The process of a slot is gone, or never came. */
  const ended = (slot: Slot, how: string): void => {
    if (isLetGo) return
    const { running } = slot
    clearTimeout(slot.timer)
    delete slot.running
    running?.agent.destroy()
    slot.lastExit = how
    // Its children must not outlive it, nor hold its port.
    if (running !== undefined) void stopProcess(running.identity, 0)
    if (slot.isStopping) {
      remove(slot)
      return
    }
    const wasSteady = running?.readySince !== undefined && performance.now() - running.readySince >= STEADY_MS
    slot.crashes = wasSteady ? 1 : slot.crashes + 1
    slot.restarts += 1
    changed()
    startSoon(slot, backoffMs(slot.crashes))
  }

  const remove = (slot: Slot): void => {
    const at = slots.indexOf(slot)
    if (at >= 0) slots.splice(at, 1)
    changed()
  }

  const poll = (slot: Slot, running: Running, ms: number): void => {
    if (isLetGo || slot.isStopping || slot.running !== running) return
    clearTimeout(slot.timer)
    slot.timer = setTimeout(() => {
      void look(slot, running)
    }, ms)
  }

  const look = async (slot: Slot, running: Running): Promise<void> => {
    if (running.child === undefined && !lives(running.identity)) {
      if (slot.running === running) ended(slot, 'it ended while nobody watched')
      return
    }
    capLog(running.log)
    // Without a readiness path nothing can be asked of an instance that accepts connections already.
    const isAsked = !running.isReady || slot.run.ready !== undefined
    const answers = !isAsked || (await isAnswering(running.port, slot.run.ready, running.isReady ? 5_000 : 2_000))
    if (isLetGo || slot.running !== running) return
    if (answers) {
      running.failedProbes = 0
      if (!running.isReady) {
        running.isReady = true
        running.readySince = performance.now()
        changed()
      } else if (running.readySince !== undefined && performance.now() - running.readySince >= STEADY_MS) slot.crashes = 0
    } else if (running.isReady) running.failedProbes += 1
    else if (performance.now() - running.since > slot.run.startLimitMs) {
      slot.lastExit = `it was not ready within ${slot.run.startLimitMs / 1000} s`
      await stopProcess(running.identity, 0)
      if (slot.running === running) ended(slot, slot.lastExit)
      return
    }
    poll(slot, running, running.isReady ? READY_POLL_MS : STARTING_POLL_MS)
  }

  const stop = async (slot: Slot): Promise<void> => {
    slot.isStopping = true
    clearTimeout(slot.timer)
    const { running } = slot
    changed()
    if (running === undefined) {
      remove(slot)
      return
    }
    const until = performance.now() + slot.run.drainMs
    while (running.inFlight > 0 && slot.running === running && performance.now() < until) await new Promise((resolve) => setTimeout(resolve, 20))
    if (isLetGo) return
    running.agent.destroy()
    await stopProcess(running.identity, slot.run.drainMs)
    if (slots.includes(slot)) remove(slot)
  }

  const active = (digest: Digest): readonly Slot[] => slots.filter((slot) => slot.digest === digest && !slot.isStopping)

  const add = (release: WantedRelease): Slot => {
    const slot: Slot = { id: `${shortDigest(release.digest)}-${randomUUID().slice(0, 8)}`, digest: release.digest, version: release.version, run: release.run, restarts: 0, crashes: 0, isStopping: false }
    slots.push(slot)
    return slot
  }

  return {
    want(releases) {
      for (const release of releases) {
        const have = active(release.digest)
        for (const slot of have) slot.run = release.run
        for (let missing = release.instances - have.length; missing > 0; missing -= 1) startSoon(add(release), 0)
        // The ones that serve stay.
        const byUse = [...have].sort((a, b) => Number(healthOf(b) === 'healthy') - Number(healthOf(a) === 'healthy'))
        for (const slot of byUse.slice(release.instances)) void stop(slot)
      }
      const wanted = new Set(releases.map((release) => release.digest))
      for (const slot of slots.filter((each) => !each.isStopping && !wanted.has(each.digest))) void stop(slot)
    },
    adopt(saved, wanted) {
      for (const each of saved.filter((process) => lives(process.identity))) {
        const release = wanted.find((candidate) => candidate.digest === each.digest)
        if (release === undefined || each.isStopping) {
          // Nobody asks it any more: the requests it had were the crashed supervisor's.
          const run = { argv: ['-'] as const, env: {}, cwd: '', logs: '', startLimitMs: 0, drainMs: each.drainMs }
          const slot: Slot = { id: each.slot, digest: each.digest, version: '', run, restarts: each.restarts, crashes: 0, isStopping: true, running: adopted(each) }
          slots.push(slot)
          void stop(slot)
          continue
        }
        const slot: Slot = { id: each.slot, digest: each.digest, version: release.version, run: release.run, restarts: each.restarts, crashes: 0, isStopping: false, running: adopted(each) }
        slots.push(slot)
        if (slot.running !== undefined) poll(slot, slot.running, 0)
      }
    },
    pick(digest, not) {
      const running = active(digest).flatMap((slot) => (slot.running?.isReady === true && !not.has(slot.running) ? [{ slot, running: slot.running }] : []))
      const healthy = running.filter(({ slot }) => healthOf(slot) === 'healthy')
      // When none is healthy, asking one that lives still tells more than refusing.
      const usable = healthy.length > 0 ? healthy : running
      const turn = (turns.get(digest) ?? 0) + 1
      turns.set(digest, turn)
      return usable[turn % usable.length]?.running
    },
    suspect(running) {
      const slot = slots.find((each) => each.running === running)
      if (slot !== undefined) poll(slot, running, 0)
    },
    status(digest) {
      return active(digest).map((slot) => ({
        id: slot.id,
        ...(slot.running === undefined ? {} : { pid: slot.running.identity.pid, address: `http://${INSTANCE_HOST}:${slot.running.port}`, ...usageOf(slot.running.identity.pid) }),
        health: healthOf(slot),
        restarts: slot.restarts,
        isCrashLooping: isCrashLooping(slot),
        ...(slot.lastExit === undefined ? {} : { lastExit: slot.lastExit }),
        log: slot.running?.log ?? `${slot.run.logs}/${slot.id}.log`,
      }))
    },
    stopping: () => slots.filter((slot) => slot.isStopping).map((slot) => slot.digest),
    saved: () =>
      slots.flatMap((slot) => {
        const { running } = slot
        if (running === undefined) return []
        const { identity, port, log, isReady } = running
        return [{ slot: slot.id, digest: slot.digest, identity, port, log, isReady, restarts: slot.restarts, isStopping: slot.isStopping, drainMs: slot.run.drainMs }]
      }),
    letGo() {
      isLetGo = true
      for (const slot of slots) clearTimeout(slot.timer)
    },
  }
}

function adopted(saved: SavedProcess): Running {
  const { identity, port, log, isReady } = saved
  return { identity, port, log, since: performance.now(), agent: upstreamAgent(), isReady, failedProbes: 0, inFlight: 0, ...(isReady ? { readySince: performance.now() } : {}) }
}
