// The composition: the only place that constructs adapters. Loaded by main.ts once there is an intent worth it.
import { randomUUID } from 'node:crypto'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { localCustodian } from './adapters/evidence/local-custodian.ts'
import { programs } from './adapters/exec/programs.ts'
import { filesIn } from './adapters/files/files.ts'
import { openGit } from './adapters/git/git.ts'
import { openGitLedger } from './adapters/git/ledger.ts'
import { openRepository } from './adapters/git/repository.ts'
import { localRun, localRunProbe } from './adapters/git/run-probe.ts'
import { prober } from './adapters/probes/prober.ts'
import { ociLayout } from './adapters/registry/oci-layout.ts'
import { systemClock } from './adapters/system/clock.ts'
import { localHost } from './adapters/system/host.ts'
import { processTarget } from './adapters/targets/process/process-target.ts'
import { BacklogTasks } from './adapters/tasks/backlog.ts'
import type { Connected } from './adapters/github/connect.ts'
import type { RunEvent } from './domain/task/event.ts'
import { missingOperate, parseOperate } from './config/operate.ts'
import { parseWorkflow, WORKFLOW_PATHS } from './config/workflow.ts'
import type { Context } from './context.ts'
import type { ServiceSettings, Settings } from './domain/policy/settings.ts'
import type { Problem } from './domain/problem.ts'
import type { StateMachine } from './domain/task/task.ts'
import { AdapterError, ConfigError } from './errors.ts'
import type { Intent } from './inputs.ts'
import type { Clock, Console, Files, Repository } from './ports.ts'

export interface ComposeOptions {
  readonly intent: Intent
  readonly console: Console
  readonly signal: AbortSignal
  readonly env: NodeJS.ProcessEnv
  readonly mask: (text: string) => string
  /** The run to act for, when this process continues another one's work (the post step). */
  readonly runId?: string
}

/** Reads the user's files and wires everything up. Throws ConfigError with every mistake of every file at once. */
export async function compose(options: ComposeOptions): Promise<Context> {
  const { intent, console, signal, env, mask } = options
  const clock = systemClock()
  const repository = await openRepository(openGit(resolve(intent.workingDirectory)), (root) => openGit(root))
  const git = openGit(repository.root)
  const files = filesIn(repository.root)
  const { settings, machine } = await readUserFiles(intent, files)
  const service = chooseService(settings, intent.service)
  const running = programs()
  const at = (path: string): string => resolve(repository.root, path)
  const store = ociLayout(at(service.artifact.store))
  const artifactKey = { private: at(service.artifact.key.private), public: at(service.artifact.key.public) }
  const github = await gitHubFor(settings, { token: intent.githubToken, env, clock })
  const ledgerGitHub = settings.ledger.store === 'github' ? github?.connected : undefined
  const tasksGitHub = settings.tasks.store === 'github' ? github?.connected : undefined
  const event = tasksGitHub === undefined ? undefined : await github?.readEvent()
  const started = await localRun(options.runId ?? runIdOf(env), clock.now())
  return {
    intent,
    settings,
    machine,
    service,
    actor: intent.actor ?? env['GITHUB_ACTOR'] ?? (await gitUser(repository, git)),
    run: withGitHub(started, env),
    signal,
    mask,
    clock,
    console,
    files,
    host: localHost(env),
    repository,
    programs: running,
    ledger: ledgerGitHub === undefined ? openGitLedger(git, settings.ledger.namespace) : ledgerGitHub.ledger(settings.ledger.namespace),
    runs: ledgerGitHub === undefined ? localRunProbe() : ledgerGitHub.runs(localRunProbe()),
    ...(tasksGitHub === undefined
      ? { tasks: new BacklogTasks({ root: repository.root, directory: settings.tasks.directory }) }
      : { tasks: tasksGitHub.tasks, approvals: tasksGitHub.approvals, ...(event === undefined ? {} : { event }) }),
    prober: prober({ clock, programs: running, cwd: repository.root }),
    chain: { packer: store, store, custodian: localCustodian({ store, key: artifactKey, programs: running, name: service.name, signal }) },
    target: (of, environment) =>
      processTarget({
        settings: { ...environment.target, directory: at(environment.target.directory) },
        root: repository.root,
        service: of.name,
        environment: environment.name,
        store,
        supervisorScript: supervisorScript(),
        clock,
        latencyBoundsMs: environment.judge.latencyBoundsMs,
      }),
  }
}

interface ThroughGitHub {
  readonly connected: Connected
  /** What started this run. */
  readonly readEvent: () => Promise<RunEvent | undefined>
}

/** GitHub's adapters, loaded only where a setting asks for them. */
async function gitHubFor(settings: Settings, options: { readonly token: string | undefined; readonly env: NodeJS.ProcessEnv; readonly clock: Clock }): Promise<ThroughGitHub | undefined> {
  if (settings.ledger.store !== 'github' && settings.tasks.store !== 'github') return undefined
  const [{ connectGitHub }, { eventIn }] = await Promise.all([import('./adapters/github/connect.ts'), import('./adapters/github/event-file.ts')])
  return { connected: connectGitHub(options), readEvent: () => eventIn(options.env) }
}

/** Beside the bundle in dist, beside the sources in a checkout. */
function supervisorScript(): string {
  const here = fileURLToPath(import.meta.url)
  return here.endsWith('.ts') ? join(dirname(here), 'supervisor.ts') : join(dirname(here), '..', 'supervisor', 'index.js')
}

async function readUserFiles(intent: Intent, files: Files): Promise<{ readonly settings: Settings; readonly machine: StateMachine }> {
  const problems: Problem[] = []
  const text = await files.read(intent.config)
  if (text === undefined) {
    throw new ConfigError([missingOperate(intent.config)])
  }
  const settings = parseOperate(text, intent.config)
  if (!settings.ok) problems.push(...settings.problems)
  const machine = await readMachine(files)
  if (!machine.ok) problems.push(...machine.problems)
  const [first, ...others] = problems
  if (!settings.ok || !machine.ok) {
    if (first === undefined) throw new Error('a parser refused without a problem')
    throw new ConfigError([first, ...others])
  }
  return { settings: settings.value, machine: machine.value }
}

async function readMachine(files: Files): Promise<ReturnType<typeof parseWorkflow>> {
  for (const path of WORKFLOW_PATHS) {
    const text = await files.read(path)
    if (text !== undefined) return parseWorkflow(text, path)
  }
  return parseWorkflow(undefined, 'built in')
}

function chooseService(settings: Settings, name: string | undefined): ServiceSettings {
  const { services } = settings
  const [only, ...others] = services
  if (name === undefined && others.length === 0) return only
  const found = services.find((service) => service.name === name)
  if (found !== undefined) return found
  const names = services.map((service) => service.name).join(', ')
  throw new ConfigError([
    {
      code: name === undefined ? 'input.service-needed' : 'input.unknown-service',
      what: name === undefined ? `${settings.source} names several services and none was chosen` : `${settings.source} has no such service`,
      ...(name === undefined ? {} : { value: name }),
      remedy: `Give --service with one of: ${names}.`,
    },
  ])
}

async function gitUser(repository: Repository, git: ReturnType<typeof openGit>): Promise<string> {
  try {
    const name = (await git.text(['config', '--get', 'user.name'])).trim()
    if (name !== '') return name
  } catch (error) {
    // An unset name is an exit code; anything else will show itself at the next call.
    if (!(error instanceof AdapterError)) throw error
  }
  return process.env['USER'] ?? `someone in ${repository.root}`
}

/** Two jobs of one workflow run are two runs for the ledger, so the run's number alone is not enough. */
export function runIdOf(env: NodeJS.ProcessEnv): string {
  const { GITHUB_RUN_ID: run, GITHUB_JOB: job } = env
  return run === undefined ? `local-${randomUUID()}` : `gh-${run}-${job ?? 'job'}-${randomUUID()}`
}

function withGitHub(run: Context['run'], env: NodeJS.ProcessEnv): Context['run'] {
  const { GITHUB_RUN_ID: id, GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_RUN_ATTEMPT: attempt } = env
  if (id === undefined || server === undefined || repository === undefined) return run
  return { ...run, attempt: Number(attempt ?? '1'), url: `${server}/${repository}/actions/runs/${id}` }
}
