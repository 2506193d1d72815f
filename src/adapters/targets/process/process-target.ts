import { isAbsolute, join, resolve } from 'node:path'
import { shortDigest, type Digest } from '../../../domain/artifact/digest.ts'
import type { ProcessTargetSettings } from '../../../domain/policy/settings.ts'
import { AdapterError } from '../../../errors.ts'
import type { ArtifactStore, Clock, Fenced, Target, TargetState } from '../../../ports.ts'
import { awaitHealthy, statusNow } from './await-healthy.ts'
import { applyWanted, readStatus } from './client.ts'
import { readPlace, readSaved, releaseDirectory } from './places.ts'
import type { RunSpec, Status, Wanted, WantedRelease } from './protocol.ts'
import { ensureSupervisor, upgradeSupervisor, type StartOptions } from './start.ts'
import { stateOf, stoppedState } from './target-state.ts'
import { prune, unpack } from './unpack.ts'
import { mapReleases, onlyRelease, wantedOf, withRelease } from './wanted.ts'

/** Latency bounds that are counted when nothing else is asked for, milliseconds. */
export const DEFAULT_LATENCY_BOUNDS_MS: readonly number[] = [50, 100, 200, 400, 800, 1600, 3200]
const DEFAULT_UPSTREAM_TIMEOUT_MS = 60_000
/** How much longer than its drain a stop may take (the grace before SIGKILL is inside), milliseconds. */
const STOP_SLACK_MS = 15_000

export interface ProcessTargetOptions {
  readonly settings: ProcessTargetSettings
  /** The repository's root. */
  readonly root: string
  readonly service: string
  readonly environment: string
  readonly store: Pick<ArtifactStore, 'extract'>
  /** The supervisor's script: one self-contained file, or the source itself where it can be run as it is. */
  readonly supervisorScript: string
  readonly clock: Clock
  /** Empty: the default bounds. */
  readonly latencyBoundsMs: readonly number[]
  /** How long a release may take to begin its answer, milliseconds. */
  readonly upstreamTimeoutMs?: number
}

/** The directory of a process target. */
export function targetDirectory(root: string, settings: Pick<ProcessTargetSettings, 'directory'>): string {
  return isAbsolute(settings.directory) ? settings.directory : resolve(root, settings.directory)
}

/**
 * The embedded default: releases as supervised processes of this machine behind a weighted HTTP proxy (SPEC E2). Everything runs on
 * after the operator has gone and is found again by the next one. `observe` changes nothing; the others start the supervisor when
 * none runs, which brings back what was wanted before.
 */
export function processTarget(options: ProcessTargetOptions): Target {
  const { settings, clock, store } = options
  const directory = targetDirectory(options.root, settings)
  const boundsMs = options.latencyBoundsMs.length > 0 ? options.latencyBoundsMs : DEFAULT_LATENCY_BOUNDS_MS
  const measuring = { boundsMs, upstreamTimeoutMs: options.upstreamTimeoutMs ?? DEFAULT_UPSTREAM_TIMEOUT_MS }
  const startLimitMs = settings.startLimitSeconds * 1000
  const drainMs = settings.drainSeconds * 1000

  const startOptions = (signal: AbortSignal): StartOptions => ({
    directory,
    script: options.supervisorScript,
    service: options.service,
    environment: options.environment,
    host: settings.host,
    port: settings.port,
    signal,
  })
  const ensure = (signal: AbortSignal): Promise<Status> => ensureSupervisor(startOptions(signal))
  const apply = (wanted: Wanted, { fence, signal }: Fenced): Promise<Status> => applyWanted(directory, { fence, wanted }, signal)
  const healthy = (digest: Digest, count: number, { signal }: Fenced): Promise<Status> => awaitHealthy(digest, count, { directory, clock, limitMs: startLimitMs, signal })

  const observe = async (signal: AbortSignal): Promise<TargetState> => {
    const found = await readStatus(directory, signal)
    if (found !== undefined) return stateOf(found.status, found.place)
    return stoppedState(readSaved(directory), { at: clock.now(), boundsMs, place: readPlace(directory) })
  }

  const runSpec = (digest: Digest, cwd: string): RunSpec => ({
    argv: settings.argv,
    env: settings.env,
    cwd,
    logs: join(releaseDirectory(directory, digest), 'logs'),
    ...(settings.ready === undefined ? {} : { ready: settings.ready }),
    startLimitMs,
    drainMs,
  })

  /** The release as it should run: unpacked, at its present weight, with so many instances. */
  const present = async (release: { readonly digest: Digest; readonly version: string; readonly instances: number }, status: Status): Promise<WantedRelease> => {
    const known = status.releases.find((each) => each.digest === release.digest)
    const isRunning = known !== undefined && known.slots.some((slot) => slot.pid !== undefined)
    const cwd = await unpack(directory, release.digest, { store, isRunning })
    return { ...release, weight: known?.weight ?? 0, run: runSpec(release.digest, cwd) }
  }

  /** Waits until nothing is being stopped any more. */
  const settled = async (isIn: (digest: Digest) => boolean, { signal }: Fenced): Promise<void> => {
    const until = clock.now() + drainMs + STOP_SLACK_MS
    while ((await statusNow(directory, signal)).stopping.some(isIn)) {
      if (clock.now() > until) throw new AdapterError({ code: 'target_unreachable', message: 'a release did not stop in time', remedy: `Read ${directory}/supervisor.log.` })
      await clock.sleep(25, signal)
    }
  }

  return {
    kind: 'process',
    observe,
    async prepare(release, fenced) {
      const started = await ensure(fenced.signal)
      const status = await upgradeSupervisor(startOptions(fenced.signal), started)
      const before = wantedOf(status, measuring)
      const wanted = await present(release, status)
      await apply(withRelease(before, wanted), fenced)
      try {
        await healthy(release.digest, release.instances, fenced)
      } catch (error) {
        // A release that has traffic is not taken away here: that is for a rollback to decide.
        if (wanted.weight === 0) await apply({ ...before, releases: before.releases.filter((each) => each.digest !== release.digest) }, { ...fenced, signal: AbortSignal.timeout(10_000) })
        throw error
      }
      return observe(fenced.signal)
    },
    async shift(to, fenced) {
      const status = await ensure(fenced.signal)
      const now = wantedOf(status, measuring)
      const others = [to.candidate, ...(to.stable === undefined || to.weight === 100 ? [] : [to.stable])]
      for (const digest of others) {
        if (!now.releases.some((each) => each.digest === digest)) {
          throw new AdapterError({ code: 'target_unreachable', message: `${shortDigest(digest)} does not run at this target, so no traffic can be given to it`, remedy: 'Someone else changed the target; run again.' })
        }
      }
      const instancesOf = (digest: Digest): number | undefined => (digest === to.candidate ? to.instances.candidate : digest === to.stable ? to.instances.stable : undefined)
      // More instances first, and traffic only when they are healthy; fewer only after that: capacity never falls below what was asked.
      const grown = mapReleases(now, (each) => ({ ...each, instances: Math.max(each.instances, instancesOf(each.digest) ?? 0) }))
      await apply(grown, fenced)
      await healthy(to.candidate, to.instances.candidate, fenced)
      // The stable release is not waited for: a fix must be able to go out while it is down.
      const weightOf = (digest: Digest): number => (digest === to.candidate ? to.weight : digest === to.stable ? 100 - to.weight : 0)
      await apply(
        mapReleases(grown, (each) => ({ ...each, weight: weightOf(each.digest), instances: instancesOf(each.digest) ?? each.instances })),
        fenced,
      )
      return observe(fenced.signal)
    },
    async restore(snapshot, fenced) {
      // Nothing ran before and nothing runs now: a supervisor that could not even start must not make this a failed rollback.
      if (snapshot.stable === undefined && (await readStatus(directory, fenced.signal)) === undefined && (readSaved(directory)?.processes ?? []).length === 0) return observe(fenced.signal)
      const status = await ensure(fenced.signal)
      const now = wantedOf(status, measuring)
      const { stable } = snapshot
      if (stable === undefined) {
        await apply({ ...now, releases: [] }, fenced)
        await settled(() => true, fenced)
        return observe(fenced.signal)
      }
      const known = now.releases.find((each) => each.digest === stable.digest)
      // What still runs is brought back as it ran; only what has gone is made anew from today's settings.
      const back = known === undefined ? await present(stable, status) : { ...known, instances: Math.max(known.instances, stable.instances) }
      const both = withRelease(now, back)
      const serving = status.releases.find((each) => each.digest === stable.digest)?.slots.some((slot) => slot.health === 'healthy') ?? false
      if (!serving) {
        await unpack(directory, stable.digest, { store, isRunning: false })
        await apply(both, fenced)
        await healthy(stable.digest, 1, fenced)
      }
      // The supervisor drains and stops the others by itself; the traffic does not wait for that.
      await apply(onlyRelease(both, stable.digest), fenced)
      return observe(fenced.signal)
    },
    async retire(keep, fenced) {
      const status = await ensure(fenced.signal)
      const now = wantedOf(status, measuring)
      if (!now.releases.some((each) => each.digest === keep)) {
        throw new AdapterError({ code: 'target_unreachable', message: `${shortDigest(keep)} does not run at this target, so nothing was retired`, remedy: 'Someone else changed the target; run again.' })
      }
      await apply(onlyRelease(now, keep), fenced)
      await settled((digest) => digest !== keep, fenced)
      await prune(directory, [keep])
      return observe(fenced.signal)
    },
  }
}
