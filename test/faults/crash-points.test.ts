// One scripted deployment, killed before and after each call of git: whoever comes next brings the world back into order.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { crashingGit, movesRef } from '../support/crashing-git.ts'
import { brokenInvariants } from '../support/invariants.ts'
import { runCli, runStep, startStep } from '../support/runner.ts'
import { createWorkspace, quickConfig, type Workspace } from '../support/workspace.ts'

/** How many deployments are killed at the same time, each in a repository of its own. */
const LANES = 3

interface Point {
  readonly call: number
  readonly when: 'before' | 'after'
}

/** A repository in which version after version is deployed, and what came of it. */
class Lane {
  readonly workspace: Workspace = createWorkspace({ operate: quickConfig({ staging: false }) })
  #count = 0
  /** How many deployments were killed here. */
  killed = 0

  async begin(): Promise<void> {
    this.#release()
    const ran = await runStep(this.workspace, { inputs: this.#inputs() })
    if (ran.code !== 0) throw new Error(ran.log)
  }

  #release(): void {
    this.#count += 1
    this.workspace.release({ release: { version: this.version }, task: this.task, title: `Step ${this.#count}` })
  }

  #inputs(): Readonly<Record<string, string>> {
    return { 'task-id': this.task, version: this.version }
  }

  get task(): string {
    return `task-${this.#count}`
  }

  get version(): string {
    return `1.0.${this.#count}`
  }

  /** The calls of git that one undisturbed deployment makes. */
  async calls(): Promise<readonly string[]> {
    this.#release()
    const git = crashingGit(0, 'before', this.workspace.home)
    const step = startStep(this.workspace, { inputs: this.#inputs(), env: { PATH: git.path } })
    const ended = await step.ended
    if (ended.code !== 0) throw new Error(ended.log)
    return git.calls()
  }

  /** Kills the deployment of a new version at a point, lets someone recover it, and says what is wrong then. */
  async kill(point: Point, by: 'post' | 'reconcile' | 'run'): Promise<readonly string[]> {
    this.#release()
    const git = crashingGit(point.call, point.when, this.workspace.home)
    const step = startStep(this.workspace, { inputs: this.#inputs(), env: { PATH: git.path } })
    const main = await step.ended
    // The same deployment makes a call more or less each time; one that ended before its point was not killed, and must have ended well.
    const killed = main.signal === 'SIGKILL'
    if (killed) this.killed += 1
    const wrong = killed || (main.code === 0 && git.calls().length < point.call) ? [] : [`main was not killed at ${git.calls()[point.call - 1] ?? ''}`]
    const after = by === 'post' ? await step.post() : by === 'reconcile' ? await runCli(this.workspace, ['reconcile', '--lock-timeout', '60s']) : await this.#runAgain()
    const broken = [...wrong, ...(after.code === 0 ? [] : [`${by} ended with ${after.code ?? 'a signal'}`]), ...(await brokenInvariants(this.workspace, { task: this.task })), ...(await this.#unfinished(by))]
    return broken.length === 0 ? [] : [...broken, main.log, after.log]
  }

  #runAgain(): ReturnType<typeof runCli> {
    return runCli(this.workspace, ['run', '--task-id', this.task, '--version', this.version, '--lock-timeout', '60s'])
  }

  /** What is live is finalized: tagged, and known as such. After a run of the same task it is also live. */
  async #unfinished(by: string): Promise<readonly string[]> {
    const { live, finalized } = await this.workspace.state('production')
    if (live === undefined) return ['nothing is live']
    const tagged = this.workspace.git('tag', '--points-at', live.commit)
    return [
      ...(finalized?.deployment === live.id ? [] : [`${live.version} is live and not finalized`]),
      ...(tagged.split('\n').includes(`v${live.version}`) ? [] : [`${live.version} is live and has the tags ${JSON.stringify(tagged)}`]),
      ...(by === 'run' && live.version !== this.version ? [`the run after the crash left ${live.version} live`] : []),
    ]
  }
}

let lanes: readonly Lane[]
let calls: readonly string[]

beforeAll(async () => {
  lanes = Array.from({ length: LANES }, () => new Lane())
  await Promise.all(lanes.map((lane) => lane.begin()))
  calls = await (lanes[0] ?? new Lane()).calls()
}, 60_000)
afterAll(() => Promise.all(lanes.map((lane) => lane.workspace.remove())), 60_000)

async function killAt(points: readonly Point[], by: 'post' | 'reconcile' | 'run'): Promise<Readonly<Record<string, readonly string[]>>> {
  const left = [...points]
  const found: Record<string, readonly string[]> = {}
  await Promise.all(
    lanes.map(async (lane) => {
      for (let point = left.shift(); point !== undefined; point = left.shift()) {
        const broken = await lane.kill(point, by)
        if (broken.length > 0) found[`${point.when} call ${point.call}`] = broken
      }
    }),
  )
  return found
}

function killed(): number {
  return lanes.reduce((sum, lane) => sum + lane.killed, 0)
}

describe('a deployment that is killed', () => {
  it('[G2] before or after any call of git is brought to a good end by the post step (D03, D06, K05)', async () => {
    // A call that moves no ref leaves the world as it was, so the moment after it is the moment before the next one.
    const first = calls.findIndex(movesRef)
    const points = calls.flatMap((call, index): readonly Point[] => [
      // Until the first ref moves nothing but files of its own can have changed; every fourth moment will do.
      ...(index < first && index % 4 !== 0 ? [] : [{ call: index + 1, when: 'before' } as const]),
      ...(movesRef(call) ? [{ call: index + 1, when: 'after' } as const] : []),
    ])
    expect(points.length).toBeGreaterThan(40)
    const before = killed()
    expect(await killAt(points, 'post')).toEqual({})
    expect(killed() - before).toBeGreaterThan(points.length * 0.95)
  }, 400_000)

  it('[G2] is brought to a good end by reconcile once the lease has run out (D04)', async () => {
    const points = [0.5, 0.65, 0.9].map((share, index) => ({ call: Math.ceil(share * calls.length), when: index % 2 === 0 ? ('before' as const) : ('after' as const) }))
    expect(await killAt(points, 'reconcile')).toEqual({})
  }, 300_000)

  it('[G2] is finished by the next run, which then does its own job (D04, D07)', async () => {
    const points = [0.55, 0.7, 0.95].map((share, index) => ({ call: Math.ceil(share * calls.length), when: index % 2 === 0 ? ('after' as const) : ('before' as const) }))
    expect(await killAt(points, 'run')).toEqual({})
  }, 300_000)
})
