import { AdapterError } from '../../errors.ts'
import type { Repository } from '../../ports.ts'
import { gitFailed, type Git } from './git.ts'

/** Finds the work tree that the directory is in. Throws `repository_unusable` when there is none. */
export async function openRepository(git: Git, reopen: (root: string) => Git): Promise<Repository> {
  const root = (await git.text(['rev-parse', '--show-toplevel'])).replace(/\n$/, '')
  return gitRepository(reopen(root), root)
}

/** The repository whose root is known. */
export function gitRepository(git: Git, root: string): Repository {
  return {
    root,
    head: () => head(git),
    commitTime: (commit) => commitTime(git, commit),
    message: (commit) => message(git, commit),
    uncommitted: (paths) => uncommitted(git, paths),
    log: (from, to) => log(git, from, to),
    changed: (from, to) => changed(git, from, to),
    tagged: (name) => tagged(git, `refs/tags/${name}`),
    tag: (name, commit, message) => tag(git, { name, commit, message }),
  }
}

/** A revision resolved to a full id. `--end-of-options` keeps a name that begins with a dash from being an option. */
async function resolve(git: Git, revision: string): Promise<string> {
  const args = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`]
  const result = await git.run(args)
  const oid = result.stdout.toString('utf8').trim()
  if (result.code === 0 && oid !== '') return oid
  if (/not a git repository|dubious ownership/.test(result.stderr)) throw gitFailed(args, result, git.directory)
  throw new AdapterError({
    code: 'repository_unusable',
    message: `no commit ${JSON.stringify(revision.slice(0, 200))} in ${git.directory}`,
    remedy: 'Check the name. In a shallow clone fetch the whole history: `git fetch --unshallow`, or `fetch-depth: 0` of actions/checkout.',
  })
}

async function head(git: Git): Promise<Awaited<ReturnType<Repository['head']>>> {
  const [status, origin] = await Promise.all([git.text(['status', '--porcelain=v2', '--branch', '-z', '--untracked-files=normal']), originOf(git)])
  const lines = status.split('\0')
  const field = (name: string): string | undefined => lines.find((line) => line.startsWith(`# ${name} `))?.slice(name.length + 3)
  const commit = field('branch.oid')
  if (commit === undefined || commit === '(initial)') {
    throw new AdapterError({ code: 'repository_unusable', message: `the repository ${git.directory} has no commit yet`, remedy: 'Commit what is to be deployed first.' })
  }
  const branch = field('branch.head')
  return {
    commit,
    committedAt: await commitTime(git, commit),
    ...(branch === undefined || branch === '(detached)' ? {} : { branch }),
    dirty: lines.some((line) => line !== '' && !line.startsWith('# ')),
    ...(origin === undefined ? {} : { origin }),
  }
}

/** Where the repository came from, without the password or token that a URL may carry. */
async function originOf(git: Git): Promise<string | undefined> {
  const result = await git.run(['config', '--get', 'remote.origin.url'])
  const url = result.stdout.toString('utf8').trim()
  return url === '' ? undefined : url.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/@]*@/i, '$1')
}

async function commitTime(git: Git, commit: string): Promise<number> {
  const oid = await resolve(git, commit)
  return Number((await git.text(['log', '-1', '--format=%ct', oid, '--'])).trim()) * 1000
}

async function message(git: Git, commit: string): Promise<string> {
  return (await git.text(['log', '-1', '--format=%B', await resolve(git, commit), '--'])).trimEnd()
}

async function uncommitted(git: Git, paths: readonly string[]): Promise<readonly string[]> {
  const [changed, fresh] = await Promise.all([
    git.text(['diff-index', '-z', '--name-only', '--no-renames', await resolve(git, 'HEAD'), '--', ...paths]),
    git.text(['ls-files', '-z', '--others', '--exclude-standard', '--', ...paths]),
  ])
  return `${changed}${fresh}`.split('\0').filter((path) => path !== '').toSorted()
}

async function log(git: Git, from: string | undefined, to: string): Promise<Awaited<ReturnType<Repository['log']>>> {
  const range = [await resolve(git, to), ...(from === undefined ? [] : [`^${await resolve(git, from)}`])]
  const text = await git.text(['log', '-z', '--format=%H%x00%an%x00%ct%x00%s', ...range, '--'])
  if (text === '') return []
  const fields = text.replace(/\0$/, '').split('\0')
  return Array.from({ length: Math.floor(fields.length / 4) }, (_, index) => {
    const [sha = '', author = '', seconds = '', subject = ''] = fields.slice(index * 4, index * 4 + 4)
    return { sha, subject, author, at: Number(seconds) * 1000 }
  })
}

async function changed(git: Git, from: string, to: string): Promise<readonly string[]> {
  const text = await git.text(['diff-tree', '-r', '-z', '--name-only', '--no-renames', '--no-commit-id', await resolve(git, from), await resolve(git, to), '--'])
  return text.split('\0').filter((path) => path !== '')
}

async function tag(git: Git, what: { readonly name: string; readonly commit: string; readonly message: string }): Promise<void> {
  const { name, message } = what
  const commit = await resolve(git, what.commit)
  const ref = `refs/tags/${name}`
  const valid = await git.run(['check-ref-format', ref])
  if (valid.code !== 0 || name.startsWith('-')) {
    throw new AdapterError({ code: 'bad_input', message: `git does not allow a tag of the name ${JSON.stringify(name.slice(0, 200))}`, remedy: 'Give the version a name without spaces and without ~ ^ : ? * [ \\ and a leading dash.' })
  }
  if (await isTagged(git, ref, commit)) return
  const args = ['tag', '--annotate', '--cleanup=verbatim', '--file=-', '--', name, commit]
  const created = await git.run(args, { stdin: message === '' ? name : message, env: await identity(git) })
  // A race for the same tag on the same commit has no loser.
  if (created.code !== 0 && !(await isTagged(git, ref, commit))) throw gitFailed(args, created, git.directory)
}

async function tagged(git: Git, ref: string): Promise<string | undefined> {
  const result = await git.run(['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{}`])
  const found = result.stdout.toString('utf8').trim()
  return result.code !== 0 || found === '' ? undefined : found
}

async function isTagged(git: Git, ref: string, commit: string): Promise<boolean> {
  const found = await tagged(git, ref)
  if (found === undefined) return false
  if (found === commit) return true
  throw new AdapterError({
    code: 'tag_exists_elsewhere',
    message: `the tag ${ref.slice('refs/tags/'.length)} is on ${found.slice(0, 12)}, not on ${commit.slice(0, 12)}`,
    remedy: 'A release tag is never moved. Release under another version.',
  })
}

/** Who tags: the user as git knows them, or this program where nobody is configured, as on a build machine. */
async function identity(git: Git): Promise<Readonly<Record<string, string>>> {
  const known = await git.run(['-c', 'user.useConfigOnly=true', 'var', 'GIT_COMMITTER_IDENT'])
  return known.code === 0 ? {} : { GIT_COMMITTER_NAME: 'flowspec-operate', GIT_COMMITTER_EMAIL: 'operate@flowspec.invalid' }
}
