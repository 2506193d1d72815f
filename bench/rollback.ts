// How long a rollback takes under load, from asking for it to the last request on the bad release, and what it loses. The reference is
// what a rollback is without a standby: stop the new process, start the old one, wait until it is ready. `node bench/rollback.ts`
import { mkdtempSync, rmSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { spawn, type ChildProcess } from 'node:child_process'
import { processTarget, stopSupervisor } from '../src/adapters/targets/index.ts'
import type { Digest } from '../src/domain/artifact/digest.ts'
import { ask, startLoad, type Tally } from '../test/support/load.ts'
import { realClock } from '../test/support/real-clock.ts'
import { serviceStore } from '../test/support/service-store.ts'
import { supervisorBundle } from '../test/support/supervisor-bundle.ts'

const ROUNDS = Number(process.argv[2] ?? 15)
const CLIENTS = { keepAlive: 8, fresh: 2, pauseMs: 2 }

const root = mkdtempSync(join(tmpdir(), 'flowspec-bench-'))
const store = serviceStore(join(root, 'store'))
const good = store.release('1.0.0')
const bad = store.release('2.0.0', { 'release.json': '{"version":"2.0.0","latencyMs":5}' })
const target = processTarget({
  settings: { kind: 'process', argv: [process.execPath, 'server.mjs'], port: 0, host: '127.0.0.1', instances: 2, directory: 'run', env: {}, ready: '/healthz', startLimitSeconds: 20, drainSeconds: 10 },
  root,
  service: 'bench',
  environment: 'production',
  store,
  supervisorScript: supervisorBundle(),
  clock: realClock,
  latencyBoundsMs: [],
})
const fenced = (): { readonly fence: number; readonly signal: AbortSignal } => ({ fence: 1, signal: AbortSignal.timeout(60_000) })

interface Round {
  /** Until restore() answered. */
  readonly answeredMs: number
  /** Until the last request that was sent to the bad release. */
  readonly movedMs: number
  readonly lost: number
  readonly sent: number
}

function lostOf(tally: Tally): number {
  const answered = [...tally.status].filter(([status]) => status !== 200).reduce((sum, [, count]) => sum + count, 0)
  return tally.lost + answered
}

async function rollBackOnce(): Promise<Round> {
  await target.prepare({ digest: bad, version: '2.0.0', instances: 2 }, fenced())
  const { address = '' } = await target.shift({ candidate: bad, stable: good, weight: 50, instances: { candidate: 2, stable: 2 } }, fenced())
  const load = startLoad(address, CLIENTS)
  await load.more(200)
  const from = performance.now()
  await target.restore({ id: 'snap_1', at: 0, stable: { digest: good, version: '1.0.0', instances: 2 } }, fenced())
  const answeredMs = performance.now() - from
  await load.more(300)
  const tally = await load.stop()
  return { answeredMs, movedMs: Math.max(0, (tally.lastSent.get('2.0.0') ?? 0) - from), lost: lostOf(tally), sent: tally.sent }
}

/** One port, one process: stop the new one, start the old one, wait. */
async function restartOnce(): Promise<Round> {
  const port = 20_000 + Math.floor(Math.random() * 20_000)
  const address = `http://127.0.0.1:${port}`
  const start = async (digest: Digest): Promise<ChildProcess> => {
    const child = spawn(process.execPath, ['server.mjs'], { cwd: join(root, 'store', digest.slice(7)), env: { ...process.env, PORT: String(port) }, stdio: 'ignore' })
    while (!(await ask(`${address}/healthz`).then(() => true, () => false))) await new Promise((resolve) => setTimeout(resolve, 5))
    return child
  }
  const running = await start(bad)
  const load = startLoad(address, CLIENTS)
  await load.more(200)
  const from = performance.now()
  const ended = new Promise((resolve) => running.once('exit', resolve))
  running.kill('SIGTERM')
  await ended
  const back = await start(good)
  const answeredMs = performance.now() - from
  await load.more(300)
  const tally = await load.stop()
  back.kill('SIGKILL')
  return { answeredMs, movedMs: answeredMs, lost: lostOf(tally), sent: tally.sent }
}

function quantile(values: readonly number[], q: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return Math.round((sorted[Math.min(sorted.length - 1, Math.ceil(q * sorted.length) - 1)] ?? 0) * 10) / 10
}

interface Summary {
  readonly answeredMs: { readonly p50: number; readonly max: number }
  readonly movedMs: { readonly p50: number; readonly max: number }
  readonly lost: number
  readonly sent: number
}

function summary(rounds: readonly Round[]): Summary {
  const of = (pick: (round: Round) => number): readonly number[] => rounds.map(pick)
  return {
    answeredMs: { p50: quantile(of((each) => each.answeredMs), 0.5), max: quantile(of((each) => each.answeredMs), 1) },
    movedMs: { p50: quantile(of((each) => each.movedMs), 0.5), max: quantile(of((each) => each.movedMs), 1) },
    lost: of((each) => each.lost).reduce((a, b) => a + b, 0),
    sent: of((each) => each.sent).reduce((a, b) => a + b, 0),
  }
}

try {
  await target.prepare({ digest: good, version: '1.0.0', instances: 2 }, fenced())
  await target.shift({ candidate: good, weight: 100, instances: { candidate: 2, stable: 0 } }, fenced())
  const ours: Round[] = []
  const reference: Round[] = []
  // In turn, so that whatever else the machine does falls on both.
  for (let round = 0; round < ROUNDS; round += 1) {
    ours.push(await rollBackOnce())
    reference.push(await restartOnce())
  }
  console.log(`${ROUNDS} rollbacks under load from ${CLIENTS.keepAlive + CLIENTS.fresh} clients, on ${cpus().length} processors, Node ${process.version}`)
  const [proxy, restart] = [summary(ours), summary(reference)]
  const line = { name: 'rollback', unit: 'ms', value: proxy.answeredMs.p50, reference: restart.answeredMs.p50, aim: `< 1000 ms, 0 lost (${proxy.lost} lost)` }
  console.log(JSON.stringify({ ...line, rounds: ROUNDS, weightedProxy: proxy, restartReference: restart }))
} finally {
  await stopSupervisor(join(root, 'run'))
  rmSync(root, { recursive: true, force: true })
}
