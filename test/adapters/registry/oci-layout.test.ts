import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmodSync, cpSync, existsSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ociLayout } from '../../../src/adapters/registry/oci-layout.ts'
import type { Digest } from '../../../src/domain/artifact/digest.ts'
import { ConfigError } from '../../../src/errors.ts'
import { artifactStoreContract } from '../../contract/artifact-store-contract.ts'

artifactStoreContract('an OCI layout on disk', async (place) => ociLayout(place))

let folder: string
let service: string
let layout: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'flowspec-layout-'))
  service = join(folder, 'service')
  layout = join(folder, 'store')
  mkdirSync(service)
})

afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

function put(path: string, content: string | Buffer = 'x'): void {
  mkdirSync(join(service, path, '..'), { recursive: true })
  writeFileSync(join(service, path), content)
}

const pack = async (more: { readonly exclude?: readonly string[]; readonly allow?: readonly string[]; readonly annotations?: Readonly<Record<string, string>>; readonly files?: readonly string[] } = {}) =>
  await ociLayout(layout).pack({ files: ['.'], root: service, annotations: {}, ...more })

/** The codes and places of everything that stopped packing. */
async function refusals(more: Parameters<typeof pack>[0] = {}): Promise<readonly string[]> {
  try {
    await pack(more)
  } catch (error) {
    if (error instanceof ConfigError) return error.problems.map((problem) => `${problem.code} ${problem.place?.file ?? ''}:${problem.place?.line ?? ''}`)
    throw error
  }
  return []
}

function everyFile(root: string): readonly string[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' }).map((name) => join(root, name)).filter((path) => lstatSync(path).isFile()).sort()
}

describe('packing', () => {
  it('[C1] gives the same digest for the same files, whatever their times, owners\' umask and order of making', async () => {
    for (const path of ['z/b.txt', 'a.txt', 'süß.txt', `${'long/'.repeat(40)}name.txt`]) put(path, path)
    const one = await pack({ annotations: { b: '2', a: '1' } })
    const twin = join(folder, 'twin')
    mkdirSync(twin)
    for (const file of [...one.files].reverse()) {
      mkdirSync(join(twin, file.path, '..'), { recursive: true })
      writeFileSync(join(twin, file.path), readFileSync(join(service, file.path)), { mode: 0o600 })
      utimesSync(join(twin, file.path), 1, 1)
    }
    const two = await ociLayout(join(folder, 'other')).pack({ files: ['z', `${twin}/`, 'a.txt'], root: twin, annotations: { a: '1', b: '2' } })
    expect(two.digest).toBe(one.digest)
    expect(two.layer).toBe(one.layer)
  })

  it('[C1] gives a known digest: the format does not drift', async () => {
    put('bin/start', '#!/bin/sh\necho hello\n')
    chmodSync(join(service, 'bin/start'), 0o755)
    put('data.txt', 'data')
    const packed = await pack({ annotations: { 'org.opencontainers.image.version': '1.0.0' } })
    expect(packed.layer).toBe('sha256:4008e975ef8750a322640aeb0814a5674adac27420f7d335c2432f052824b64e')
    expect(packed.digest).toBe('sha256:6666b53ceffa90ba239709c738f02de58a1442f411c348a79bc6b378e01b4185')
  })

  it('hashes each file and the layer as they are', async () => {
    put('big.bin', Buffer.alloc(3_000_000, 'abcdefg'))
    put('small', '')
    const packed = await pack()
    for (const file of packed.files) expect(file.digest).toBe(`sha256:${createHash('sha256').update(readFileSync(join(service, file.path))).digest('hex')}`)
    expect(packed.layer).toBe(`sha256:${createHash('sha256').update(readFileSync(join(layout, 'blobs/sha256', packed.layer.slice(7)))).digest('hex')}`)
  })

  it('leaves out what is excluded, .git and the store itself', async () => {
    for (const path of ['keep.js', 'logs/a.log', '.git/config', 'x/.git/config', 'node_modules/.cache/y']) put(path)
    const packed = await ociLayout(join(service, '.flowspec/store')).pack({ files: ['.'], root: service, annotations: {}, exclude: ['*.log', 'node_modules/.cache'] })
    expect(packed.files.map((file) => file.path)).toEqual(['keep.js'])
    const again = await ociLayout(join(service, '.flowspec/store')).pack({ files: ['.'], root: service, annotations: {}, exclude: ['*.log', 'node_modules/.cache'] })
    expect(again.digest).toBe(packed.digest)
  })

  it('refuses an empty artifact (E11)', async () => {
    mkdirSync(join(service, 'empty'))
    await expect(pack()).rejects.toMatchObject({ code: 'artifact_missing' })
    expect(existsSync(layout)).toBe(false)
  })

  it('refuses links, fifos, sockets and names that are one elsewhere, all at once (E08, E10)', async () => {
    put('real.txt')
    symlinkSync('real.txt', join(service, 'link'))
    symlinkSync('/etc', join(service, 'etc'))
    spawnSync('mkfifo', [join(service, 'fifo')])
    const server = createServer().listen(join(service, 'socket'))
    await new Promise((resolve) => server.once('listening', resolve))
    put('cafe\u0301.txt')
    put('caf\u00e9.txt')
    put('bad\\name')
    put('dot.')
    const found = await refusals()
    await new Promise((resolve) => server.close(resolve))
    expect(found.map((line) => line.split(' ').slice(1).join(' ')).sort()).toEqual(['bad\\name:', 'caf\u00e9.txt:', 'dot.:', 'etc:', ...(existsSync(join(service, 'fifo')) ? ['fifo:'] : []), 'link:', 'socket:'].sort())
  })

  it('refuses files outside the root, through a link too, and files that are not there (E07)', async () => {
    put('a')
    writeFileSync(join(folder, 'outside'), 'x')
    mkdirSync(join(folder, 'elsewhere'))
    writeFileSync(join(folder, 'elsewhere', 'f'), 'x')
    symlinkSync(join(folder, 'elsewhere'), join(service, 'way'))
    expect(await refusals({ files: ['../outside', 'way/f', 'gone', join(folder, 'outside')] })).toEqual([
      'artifact.not-packable ../outside:', 'artifact.not-packable way/f:', 'artifact.not-packable gone:', `artifact.not-packable ${join(folder, 'outside')}:`,
    ])
  })

  it('refuses a time in the annotations', async () => {
    put('a')
    await expect(pack({ annotations: { 'org.opencontainers.image.created': '2026-01-01' } })).rejects.toMatchObject({ code: 'bad_input' })
  })

  it('stops when it is told to, and leaves nothing half done', async () => {
    put('a')
    await expect(ociLayout(layout).pack({ files: ['.'], root: service, annotations: {}, signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'cancelled' })
    expect(everyFile(join(layout, 'flowspec'))).toEqual([])
  })

  it('notices a file that grows while it is packed', async () => {
    put('a', Buffer.alloc(40 << 20))
    put('b.log', 'x')
    const packing = pack()
    const writer = setInterval(() => writeFileSync(join(service, 'a'), 'more', { flag: 'a' }), 1)
    await expect(packing.finally(() => clearInterval(writer))).rejects.toMatchObject({ code: 'artifact_unsafe' })
    expect(everyFile(join(layout, 'flowspec', 'drafts'))).toEqual([])
  })
})

const token = ['gh', 'p_', 'aB3dE5gH7jK9mN1pQ2rS4tU6vW8xY0zaB3dE5'].join('')

describe('what must not be inside', () => {
  it('[C2] finds secrets with file and line, never shows them, and stores nothing', async () => {
    put('config.js', `// settings\n\nexport const token = '${token}'\n`)
    put('.env', 'A=1')
    put('ok.js')
    const error: unknown = await pack().catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'artifact_unsafe', problems: [{ code: 'artifact.secret.dotenv', place: { file: '.env' } }, { code: 'artifact.secret.github-token', place: { file: 'config.js', line: 3 } }] })
    expect(JSON.stringify(error)).not.toContain(token)
    expect(everyFile(join(layout, 'blobs'))).toEqual([])
    expect(everyFile(join(layout, 'flowspec'))).toEqual([])
  })

  it('[C2] finds a secret wherever it lies in a large file', async () => {
    const size = 2_500_000
    for (const at of [0, 1_048_500, 1_048_576, 1_052_700, 2_097_100, 2_099_999, size - token.length]) {
      const content = Buffer.alloc(size, 'line of text\n')
      content.write(` ${token}`, Math.max(0, at - 1))
      put('large.txt', content)
      const before = content.subarray(0, content.indexOf(token)).toString('latin1')
      expect(await refusals()).toEqual([`artifact.secret.github-token large.txt:${before.split('\n').length}`])
    }
  })

  it('[C2] lets pass by name, and says so', async () => {
    put('test/fixture.txt', token)
    const packed = await pack({ allow: ['test/*.txt'] })
    expect(packed.safety.findings).toEqual([])
    expect(packed.safety.allowed).toMatchObject([{ path: 'test/fixture.txt', rule: 'github-token', line: 1 }])
    expect(packed.safety.checks.find((check) => check.name === 'no secrets inside')).toMatchObject({ verdict: 'pass', found: expect.stringContaining('test/fixture.txt') })
  })

  it('[C2] finds configuration of one environment', async () => {
    put('config.production.json', '{}')
    expect(await refusals()).toEqual(['artifact.environment.config-of-an-environment config.production.json:'])
  })

  it('[C2] misses an imported package, and finds it in node_modules', async () => {
    put('package.json', '{"dependencies":{"left":"1.0.0","inlined":"1.0.0"}}')
    put('src/server.js', "import left from 'left'\nconsole.log('inlined')\n")
    expect(await refusals()).toEqual(['artifact.dependency.dependency-missing package.json:'])
    put('node_modules/left/package.json', '{"name":"left"}')
    expect(await refusals()).toEqual([])
  })

  it('does not let a file pass that cannot be searched (M13)', async () => {
    put('hostile.txt', ['gh', 'p_'].join('').repeat(200_000))
    expect(await refusals()).toEqual(['artifact.secret.unsearchable hostile.txt:1'])
  })
})

/** Changes one byte of a file in place. */
function flip(path: string, at: number): void {
  const bytes = readFileSync(path)
  bytes.writeUInt8(bytes.readUInt8(at) ^ 0x01, at)
  chmodSync(path, 0o644)
  writeFileSync(path, bytes)
}

describe('a layout that was changed', () => {
  async function everything(store: string, digest: Digest): Promise<void> {
    const open = ociLayout(store)
    if ((await open.describe(digest)) === undefined) throw new Error('gone')
    await open.referrers(digest, 'application/x')
    await open.extract(digest, join(folder, 'out'))
  }

  it('[C1] stops at one flipped byte in any file at all, before anything is unpacked (E01)', async () => {
    put('server.js', 'console.log(1)\n')
    put('lib/a.js', 'x'.repeat(2000))
    const { digest } = await pack({ annotations: { a: 'b' } })
    await ociLayout(layout).attach(digest, { artifactType: 'application/x', bytes: Buffer.from('about it') })
    const files = everyFile(layout)
    expect(files.length).toBeGreaterThanOrEqual(9)
    for (const file of files) {
      const size = lstatSync(file).size
      for (const at of [...new Set([0, 1, Math.floor(size / 3), Math.floor(size / 2), size - 2, size - 1])].filter((i) => i >= 0 && i < size)) {
        const copy = join(folder, 'copy')
        cpSync(layout, copy, { recursive: true })
        flip(join(copy, relative(layout, file)), at)
        await expect(everything(copy, digest).then(() => `${relative(layout, file)} at ${at} was accepted`)).rejects.toMatchObject({ code: 'digest_mismatch' })
        expect(existsSync(join(folder, 'out'))).toBe(false)
        rmSync(copy, { recursive: true })
      }
    }
  })

  it('stops at a truncated, longer or missing blob (E02)', async () => {
    put('server.js', 'console.log(1)\n')
    const { digest, layer } = await pack()
    const blob = join(layout, 'blobs/sha256', layer.slice(7))
    const whole = readFileSync(blob)
    writeFileSync(blob, whole.subarray(0, -512))
    await expect(everything(layout, digest)).rejects.toMatchObject({ code: 'digest_mismatch' })
    writeFileSync(blob, Buffer.concat([whole, Buffer.alloc(512)]))
    await expect(everything(layout, digest)).rejects.toMatchObject({ code: 'digest_mismatch' })
    rmSync(blob)
    await expect(everything(layout, digest)).rejects.toMatchObject({ code: 'artifact_missing' })
    await pack()
    await everything(layout, digest).catch((error: unknown) => expect(error).toBeUndefined())
  })

  it('mends a damaged copy when the same files are packed again', async () => {
    put('server.js')
    const { digest, layer } = await pack()
    flip(join(layout, 'blobs/sha256', layer.slice(7)), 3)
    await pack()
    expect((await ociLayout(layout).describe(digest))?.digest).toBe(digest)
  })
})

describe('several processes and one layout', () => {
  it('keeps every artifact when they pack at the same time', async () => {
    const script = join(folder, 'pack.mjs')
    writeFileSync(script, `
      import { ociLayout } from ${JSON.stringify(pathToFileURL(join(import.meta.dirname, '../../../src/adapters/registry/oci-layout.ts')).href)}
      for (let i = 0; i < 6; i++) {
        const packed = await ociLayout(${JSON.stringify(layout)}).pack({ files: ['.'], root: ${JSON.stringify(service)}, annotations: { from: process.argv[2], number: String(i) } })
        await ociLayout(${JSON.stringify(layout)}).attach(packed.digest, { artifactType: 'application/x', bytes: Buffer.from(process.argv[2] + i) })
      }
    `)
    put('a')
    const codes = await Promise.all(['p', 'q', 'r'].map((name) => new Promise((resolve) => spawn(process.execPath, [script, name], { stdio: 'inherit', env: { ...process.env, NODE_OPTIONS: '--no-warnings' } }).once('close', resolve))))
    expect(codes).toEqual([0, 0, 0])
    const index = JSON.parse(readFileSync(join(layout, 'index.json'), 'utf8')) as { readonly manifests: readonly unknown[] }
    expect(index.manifests).toHaveLength(36)
    expect(readdirSync(join(layout, 'flowspec', 'drafts'))).toEqual([])
  })
})
