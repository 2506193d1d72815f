// What runs where, since when, by whom, and how well deploying goes: folds over the ledger (SPEC K5).
import { shortDigest } from '../domain/artifact/digest.ts'
import { verifyChain } from '../domain/ledger/chain.ts'
import { doraOf, type Dora } from '../domain/ledger/dora.ts'
import type { Deployment, Entry, Head } from '../domain/ledger/entry.ts'
import { nameRun } from '../domain/ledger/lease.ts'
import type { EnvironmentSettings } from '../domain/policy/settings.ts'
import { isServing, liveDigestOf } from '../domain/rollout/live.ts'
import type { Context } from '../context.ts'
import { messageOf } from '../errors.ts'
import { stop, type Ending } from './ending.ts'

/** The DORA numbers look back this far. */
const WINDOW_DAYS = 30
const DAY = 86_400_000

/** Prints the state of every environment of the service and checks every ledger's chain. Changes nothing. */
export async function status(context: Context): Promise<Ending> {
  const wanted = context.service.environments.filter((environment) => context.intent.environment === undefined || environment.name === context.intent.environment)
  const lines: string[] = []
  for (const environment of wanted) lines.push(...(await describe(context, environment)))
  for (const line of lines) context.console.line(line)
  return { decision: 'reported', reason: 'ok', message: `${context.service.name}: ${wanted.map((environment) => environment.name).join(', ')}; every ledger is intact.` }
}

async function describe(context: Context, environment: EnvironmentSettings): Promise<readonly string[]> {
  const heads: Head[] = []
  for await (const head of context.ledger.history({ service: context.service.name, environment: environment.name })) heads.push(head)
  const [newest] = heads
  if (newest === undefined) return [`${environment.name}: nothing was ever deployed`]
  const [finding] = verifyChain(heads)
  if (finding !== undefined) throw stop('ledger_unreadable', `the ledger of ${environment.name} does not hold together: ${JSON.stringify(finding)}`, 'See docs/reference/ledger.md, "When something is wrong".')
  const { state } = newest.entry
  const now = context.clock.now()
  return [
    `${environment.name}: ${liveText(state.live)}`,
    `  target: ${await targetText(context, environment, state.live)}`,
    ...(state.current === undefined ? [] : [`  in progress: ${state.current.deployment.version} at ${state.current.rollout.weight} % (${state.current.rollout.phase})`]),
    state.lease === undefined ? '  lock: free' : `  lock: ${nameRun(state.lease.owner)}, until ${iso(state.lease.expiresAt)}`,
    ...state.quarantine.map((quarantine) => `  quarantined: ${shortDigest(quarantine.digest)} since ${iso(quarantine.at)}: ${quarantine.reason}`),
    ...state.deployments.slice(0, 5).map((one) => `  ${iso(one.endedAt ?? one.startedAt)} ${one.command} ${one.version} (${shortDigest(one.digest)}) ${one.outcome}, ${one.id}`),
    `  last ${WINDOW_DAYS} days: ${doraText(doraOf(deploymentsIn(heads.map((head) => head.entry)), { from: now - WINDOW_DAYS * DAY, to: now + 1 }))}`,
    `  ledger: ${heads.length} entries, chain intact`,
  ]
}

/** What the target itself says, next to what the ledger says: only both together are the truth. */
async function targetText(context: Context, environment: EnvironmentSettings, live: Deployment | undefined): Promise<string> {
  try {
    const found = await context.target(context.service, environment).observe(context.signal)
    const shares = found.releases.filter((release) => release.weight > 0).map((release) => `${release.version} (${shortDigest(release.digest)}) at ${release.weight} %, ${release.instances.filter(isServing).length} of ${release.instances.length} instances healthy`)
    const runs = shares.length === 0 ? 'runs nothing' : `runs ${shares.join(', ')}`
    return liveDigestOf(found) === live?.digest ? runs : `NOT AS THE LEDGER SAYS: ${runs}; \`flowspec-operate reconcile\` brings it back`
  } catch (error) {
    return `cannot be asked: ${messageOf(error)}`
  }
}

function liveText(live: Deployment | undefined): string {
  if (live === undefined) return 'nothing is live'
  return `${live.version} (${shortDigest(live.digest)}) live since ${iso(live.endedAt ?? live.startedAt)}, ${live.command} by ${live.actor}${live.task === undefined ? '' : ` for ${live.task}`}`
}

function iso(at: number): string {
  return new Date(at).toISOString().replace('.000Z', 'Z')
}

/** Every ended deployment of the whole history, which may be longer than the state remembers. */
export function deploymentsIn(entries: readonly Entry[]): readonly Deployment[] {
  const found = new Map<string, Deployment>()
  for (const { event, state } of entries) {
    if (event.kind !== 'rollout-ended') continue
    const [ended] = state.deployments
    if (ended !== undefined) found.set(ended.id, ended)
  }
  return [...found.values()]
}

function doraText(dora: Dora): string {
  const parts = [
    `${dora.deployments} deployments (${dora.deploymentsPerDay.toFixed(2)} a day)`,
    dora.leadTimeMs === undefined ? 'lead time unknown' : `lead time ${duration(dora.leadTimeMs)}`,
    dora.changeFailureRate === undefined ? 'change failure rate unknown' : `change failure rate ${(dora.changeFailureRate * 100).toFixed(0)} %`,
    dora.timeToRestoreMs === undefined ? 'nothing had to be restored' : `time to restore ${duration(dora.timeToRestoreMs)}`,
  ]
  return parts.join(', ')
}

function duration(ms: number): string {
  const seconds = ms / 1000
  if (seconds < 120) return `${seconds.toFixed(1)} s`
  if (seconds < 7200) return `${(seconds / 60).toFixed(0)} min`
  return seconds < 172_800 ? `${(seconds / 3600).toFixed(1)} h` : `${(seconds / 86_400).toFixed(1)} d`
}
