import type { Digest } from '../artifact/digest.ts'
import type { Counters, Reading } from '../health/reading.ts'

/** The part of a target's state that these questions need (ports.ts TargetState has it). */
export interface Observed {
  readonly at: number
  readonly epoch: string
  readonly boundsMs: readonly number[]
  readonly releases: readonly ObservedRelease[]
}

export interface ObservedRelease {
  readonly digest: Digest
  readonly version: string
  readonly weight: number
  readonly instances: readonly ObservedInstance[]
  readonly counters: Counters
}

export interface ObservedInstance {
  readonly health: 'starting' | 'healthy' | 'unhealthy' | 'stopped'
  readonly restarts: number
  readonly rssBytes?: number
  readonly cpuSeconds?: number
}

/** Whether an instance answers. */
export function isServing(instance: ObservedInstance): boolean {
  return instance.health === 'healthy'
}

/** The digest that has all the traffic and at least one instance that answers; undefined when there is none, or traffic is split (SPEC E6). */
export function liveDigestOf(state: Observed): Digest | undefined {
  return state.releases.find((release) => release.weight === 100 && release.instances.some(isServing))?.digest
}

/** One release of a target. */
export function releaseOf<R extends ObservedRelease>(state: { readonly releases: readonly R[] }, digest: Digest): R | undefined {
  return state.releases.find((release) => release.digest === digest)
}

/** The counters of every release at one moment, as the judge reads them. */
export function readingOf(state: Observed): Reading {
  return {
    at: state.at,
    epoch: state.epoch,
    boundsMs: state.boundsMs,
    releases: state.releases.map((release) => {
      const rssBytes = total(release.instances.map((instance) => instance.rssBytes))
      const cpuSeconds = total(release.instances.map((instance) => instance.cpuSeconds))
      return {
        digest: release.digest,
        counters: release.counters,
        ...(rssBytes === undefined ? {} : { rssBytes }),
        ...(cpuSeconds === undefined ? {} : { cpuSeconds }),
      }
    }),
  }
}

/** The sum of what is known; undefined when nothing is. */
function total(values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== undefined)
  return known.length === 0 ? undefined : known.reduce((a, b) => a + b, 0)
}
