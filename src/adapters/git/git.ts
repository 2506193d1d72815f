// Runs git by argv, the same way whatever the user, the machine or the hook that started us has configured.
import { spawn } from 'node:child_process'
import { AdapterError, messageOf } from '../../errors.ts'

export interface GitOptions {
  readonly stdin?: string
  readonly env?: Readonly<Record<string, string>>
}

export interface GitResult {
  /** Undefined when git was ended by a signal. */
  readonly code: number | undefined
  readonly stdout: Buffer
  readonly stderr: string
}

/** Runs git in one directory. */
export interface Git {
  readonly directory: string
  /** Runs git and gives what it said, whatever the exit code. Throws only when it cannot be run or takes too long. */
  run(args: readonly string[], options?: GitOptions): Promise<GitResult>
  /** Runs git and gives its output; throws `repository_unusable` with git's own words when it fails. */
  text(args: readonly string[], options?: GitOptions): Promise<string>
}

const TIMEOUT_MS = 60_000
const MAX_OUTPUT_BYTES = 256 * 1024 * 1024

/**
 * Variables of git that say who someone is, where the user's own configuration lies or how to reach a remote. Every other GIT_
 * variable is dropped: inside a hook GIT_DIR and GIT_INDEX_FILE point at the repository of the hook.
 */
const KEPT = /^GIT_(AUTHOR_|COMMITTER_|CONFIG|SSH|EXEC_PATH|CEILING_DIRECTORIES|SSL_)/

const SETTINGS = [
  // A hook could refuse, change or delay an entry; and an index watcher has no use here.
  'core.hooksPath=/dev/null',
  'core.fsmonitor=false',
  // An entry is a promise about what comes next: it must outlive a power failure.
  'core.fsync=loose-object,reference',
  'i18n.commitEncoding=UTF-8',
  'i18n.logOutputEncoding=UTF-8',
  'log.showSignature=false',
  'gc.auto=0',
].flatMap((setting) => ['-c', setting])

/** Git in a directory. `environment` is what the program was started with; `timeoutMs` is the longest that one call may take. */
export function openGit(directory: string, environment: NodeJS.ProcessEnv = process.env, timeoutMs = TIMEOUT_MS): Git {
  const env: NodeJS.ProcessEnv = {
    ...Object.fromEntries(Object.entries(environment).filter(([name]) => !name.startsWith('GIT_') || KEPT.test(name))),
    LC_ALL: 'C',
    GIT_TERMINAL_PROMPT: '0',
    GIT_PAGER: 'cat',
    // `status` must not write the index behind the user's back.
    GIT_OPTIONAL_LOCKS: '0',
    // Replaced objects would let history say something else than what is hashed.
    GIT_NO_REPLACE_OBJECTS: '1',
    GIT_LITERAL_PATHSPECS: '1',
  }
  const run = (args: readonly string[], options: GitOptions = {}): Promise<GitResult> =>
    runGit([...SETTINGS, ...args], { cwd: directory, env: { ...env, ...options.env }, stdin: options.stdin ?? '', timeoutMs })
  return {
    directory,
    run,
    text: async (args, options) => {
      const result = await run(args, options)
      if (result.code === 0) return result.stdout.toString('utf8')
      throw gitFailed(args, result, directory)
    },
  }
}

/** The error for a git that failed, in git's own words. */
export function gitFailed(args: readonly string[], result: GitResult, directory: string): AdapterError {
  const said = result.stderr.trim().slice(-1000)
  return new AdapterError({
    code: 'repository_unusable',
    message: `git ${args[0] ?? ''} failed in ${directory}: ${said === '' ? `exit code ${result.code ?? 'none, it was killed'}` : said}`,
    remedy: /not a git repository/.test(said) ? 'Run this inside a git repository, or name one with working-directory.' : 'Run the same git command by hand; what git says above tells what to mend.',
  })
}

function runGit(args: readonly string[], options: { readonly cwd: string; readonly env: NodeJS.ProcessEnv; readonly stdin: string; readonly timeoutMs: number }): Promise<GitResult> {
  return new Promise((resolve, reject) => {
    // A process group of its own: whatever git starts ends with it, and Ctrl-C does not end git between an object and its ref.
    const child = spawn('git', args, { cwd: options.cwd, env: options.env, detached: process.platform !== 'win32', stdio: ['pipe', 'pipe', 'pipe'] })
    const stdout: Buffer[] = []
    const stderr: Buffer[] = []
    let size = 0
    const giveUp = (message: string): void => {
      killGroup(child.pid)
      reject(new AdapterError({ code: 'repository_unusable', message: `git ${args[SETTINGS.length] ?? ''} in ${options.cwd}: ${message}`, remedy: 'Check the disk and the processes that use this repository.' }))
    }
    const timer = setTimeout(() => { giveUp(`gave no answer within ${options.timeoutMs / 1000} s`) }, options.timeoutMs)
    child.stdout.on('data', (chunk: Buffer) => {
      size += chunk.length
      stdout.push(chunk)
      if (size > MAX_OUTPUT_BYTES) giveUp(`answered more than ${MAX_OUTPUT_BYTES} bytes`)
    })
    child.stderr.on('data', (chunk: Buffer) => { stderr.push(chunk) })
    // Git may end without having read everything; its exit code says what that means.
    child.stdin.on('error', () => undefined)
    child.stdin.end(options.stdin)
    child.on('error', (error) => {
      clearTimeout(timer)
      reject(new AdapterError({
        code: 'repository_unusable',
        message: `git cannot be run in ${options.cwd}: ${messageOf(error)}`,
        remedy: 'Install git 2.30 or later, put it on the PATH, and check that the directory exists.',
        cause: error,
      }))
    })
    child.on('close', (code) => {
      clearTimeout(timer)
      resolve({ code: code ?? undefined, stdout: Buffer.concat(stdout), stderr: Buffer.concat(stderr).toString('utf8') })
    })
  })
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL')
  } catch {
    // It is gone already.
  }
}
