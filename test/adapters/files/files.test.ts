import { spawn } from 'node:child_process'
import { chmod, mkdir, mkdtemp, readdir, readFile, realpath, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { fileError } from '../../../src/adapters/files/file-error.ts'
import { filesIn } from '../../../src/adapters/files/files.ts'
import type { Files } from '../../../src/ports.ts'

let box: string
let root: string
let files: Files

beforeEach(async () => {
  box = await realpath(await mkdtemp(join(tmpdir(), 'operate-files-')))
  root = join(box, 'repository')
  await mkdir(root)
  files = filesIn(root)
})

afterEach(async () => {
  await rm(box, { recursive: true, force: true })
})

describe('files of a repository', () => {
  it('[F3] writes and reads back any text, byte for byte, in folders made on the way', async () => {
    await fc.assert(fc.asyncProperty(fc.string({ unit: 'binary' }).map((text) => text.toWellFormed()), async (text) => {
      await files.write('deep/er/file.txt', text)
      expect(await files.read('deep/er/file.txt')).toBe(text)
    }), { numRuns: 40 })
    await files.write('bom.txt', '\ufeffa\r\n')
    expect([...await readFile(join(root, 'bom.txt'))]).toEqual([0xef, 0xbb, 0xbf, 0x61, 0x0d, 0x0a])
    expect(await files.read('bom.txt')).toBe('\ufeffa\r\n')
  })

  it('says that a file which does not exist is absent, and that its folder is empty', async () => {
    expect(await files.read('no/such/file')).toBeUndefined()
    expect(await files.list('no/such')).toEqual([])
  })

  it('lists the files of one folder by their path, in an order that does not depend on the machine', async () => {
    for (const name of ['b.md', 'a.md', 'Z.md', '\u00e9.md', 'sub/c.md']) await files.write(`docs/${name}`, name)
    expect(await files.list('docs')).toEqual(['docs/Z.md', 'docs/a.md', 'docs/b.md', 'docs/\u00e9.md'])
    expect(await files.list('.')).toEqual([])
    await files.write('top.md', '')
    expect(await files.list('./')).toEqual(['top.md'])
  })

  it('[F3] leaves no draft behind and keeps the mode of the file it replaces', async () => {
    await files.write('run.sh', 'old')
    await chmod(join(root, 'run.sh'), 0o750)
    await files.write('run.sh', 'new')
    expect((await stat(join(root, 'run.sh'))).mode & 0o777).toBe(0o750)
    expect(await readdir(root)).toEqual(['run.sh'])
  })

  it('[F3] shows readers the old text or the new one, never a part', async () => {
    const texts = ['a', 'b'].map((letter) => letter.repeat(400_000))
    await files.write('big.json', texts[0] ?? '')
    const writing = { over: false }
    const writer = (async () => {
      for (let n = 0; n < 30; n++) await files.write('big.json', texts[n % 2] ?? '')
      writing.over = true
    })()
    const seen = new Set<string>()
    while (!writing.over) seen.add(await files.read('big.json') ?? 'absent')
    await writer
    expect([...seen].every((text) => texts.includes(text))).toBe(true)
  })

  it('writes through a symbolic link that stays inside, and keeps the link', async () => {
    await files.write('real/file.txt', 'old')
    await symlink('real', join(root, 'alias'))
    await symlink('real/file.txt', join(root, 'link.txt'))
    await files.write('alias/file.txt', 'new')
    expect(await files.read('real/file.txt')).toBe('new')
    await files.write('link.txt', 'newer')
    await files.append('link.txt', '!\n')
    expect(await readFile(join(root, 'real/file.txt'), 'utf8')).toBe('newer\n!\n')
    expect((await readdir(root, { withFileTypes: true })).find((entry) => entry.name === 'link.txt')?.isSymbolicLink()).toBe(true)
  })

  it('works when the root itself is reached through a symbolic link', async () => {
    await symlink(root, join(box, 'shortcut'))
    await filesIn(join(box, 'shortcut')).write('a.txt', 'text')
    expect(await files.read('a.txt')).toBe('text')
  })
})

describe('paths that are refused', () => {
  it.each([
    ['', 'empty'],
    ['/etc/passwd', 'absolute'],
    ['../outside.txt', '..'],
    ['a/../../outside.txt', '..'],
    ['a\\..\\b', 'backslash'],
    ['C:/windows', 'drive'],
    ['a\0b', 'control'],
    ['a\nb', 'control'],
    ['.git/hooks/pre-commit', '.git'],
    ['sub/.GIT/config', '.git'],
    [`${'x'.repeat(300)}/a`, '255'],
  ])('(E07) refuses %j', async (path, fault) => {
    for (const attempt of [files.write(path, 'x'), files.append(path, 'x\n'), files.read(path)]) {
      await expect(attempt).rejects.toMatchObject({ code: 'bad_input', message: expect.stringContaining(fault), remedy: expect.stringContaining('inside') })
    }
    expect(await readdir(box)).toEqual(['repository'])
  })

  it('(E08) refuses to leave the root through a link of a folder, a link of a file, and a link to nowhere', async () => {
    await mkdir(join(box, 'outside'))
    await writeFile(join(box, 'outside/secret.txt'), 'secret')
    await symlink('../outside', join(root, 'folder'))
    await symlink('../outside/secret.txt', join(root, 'file.txt'))
    await symlink('../outside/not-yet.txt', join(root, 'nowhere.txt'))
    await symlink(join(root, '.git'), join(root, 'hooks'))
    await mkdir(join(root, '.git'))
    for (const path of ['folder/secret.txt', 'folder/new/deep.txt', 'file.txt', 'nowhere.txt', 'hooks/pre-commit']) {
      await expect(files.write(path, 'x')).rejects.toMatchObject({ code: 'bad_input' })
      await expect(files.append(path, 'x\n')).rejects.toMatchObject({ code: 'bad_input' })
      await expect(files.read(path)).rejects.toMatchObject({ code: 'bad_input' })
    }
    await expect(files.list('folder')).rejects.toMatchObject({ code: 'bad_input' })
    expect(await readdir(join(box, 'outside'))).toEqual(['secret.txt'])
    expect(await readFile(join(box, 'outside/secret.txt'), 'utf8')).toBe('secret')
  })
})

describe('when the system refuses', () => {
  it('says which part is in the way when a folder of the path is a file', async () => {
    await files.write('deploy', 'a file')
    await expect(files.write('deploy/records/a.json', '{}')).rejects.toMatchObject({ code: 'file_unwritable', message: expect.stringMatching(/deploy\/records\/a\.json.*is a file.*ENOTDIR/), remedy: expect.stringContaining('Move that file away') })
    await expect(files.append('deploy/log', 'x\n')).rejects.toMatchObject({ code: 'file_unwritable' })
    await expect(files.read('deploy/log')).rejects.toMatchObject({ code: 'file_unreadable' })
    await expect(files.list('deploy')).rejects.toMatchObject({ code: 'file_unreadable' })
    expect(await files.read('deploy')).toBe('a file')
  })

  it('says that a folder stands where the file should be, and leaves no draft', async () => {
    await mkdir(join(root, 'a.json/inner'), { recursive: true })
    await expect(files.write('a.json', '{}')).rejects.toMatchObject({ code: 'file_unwritable', message: expect.stringContaining('it is a folder') })
    await expect(files.append('a.json', '{}\n')).rejects.toMatchObject({ code: 'file_unwritable' })
    await expect(files.read('a.json')).rejects.toMatchObject({ code: 'file_unreadable', message: expect.stringContaining('not a file') })
    expect(await readdir(root)).toEqual(['a.json'])
  })

  it('refuses text that is not UTF-8 instead of spoiling it, and files too large to be meant (M06)', async () => {
    await writeFile(join(root, 'latin.md'), Uint8Array.of(0x63, 0xe9))
    await expect(files.read('latin.md')).rejects.toMatchObject({ code: 'file_unreadable', message: expect.stringContaining('UTF-8') })
    await writeFile(join(root, 'huge.yml'), Buffer.alloc(33 * 1024 * 1024, 0x20))
    await expect(files.read('huge.yml')).rejects.toMatchObject({ code: 'file_unreadable', message: expect.stringContaining('at most') })
  })

  it.each([
    ['ENOSPC', 'no space left', 'Free some space'],
    ['EDQUOT', 'no space left', 'Free some space'],
    ['EROFS', 'read-only', 'Mount it writable'],
    ['EACCES', 'may not', 'right to write'],
    ['EEXIST', 'is a file', 'Move that file'],
    ['EMFILE', 'too many files', 'ulimit'],
    ['EFBIG', 'larger than', 'Move the old file'],
    ['EIO', 'EIO', 'Look at the disk'],
  ])('explains %s with a remedy', (errno, what, remedy) => {
    const cause = Object.assign(new Error(errno), { code: errno })
    const error = fileError('written', 'docs/a.md', cause)
    expect(error).toMatchObject({ code: 'file_unwritable', cause })
    expect(error.message).toContain(what)
    expect(error.message).toContain('docs/a.md')
    expect(error.remedy).toContain(remedy)
  })

  it('explains what has no name at all', () => {
    expect(fileError('read', 'a', 'thrown text').message).toContain('unknown')
  })
})

describe('appending', () => {
  it('[I1] ends a line that a dying writer left torn, so that it spoils nothing but itself', async () => {
    await files.append('.flowspec/events.jsonl', '{"n":1}\n')
    await writeFile(join(root, '.flowspec/events.jsonl'), '{"n":1}\n{"n":2,"te')
    await files.append('.flowspec/events.jsonl', '{"n":3}\n')
    await files.append('.flowspec/events.jsonl', '')
    await files.append('.flowspec/events.jsonl', '{"n":4}')
    expect(await files.read('.flowspec/events.jsonl')).toBe('{"n":1}\n{"n":2,"te\n{"n":3}\n{"n":4}\n')
  })

  it('[I1] keeps every line whole when several processes append at once', async () => {
    const module = resolve('src/adapters/files/files.ts')
    const child = resolve('test/adapters/files/append-child.mjs')
    const writers = ['a', 'b', 'c', 'd']
    const codes = await Promise.all(writers.map((writer, index) => finished([child, module, root, 'log/events.jsonl', writer, '60', String(50 + index * 9_000)])))
    expect(codes).toEqual([0, 0, 0, 0])
    const lines = (await files.read('log/events.jsonl') ?? '').split('\n').filter((line) => line !== '')
    const seen = lines.map((line) => JSON.parse(line) as { readonly writer: string; readonly n: number })
    expect(seen).toHaveLength(240)
    for (const writer of writers) {
      expect(seen.filter((one) => one.writer === writer).map((one) => one.n)).toEqual(Array.from({ length: 60 }, (_, n) => n))
    }
  })
})

/** The exit code of a program run by this Node. */
function finished(args: readonly string[]): Promise<number | null> {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] })
    child.once('error', fail)
    child.once('close', done)
  })
}
