// A repository as a team would have it, in a temporary directory: the example service, task files, the configuration, real targets.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { openGit } from '../../src/adapters/git/git.ts'
import { openGitLedger } from '../../src/adapters/git/ledger.ts'
import { placeFile, readPlace } from '../../src/adapters/targets/process/places.ts'
import { readStatus } from '../../src/adapters/targets/process/client.ts'
import { stopSupervisor } from '../../src/adapters/targets/process/stop-supervisor.ts'
import { verifyChain, type ChainFinding } from '../../src/domain/ledger/chain.ts'
import type { Entry, Head, LedgerState } from '../../src/domain/ledger/entry.ts'
import { emptyState } from '../../src/domain/ledger/fold.ts'
import { isServing, liveDigestOf } from '../../src/domain/rollout/live.ts'
import { stateOf } from '../../src/adapters/targets/process/target-state.ts'
import type { LedgerStore, TargetState } from '../../src/ports.ts'

const ROOT = join(import.meta.dirname, '..', '..')

export interface WorkspaceOptions {
  /** The whole operate.yml; the default is `quickConfig()`. */
  readonly operate?: string
  /** Services and the folder of each; default one service `hello` in `service`. */
  readonly services?: Readonly<Record<string, string>>
}

export interface ReleaseOptions {
  /** What release.json says: `version`, and how the release behaves. */
  readonly release: Readonly<Record<string, unknown>>
  readonly task?: string
  readonly title?: string
  readonly labels?: readonly string[]
  readonly message?: string
  readonly service?: string
}

export interface Workspace {
  readonly root: string
  /** HOME of everything that runs here, outside the repository. */
  readonly home: string
  git(...args: readonly string[]): string
  head(): string
  write(path: string, text: string): void
  read(path: string): string
  exists(path: string): boolean
  commit(message: string): string
  /** A developer's part: changes the service, writes the task as Validated, commits. */
  release(options: ReleaseOptions): void
  labels(task: string): readonly string[]
  readonly ledger: LedgerStore
  state(environment: string, service?: string): Promise<LedgerState>
  /** Newest first. */
  entries(environment: string, service?: string): Promise<readonly Entry[]>
  chain(environment: string, service?: string): Promise<readonly ChainFinding[]>
  directory(environment: string, service?: string): string
  /** Directories of every target of this workspace. */
  targets(): readonly string[]
  observe(environment: string, service?: string): Promise<TargetState | undefined>
  /** The digest that has all traffic and a serving instance. */
  live(environment: string, service?: string): Promise<string | undefined>
  /** Public address of an environment. */
  address(environment: string, service?: string): string
  events(): readonly { readonly event_type: string; readonly [key: string]: unknown }[]
  json(path: string): unknown
  /** Everything that a dry run must not change: files with their bytes, refs, the index. */
  fingerprint(): Readonly<Record<string, string>>
  remove(): Promise<void>
}

/** A configuration made for speed: everything real, nothing waits. */
export function quickConfig(options: { readonly production?: string; readonly staging?: boolean; readonly more?: string } = {}): string {
  const { production = 'strategy: blue-green', staging = true, more = '' } = options
  const target = 'target: { process: { command: [node, server.mjs], port: 0, instances: 1, ready: /healthz, drain: 1s, start-limit: 20s } }'
  return [
    'version: 1',
    'service: hello',
    'artifact: { path: service, stack: files }',
    'environments:',
    ...(staging ? ['  staging:', `    ${target}`, '    health: { every: 1s }'] : []),
    '  production:',
    `    ${target}`,
    '    health: { every: 1s }',
    ...(/^verification:/m.test(production) ? [] : ['    verification: 0s']),
    ...production.split('\n').map((line) => `    ${line}`),
    'ledger: { lease: 15s }',
    "notifications: { stakeholders: ['#hello-releases'], command: [node, -e, 'process.stdin.resume()'] }",
    ...(more === '' ? [] : [more]),
    '',
  ].join('\n')
}

/** Two steps of a canary that decide within seconds under the traffic of a test. */
export const QUICK_CANARY = 'strategy: { canary: { steps: [{ weight: 20, bake: 2s }, { weight: 50, bake: 2s }] } }\nhold: { limit: 40s }'

export function createWorkspace(options: WorkspaceOptions = {}): Workspace {
  const top = realpathSync(mkdtempSync(join(tmpdir(), 'operate-')))
  const root = join(top, 'repository')
  const home = join(top, 'home')
  mkdirSync(root)
  mkdirSync(home)
  const services = options.services ?? { hello: 'service' }
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  const git = (...args: readonly string[]): string => {
    const ran = spawnSync('git', args, { cwd: root, encoding: 'utf8', env: { PATH: process.env['PATH'], HOME: home, GIT_CONFIG_NOSYSTEM: '1', LC_ALL: 'C' } })
    if (ran.status !== 0) throw new Error(`git ${args.join(' ')}: ${ran.stderr}`)
    return ran.stdout.trim()
  }
  const commit = (message: string): string => {
    git('add', '--all')
    git('-c', 'user.name=Dana', '-c', 'user.email=dana@example.com', 'commit', '--quiet', '--allow-empty', '--message', message)
    return git('rev-parse', 'HEAD')
  }
  for (const folder of Object.values(services)) {
    cpSync(join(ROOT, 'examples', 'node-service'), join(root, folder), { recursive: true, filter: (path) => !/node_modules|\.test\.mjs$/.test(path) })
  }
  git('init', '--quiet', '--initial-branch=main')
  write('.gitignore', 'node_modules\n.flowspec/*\n!.flowspec/operate.yml\n.logs/\nout/\n')
  write('.flowspec/operate.yml', options.operate ?? quickConfig())
  write('memory/constitution.md', '# Constitution\n\nTIER: Light\n\nRelease small, release often.\n')
  commit('chore: begin')

  const ledger = openGitLedger(openGit(root, { PATH: process.env['PATH'], HOME: home }), 'refs/flowspec')
  const keyOf = (environment: string, service = 'hello'): { service: string; environment: string } => ({ service, environment })
  const heads = async (environment: string, service?: string): Promise<readonly Head[]> => {
    const found: Head[] = []
    for await (const head of ledger.history(keyOf(environment, service))) found.push(head)
    return found
  }
  const directory = (environment: string, service = 'hello'): string => join(root, '.flowspec', 'run', service, environment)
  const observe = async (environment: string, service?: string): Promise<TargetState | undefined> => {
    const found = await readStatus(directory(environment, service), AbortSignal.timeout(10_000))
    return found === undefined ? undefined : stateOf(found.status, found.place)
  }
  const targets = (): readonly string[] => {
    const run = join(root, '.flowspec', 'run')
    return existsSync(run) ? readdirSync(run).flatMap((service) => readdirSync(join(run, service)).map((environment) => join(run, service, environment))).filter((directory) => existsSync(placeFile(directory))) : []
  }
  const taskFile = (task: string): string => {
    const name = readdirSync(join(root, 'backlog', 'tasks')).find((file) => file.startsWith(`${task} - `))
    if (name === undefined) throw new Error(`no task ${task}`)
    return `backlog/tasks/${name}`
  }
  const read = (path: string): string => readFileSync(join(root, path), 'utf8')

  return {
    root,
    home,
    git,
    head: () => git('rev-parse', 'HEAD'),
    write,
    read,
    exists: (path) => existsSync(join(root, path)),
    commit,
    release({ release, task = 'task-1', title = 'Say hello', labels = ['workflow:Validated'], message, service = 'hello' }) {
      write(`${services[service] ?? 'service'}/release.json`, `${JSON.stringify(release)}\n`)
      const quoted = (text: string): string => JSON.stringify(text)
      write(`backlog/tasks/${task} - Task.md`, `---\nid: ${task}\ntitle: ${quoted(title)}\nstatus: In Progress\nlabels:\n  - backend\n${labels.map((label) => `  - ${quoted(label)}\n`).join('')}---\n\n## Description\n\nSomething a person wrote.\n`)
      commit(message ?? `feat: release ${String(release['version'])}\n\nTask: ${task}`)
    },
    labels(task) {
      const list = /\nlabels:\n((?: +- .*\n)*)/.exec(read(taskFile(task)))?.[1] ?? ''
      return list.split('\n').flatMap((line) => (line.trim() === '' ? [] : [line.replace(/^ +- /, '').replace(/^["'](.*)["']$/, '$1')]))
    },
    ledger,
    async state(environment, service) {
      return (await ledger.read(keyOf(environment, service)))?.entry.state ?? emptyState
    },
    async entries(environment, service) {
      return (await heads(environment, service)).map((head) => head.entry)
    },
    async chain(environment, service) {
      return verifyChain(await heads(environment, service))
    },
    directory,
    targets,
    observe,
    async live(environment, service) {
      const state = await observe(environment, service)
      const digest = state === undefined ? undefined : liveDigestOf(state)
      return state?.releases.some((release) => release.digest === digest && release.instances.some(isServing)) === true ? digest : undefined
    },
    address(environment, service) {
      const place = readPlace(directory(environment, service))
      if (place === undefined) throw new Error(`nothing was ever started in ${environment}`)
      return `http://${place.host}:${place.port}`
    },
    events: () => (existsSync(join(root, '.flowspec/events.jsonl')) ? read('.flowspec/events.jsonl').trimEnd().split('\n').map((line) => JSON.parse(line) as { event_type: string }) : []),
    json: (path) => JSON.parse(read(path)) as unknown,
    fingerprint() {
      const files = readdirSync(root, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() || entry.isSymbolicLink())
        .map((entry) => join(entry.parentPath, entry.name))
        // The logs of what runs go on by themselves.
        .filter((path) => !/\/logs\/[^/]*$|supervisor\.log$/.test(path))
      const hashes = files.map((path) => [relative(root, path), createHash('sha256').update(readFileSync(path)).digest('hex')] as const)
      return { ...Object.fromEntries(hashes), 'all refs': git('for-each-ref') }
    },
    async remove() {
      await Promise.all(targets().map((target) => stopSupervisor(target)))
      rmSync(top, { recursive: true, force: true, maxRetries: 3 })
    },
  }
}
