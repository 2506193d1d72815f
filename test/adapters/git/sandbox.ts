// Real repositories in temporary directories.
import { execFileSync } from 'node:child_process'
import { mkdtemp, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openGit, type Git } from '../../../src/adapters/git/git.ts'

export interface Sandbox {
  readonly directory: string
  readonly git: Git
  /** The first commit. */
  readonly commit: string
  /** Plain git as a person would use it; gives its output without the last line break. */
  person(...args: readonly string[]): string
  /** As `person`, with something on stdin. */
  pipe(stdin: string, ...args: readonly string[]): string
  close(): Promise<void>
}

/** An environment without any configuration of the machine. */
export const BARE_ENV: NodeJS.ProcessEnv = {
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_'))),
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
}

const PERSON = { GIT_AUTHOR_NAME: 'Pat', GIT_AUTHOR_EMAIL: 'pat@example.org', GIT_COMMITTER_NAME: 'Pat', GIT_COMMITTER_EMAIL: 'pat@example.org' }

/** A repository with one commit, or without any. */
export async function openSandbox(options: { readonly empty?: boolean; readonly format?: 'sha1' | 'sha256' } = {}): Promise<Sandbox> {
  const directory = await realpath(await mkdtemp(join(tmpdir(), 'operate-git-')))
  const pipe = (stdin: string, ...args: readonly string[]): string =>
    execFileSync('git', args, { cwd: directory, env: { ...BARE_ENV, ...PERSON }, input: stdin, encoding: 'utf8', stdio: ['pipe', 'pipe', 'pipe'] }).replace(/\n$/, '')
  const person = (...args: readonly string[]): string => pipe('', ...args)
  person('init', '--quiet', '--initial-branch=main', `--object-format=${options.format ?? 'sha1'}`)
  if (options.empty !== true) person('commit', '--quiet', '--allow-empty', '-m', 'Begin')
  const commit = options.empty === true ? '' : person('rev-parse', 'HEAD')
  return { directory, git: openGit(directory, BARE_ENV), commit, person, pipe, close: () => rm(directory, { recursive: true, force: true }) }
}
