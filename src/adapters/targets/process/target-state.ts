import { parseDigest } from '../../../domain/artifact/digest.ts'
import type { Counters } from '../../../domain/health/reading.ts'
import type { ReleaseState, TargetState } from '../../../ports.ts'
import type { Place, Saved, Status } from './protocol.ts'

/** The public address; a proxy on every interface is asked on this one. */
export function addressOf(place: Place): string {
  const host = place.host === '0.0.0.0' ? '127.0.0.1' : place.host === '::' ? '[::1]' : place.host.includes(':') ? `[${place.host}]` : place.host
  return `http://${host}:${place.port}`
}

/** What a supervisor says, in the words of the port. */
export function stateOf(status: Status, place: Place): TargetState {
  return {
    at: status.at,
    epoch: status.epoch,
    boundsMs: status.boundsMs,
    address: addressOf(place),
    releases: status.releases.map(
      (release): ReleaseState => ({
        digest: checked(release.digest),
        version: release.version,
        weight: release.weight,
        instances: release.slots.map(({ id, health, address, restarts, rssBytes, cpuSeconds }) => ({
          id,
          health,
          restarts,
          ...(address === undefined ? {} : { address }),
          ...(rssBytes === undefined ? {} : { rssBytes }),
          ...(cpuSeconds === undefined ? {} : { cpuSeconds }),
        })),
        counters: release.counters,
      }),
    ),
  }
}

function checked(text: string): ReleaseState['digest'] {
  const digest = parseDigest(text)
  if (!digest.ok) throw new Error(`the supervisor named ${text}, which is not a digest`)
  return digest.value
}

/** What should run but does not, because no supervisor does: its releases, with every instance stopped. */
export function stoppedState(saved: Saved | undefined, options: { readonly at: number; readonly boundsMs: readonly number[]; readonly place?: Place | undefined }): TargetState {
  const boundsMs = saved?.wanted.boundsMs ?? options.boundsMs
  const counters: Counters = { requests: 0, errors: 0, over: boundsMs.map(() => 0), latencySumMs: 0 }
  return {
    at: options.at,
    epoch: 'stopped',
    boundsMs,
    ...(options.place === undefined ? {} : { address: addressOf(options.place) }),
    releases: (saved?.wanted.releases ?? []).map(({ digest, version, weight, instances }) => ({
      digest,
      version,
      weight,
      instances: Array.from({ length: instances }, (_, index) => ({ id: `stopped-${index}`, health: 'stopped' as const, restarts: 0 })),
      counters,
    })),
  }
}
