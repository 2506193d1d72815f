// `npm run demo`: the main job for real on this machine, from an empty repository to a rollback, under traffic that never stops.
// Everything is real: git, the artifact store, signatures, processes, the proxy, the requests. It runs the committed dist.
import { spawn, spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { stopSupervisor } from '../src/adapters/targets/process/stop-supervisor.ts'
import { startTraffic, type Traffic } from './demo/traffic.ts'

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..')
const OUT = join(ROOT, 'out', 'demo')
const WORK = join(OUT, 'work')
const CLI = join(ROOT, 'dist', 'cli.js')

interface Scene {
  readonly title: string
  /** What release.json of this release says; absent: nothing new is released. */
  readonly release?: Readonly<Record<string, unknown>>
  readonly task?: { readonly id: string; readonly title: string }
  readonly argv: readonly string[]
  readonly expected: { readonly decision: string; readonly exit: number; readonly live: string }
}

const SCENES: readonly Scene[] = [
  {
    title: 'v1: the first release',
    release: { version: '1.0.0' },
    task: { id: 'task-1', title: 'Say hello' },
    argv: ['run', '--task-id', 'task-1', '--version', '1.0.0'],
    expected: { decision: 'deployed', exit: 0, live: '1.0.0' },
  },
  {
    title: 'v2: a good release, canary under real traffic',
    release: { version: '2.0.0' },
    task: { id: 'task-2', title: 'Say hello faster' },
    argv: ['run', '--task-id', 'task-2', '--version', '2.0.0'],
    expected: { decision: 'deployed', exit: 0, live: '2.0.0' },
  },
  {
    title: 'v3: fails one request in twenty, and only under traffic',
    release: { version: '3.0.0', failOneIn: 20 },
    task: { id: 'task-3', title: 'Price orders' },
    argv: ['run', '--task-id', 'task-3', '--version', '3.0.0'],
    expected: { decision: 'rolled_back', exit: 1, live: '2.0.0' },
  },
  {
    title: 'v4: does not start',
    release: { version: '4.0.0', failToStart: true },
    task: { id: 'task-4', title: 'Use a database' },
    argv: ['run', '--task-id', 'task-4', '--version', '4.0.0'],
    expected: { decision: 'failed', exit: 1, live: '2.0.0' },
  },
  {
    title: 'a person rolls production back to the release before',
    argv: ['rollback', '--reason', 'customers see an old price'],
    expected: { decision: 'rolled_back', exit: 0, live: '1.0.0' },
  },
]

interface Ended {
  readonly title: string
  readonly ok: boolean
  readonly decision: string
  readonly reasonCode: string
  readonly exit: number
  readonly live: string
  readonly seconds: number
  readonly rollbackMs?: number
  readonly report: string
}

function git(...args: readonly string[]): string {
  const ran = spawnSync('git', args, { cwd: WORK, encoding: 'utf8' })
  if (ran.status !== 0) throw new Error(`git ${args.join(' ')}: ${ran.stderr}`)
  return ran.stdout.trim()
}

function write(path: string, text: string): void {
  mkdirSync(dirname(join(WORK, path)), { recursive: true })
  writeFileSync(join(WORK, path), text)
}

interface Ports {
  readonly staging: number
  readonly production: number
}

/** A port that nobody uses now, so that the demo runs beside whatever the machine runs already. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => (typeof address === 'object' && address !== null ? resolve(address.port) : reject(new Error('no port'))))
    })
  })
}

/** A repository as a team would have it: the service, a task, a constitution, and the configuration. */
function prepareRepository(ports: Ports): void {
  rmSync(OUT, { recursive: true, force: true })
  mkdirSync(WORK, { recursive: true })
  cpSync(join(ROOT, 'examples', 'node-service'), join(WORK, 'service'), { recursive: true })
  rmSync(join(WORK, 'service', 'server.test.mjs'), { force: true })
  const config = readFileSync(join(ROOT, 'scripts', 'demo', 'operate.yml'), 'utf8')
  write('.flowspec/operate.yml', config.replace('18081', String(ports.staging)).replace('18080', String(ports.production)))
  cpSync(join(ROOT, 'scripts', 'demo', 'tell.mjs'), join(WORK, 'tools', 'tell.mjs'))
  write('memory/constitution.md', '# Constitution\n\nTIER: Light\n\nRelease small, release often.\n')
  git('init', '--quiet', '--initial-branch=main')
  git('config', 'user.name', 'Dana Demo')
  git('config', 'user.email', 'dana@example.com')
}

/** A developer's part: change the service, write the task as Validated, commit. */
function release(scene: Scene): void {
  if (scene.release === undefined || scene.task === undefined) return
  const { id, title } = scene.task
  write('service/release.json', `${JSON.stringify(scene.release)}\n`)
  write(`backlog/tasks/${id} - ${title.replaceAll(' ', '-')}.md`, `---\nid: ${id}\ntitle: ${title}\nstatus: In Progress\nlabels:\n  - backend\n  - workflow:Validated\n---\n\n## Description\n\n${title}.\n`)
  git('add', '--all')
  git('commit', '--quiet', '--message', `feat: ${title.toLowerCase()}\n\nTask: ${id}`)
}

function operate(argv: readonly string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [CLI, ...argv], { cwd: WORK, stdio: 'inherit', env: { ...process.env, GITHUB_ACTIONS: '' } })
    child.once('error', reject)
    child.once('exit', (code) => resolve(code ?? 1))
  })
}

async function play(scene: Scene, index: number, traffic: Traffic): Promise<Ended> {
  console.log(`\n=== ${scene.title}\n`)
  release(scene)
  traffic.mark(scene.title)
  const directory = `out/${index + 1}`
  const started = Date.now()
  const exit = await operate([...scene.argv, '--report-directory', directory])
  const seconds = (Date.now() - started) / 1000
  const result = JSON.parse(readFileSync(join(WORK, directory, 'result.json'), 'utf8')) as {
    decision: string
    reason_code: string
    rollouts: readonly { production: boolean; rollbackMs?: number }[]
  }
  const live = await traffic.version()
  const rollbackMs = result.rollouts.find((rollout) => rollout.production)?.rollbackMs
  const { expected } = scene
  const ok = exit === expected.exit && result.decision === expected.decision && live === expected.live
  if (!ok) console.log(`UNEXPECTED: wanted ${JSON.stringify(expected)}, got ${JSON.stringify({ decision: result.decision, exit, live })}`)
  return { title: scene.title, ok, decision: result.decision, reasonCode: result.reason_code, exit, live, seconds, ...(rollbackMs === undefined ? {} : { rollbackMs }), report: join(WORK, directory, 'report.html') }
}

async function stopTargets(): Promise<void> {
  await Promise.all(['staging', 'production'].map((environment) => stopSupervisor(join(WORK, '.flowspec', 'run', 'hello', environment))))
}

async function main(): Promise<number> {
  const started = Date.now()
  // A demo that was interrupted may have left its processes behind.
  await stopTargets()
  const ports = { staging: await freePort(), production: await freePort() }
  prepareRepository(ports)
  const traffic = startTraffic({ url: `http://127.0.0.1:${ports.production}/`, perSecond: 200 })
  const ended: Ended[] = []
  try {
    for (const [index, scene] of SCENES.entries()) ended.push(await play(scene, index, traffic))
    console.log('\n=== what runs now\n')
    await operate(['status'])
  } finally {
    await traffic.stop()
    await stopTargets()
  }
  return summarize(ended, traffic, (Date.now() - started) / 1000)
}

function summarize(ended: readonly Ended[], traffic: Traffic, seconds: number): number {
  const counts = traffic.counts()
  // The rolled-back canary is the one with plots worth looking at.
  const shown = ended[2] ?? ended.at(-1)
  if (shown !== undefined) cpSync(shown.report, join(OUT, 'report.html'))
  const ok = ended.length === SCENES.length && ended.every((one) => one.ok) && counts.lostByTool === 0
  const result = { ok, seconds, requests: counts, scenes: ended.map(({ report, ...one }) => ({ ...one, report: relative(ROOT, report) })), labels: labels() }
  writeFileSync(join(OUT, 'result.json'), `${JSON.stringify(result, undefined, 2)}\n`)
  console.log(`\n=== summary (${seconds.toFixed(0)} s)\n`)
  for (const one of ended) {
    const back = one.rollbackMs === undefined ? '' : `, all traffic back in ${one.rollbackMs} ms`
    console.log(`${one.ok ? 'ok  ' : 'FAIL'} ${one.title}: ${one.decision} (${one.reasonCode}), ${one.live} live, ${one.seconds.toFixed(0)} s${back}`)
  }
  console.log(`\n${counts.answered} requests answered; ${counts.badByRelease} failed because v3 is bad; ${counts.lostByTool} failed because of the tool`)
  for (const example of counts.examples) console.log(`  ${example}`)
  console.log(`\nreport: ${relative(process.cwd(), join(OUT, 'report.html'))}\nresult: ${relative(process.cwd(), join(OUT, 'result.json'))}`)
  return ok ? 0 : 1
}

/** The workflow label that each task ended with. */
function labels(): Readonly<Record<string, string>> {
  const tasks = SCENES.flatMap((scene) => (scene.task === undefined ? [] : [scene.task]))
  return Object.fromEntries(tasks.map(({ id, title }) => [id, /workflow:[^\n"']*/.exec(readFileSync(join(WORK, 'backlog', 'tasks', `${id} - ${title.replaceAll(' ', '-')}.md`), 'utf8'))?.[0] ?? 'none']))
}

process.exitCode = await main()
