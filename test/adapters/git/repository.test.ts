import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { openGit } from '../../../src/adapters/git/git.ts'
import { gitRepository, openRepository } from '../../../src/adapters/git/repository.ts'
import type { Repository } from '../../../src/ports.ts'
import { BARE_ENV, openSandbox, type Sandbox } from './sandbox.ts'

describe('the source repository', () => {
  let sandbox: Sandbox
  let repository: Repository

  beforeEach(async () => {
    sandbox = await openSandbox()
    repository = gitRepository(sandbox.git, sandbox.directory)
  })

  afterEach(() => sandbox.close())

  async function commitFile(name: string, message: string): Promise<string> {
    await writeFile(join(sandbox.directory, name), message)
    sandbox.person('add', '--', name)
    sandbox.person('commit', '--quiet', '-m', message)
    return sandbox.person('rev-parse', 'HEAD')
  }

  it('is found from a folder inside', async () => {
    const inside = join(sandbox.directory, 'deep', 'down')
    await mkdir(inside, { recursive: true })
    const found = await openRepository(openGit(inside, BARE_ENV), (root) => openGit(root, BARE_ENV))
    expect(found.root).toBe(sandbox.directory)
    expect((await found.head()).commit).toBe(sandbox.commit)
  })

  it('says what is checked out', async () => {
    sandbox.person('remote', 'add', 'origin', 'https://pat:ghp_secret@example.org/shop.git')
    const time = Number(sandbox.person('log', '-1', '--format=%ct')) * 1000
    expect(await repository.head()).toEqual({ commit: sandbox.commit, committedAt: time, branch: 'main', dirty: false, origin: 'https://example.org/shop.git' })
    expect(await repository.commitTime('main')).toBe(time)
  })

  it.each(['git@example.org:shop.git', '/srv/git/shop.git'])('leaves the origin %s as it is', async (origin) => {
    sandbox.person('remote', 'add', 'origin', origin)
    expect((await repository.head()).origin).toBe(origin)
  })

  it('knows no branch on a detached head, and no origin where there is none', async () => {
    sandbox.person('checkout', '--quiet', '--detach')
    const head = await repository.head()
    expect(head).not.toHaveProperty('branch')
    expect(head).not.toHaveProperty('origin')
  })

  it.each(['-x', '--help', 'a b'.replace(' ', '\u00a0'), 'feature/ünïcode', "it's;rm", '$(id)'])('copes with the branch %j', async (branch) => {
    sandbox.person('update-ref', `refs/heads/${branch}`, sandbox.commit)
    sandbox.person('symbolic-ref', 'HEAD', `refs/heads/${branch}`)
    expect((await repository.head()).branch).toBe(branch)
    expect(await repository.log(undefined, `refs/heads/${branch}`)).toHaveLength(1)
  })

  it.each(['--output=pwned', '-1', '--all', 'nothing', '', 'HEAD..HEAD', 'HEAD^{tree}'])('takes %j for a name, never for an option', async (name) => {
    await expect(repository.log(undefined, name)).rejects.toMatchObject({ code: 'repository_unusable', message: expect.stringContaining('no commit') })
    await expect(repository.log(name, 'HEAD')).rejects.toMatchObject({ code: 'repository_unusable' })
    await expect(repository.changed(name, 'HEAD')).rejects.toMatchObject({ code: 'repository_unusable' })
    await expect(repository.commitTime(name)).rejects.toMatchObject({ code: 'repository_unusable' })
    expect(sandbox.person('status', '--porcelain')).toBe('')
  })

  it.each([
    ['a changed file', async () => { await writeFile(join(sandbox.directory, 'a'), 'changed') }],
    ['a new file', async () => { await writeFile(join(sandbox.directory, 'new file'), '') }],
    ['a staged removal', () => { sandbox.person('rm', '--cached', '--quiet', 'a'); return Promise.resolve() }],
  ])('is dirty with %s', async (_, change) => {
    await commitFile('a', 'A')
    expect((await repository.head()).dirty).toBe(false)
    await change()
    expect((await repository.head()).dirty).toBe(true)
  })

  it('does not count ignored files as dirty', async () => {
    await commitFile('.gitignore', 'out/')
    await mkdir(join(sandbox.directory, 'out'))
    await writeFile(join(sandbox.directory, 'out', 'x'), '')
    expect((await repository.head()).dirty).toBe(false)
  })

  it('lists commits and changed paths between two commits', async () => {
    const first = await commitFile('a\nb', 'Add "a"\n\nBody')
    const second = await commitFile('-ä', 'Add ä: Ünïcode')
    const log = await repository.log(sandbox.commit, 'HEAD')
    expect(log.map(({ sha, subject, author }) => ({ sha, subject, author }))).toEqual([
      { sha: second, subject: 'Add ä: Ünïcode', author: 'Pat' },
      { sha: first, subject: 'Add "a"', author: 'Pat' },
    ])
    expect(log.every((one) => Number.isInteger(one.at) && one.at > 1e12)).toBe(true)
    expect((await repository.log(undefined, second)).map((one) => one.subject)).toEqual(['Add ä: Ünïcode', 'Add "a"', 'Begin'])
    expect(await repository.log(second, second)).toEqual([])
    expect((await repository.changed(sandbox.commit, second)).toSorted()).toEqual(['-ä', 'a\nb'])
    expect(await repository.changed(second, second)).toEqual([])
  })

  it('[A6] gives the whole message of a commit, trailers included', async () => {
    const commit = await commitFile('a', 'feat: one\n\nWhy.\n\nTask: task-42')
    expect(await repository.message(commit)).toBe('feat: one\n\nWhy.\n\nTask: task-42')
  })

  it('[C4] names the files that are not as in the commit, below the paths asked for and nowhere else', async () => {
    await mkdir(join(sandbox.directory, 'app'))
    await commitFile('app/a', 'one')
    await commitFile('b', 'two')
    expect(await repository.uncommitted(['app', 'b'])).toEqual([])
    await writeFile(join(sandbox.directory, 'app/a'), 'changed')
    await writeFile(join(sandbox.directory, 'b'), 'changed')
    await writeFile(join(sandbox.directory, 'app/new'), 'untracked')
    await writeFile(join(sandbox.directory, 'app/.gitignore'), '*.log\n')
    await writeFile(join(sandbox.directory, 'app/x.log'), 'ignored')
    expect(await repository.uncommitted(['app'])).toEqual(['app/.gitignore', 'app/a', 'app/new'])
    expect(await repository.uncommitted(['ap*'])).toEqual([])
  })

  it('keeps a subject that is empty', async () => {
    sandbox.person('commit', '--quiet', '--allow-empty', '--allow-empty-message', '-m', '')
    expect((await repository.log(undefined, 'HEAD')).map((one) => one.subject)).toEqual(['', 'Begin'])
  })

  it('[F1] tags once, however often it is asked, with the message as it is', async () => {
    await repository.tag('v1.0.0', sandbox.commit, 'Release 1.0.0\n\n# Not a comment\n')
    await repository.tag('v1.0.0', sandbox.commit, 'another message')
    expect(sandbox.person('cat-file', '-t', 'v1.0.0')).toBe('tag')
    expect(sandbox.person('rev-parse', 'v1.0.0^{}')).toBe(sandbox.commit)
    expect(sandbox.person('tag', '-l', '--format=%(taggername) %(contents)', 'v1.0.0')).toBe('flowspec-operate Release 1.0.0\n\n# Not a comment\n')
  })

  it('[F1] tags as the user where git knows them', async () => {
    sandbox.person('config', 'user.name', 'Pat')
    sandbox.person('config', 'user.email', 'pat@example.org')
    await repository.tag('v1', sandbox.commit, '')
    expect(sandbox.person('tag', '-l', '--format=%(taggername) %(contents)', 'v1')).toBe('Pat v1')
  })

  it('[F1] accepts a plain tag of a person on the same commit', async () => {
    sandbox.person('tag', 'v1', sandbox.commit)
    await repository.tag('v1', 'main', 'x')
    expect(sandbox.person('cat-file', '-t', 'v1')).toBe('commit')
  })

  it('[C5] never moves a tag', async () => {
    await repository.tag('v1', sandbox.commit, 'x')
    const next = await commitFile('a', 'A')
    expect([await repository.tagged('v1'), await repository.tagged('v2')]).toEqual([sandbox.commit, undefined])
    await expect(repository.tag('v1', next, 'x')).rejects.toMatchObject({ code: 'tag_exists_elsewhere' })
    expect(sandbox.person('rev-parse', 'v1^{}')).toBe(sandbox.commit)
  })

  it('[F1] has no loser when several tag the same commit at once', async () => {
    await Promise.all(Array.from({ length: 5 }, () => repository.tag('v1', sandbox.commit, 'x')))
    expect(sandbox.person('tag', '-l')).toBe('v1')
  })

  it.each(['', '-d', '--delete', 'a b', 'a..b', 'a~1', 'x.lock', '\n', '@{'])('refuses the tag %j', async (name) => {
    await expect(repository.tag(name, sandbox.commit, 'x')).rejects.toMatchObject({ code: 'bad_input' })
    expect(sandbox.person('tag', '-l')).toBe('')
  })
})

describe('a repository that cannot be used', () => {
  it('says that there is no commit yet', async () => {
    const sandbox = await openSandbox({ empty: true })
    const repository = gitRepository(sandbox.git, sandbox.directory)
    await expect(repository.head()).rejects.toMatchObject({ code: 'repository_unusable', message: expect.stringContaining('no commit yet'), remedy: 'Commit what is to be deployed first.' })
    await expect(repository.log(undefined, 'HEAD')).rejects.toMatchObject({ code: 'repository_unusable', message: expect.stringContaining('no commit "HEAD"') })
    await expect(repository.tag('v1', 'HEAD', 'x')).rejects.toMatchObject({ code: 'repository_unusable' })
    await sandbox.close()
  })

  it('says that there is none', async () => {
    const sandbox = await openSandbox()
    const outside = openGit('/', { ...BARE_ENV, GIT_CEILING_DIRECTORIES: '/' })
    await expect(openRepository(outside, () => outside)).rejects.toMatchObject({ code: 'repository_unusable', remedy: expect.stringContaining('working-directory') })
    await expect(gitRepository(outside, '/').commitTime('HEAD')).rejects.toMatchObject({ message: expect.stringContaining('not a git repository') })
    await sandbox.close()
  })
})
