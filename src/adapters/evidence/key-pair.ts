import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chmod, mkdir, open, readFile, stat, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { AdapterError } from '../../errors.ts'
import type { Programs } from '../../ports.ts'

const GIT_LIMIT_MS = 20_000

export interface KeyFiles {
  readonly private: string
  readonly public: string
}

/** A key that signs, with the hint by which a bundle names it: the SHA-256 of the public key (DER), as Sigstore's clients do. */
export interface SigningKey {
  readonly hint: string
  sign(bytes: Uint8Array): Buffer
}

/** The public key of the pair; throws `verification_failed` when it is absent or no ECDSA P-256 key. */
export async function trustedKey(files: KeyFiles): Promise<{ readonly hint: string; readonly key: KeyObject }> {
  const pem = await readFile(files.public, 'utf8').catch((cause: unknown) => {
    throw new AdapterError({ code: 'verification_failed', message: `The public key ${files.public} cannot be read, so no signature can be trusted.`, remedy: 'Put the public key of the pair that signed there; `package` makes a pair on first use.', cause })
  })
  const key = publicKeyOf(pem, files.public)
  return { hint: hintOf(key), key }
}

/**
 * The private key; made with its public half on first use. Refused: a private key that others can read, one that git tracks
 * or would pick up, one that does not belong to the public key.
 */
export async function signingKey(files: KeyFiles, programs: Programs, signal: AbortSignal): Promise<SigningKey> {
  if (!existsSync(files.private)) await create(files, programs, signal)
  await assertPrivate(files.private, programs, signal)
  const key = privateKeyOf(await readFile(files.private, 'utf8'), files.private)
  const mine = createPublicKey(key)
  if (!existsSync(files.public)) await writeFile(files.public, mine.export({ type: 'spki', format: 'pem' }), { flag: 'wx' })
  const { hint } = await trustedKey(files)
  if (hint !== hintOf(mine)) throw unusable(`${files.private} does not belong to ${files.public}`, 'Put the right public key beside it, or name another pair in `artifact.key`.')
  return { hint, sign: (bytes) => sign('sha256', bytes, key) }
}

async function create(files: KeyFiles, programs: Programs, signal: AbortSignal): Promise<void> {
  if (existsSync(files.public)) throw unusable(`the private key ${files.private} is absent and its public key ${files.public} is there`, 'Give this machine the private key, or remove the public key to begin with a new pair; what the old one signed is then no longer trusted.')
  const folder = dirname(files.private)
  if (!existsSync(folder)) {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    // A new folder for keys hides itself from git, whatever the repository ignores.
    await writeFile(join(folder, '.gitignore'), '*\n')
  }
  if (await git(files.private, ['rev-parse', '--is-inside-work-tree'], programs, signal) === 0 && (await git(files.private, ['check-ignore', '--quiet', basename(files.private)], programs, signal)) !== 0) {
    throw unusable(`a new private key ${files.private} would be inside the repository and git does not ignore it`, `Add it to .gitignore, or name a place outside the repository in \`artifact.key\`.`)
  }
  const pair = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
  const file = await open(files.private, 'wx', 0o600)
  try {
    await file.writeFile(pair.privateKey.export({ type: 'pkcs8', format: 'pem' }))
    await file.sync()
  } finally {
    await file.close()
  }
  await chmod(files.private, 0o600)
  await mkdir(dirname(files.public), { recursive: true })
  await writeFile(files.public, pair.publicKey.export({ type: 'spki', format: 'pem' }), { flag: 'wx' })
}

async function assertPrivate(path: string, programs: Programs, signal: AbortSignal): Promise<void> {
  const mode = (await stat(path)).mode & 0o777
  if (process.platform !== 'win32' && (mode & 0o077) !== 0) throw unusable(`the private key ${path} can be read by others (mode ${mode.toString(8)})`, `Run \`chmod 600 ${path}\`; if it was shared, make a new pair.`)
  if ((await git(path, ['ls-files', '--error-unmatch', basename(path)], programs, signal)) === 0) throw unusable(`the private key ${path} is tracked by git`, 'Remove it from the repository and its history, and make a new pair: the old one is known to everyone who can read the repository.')
}

/** Exit code of git in the file's folder. Without git, or outside a repository, nothing tracks the file. */
async function git(path: string, args: readonly string[], programs: Programs, signal: AbortSignal): Promise<number | undefined> {
  const result = await programs.run(['git', ...args], { cwd: dirname(path), timeoutMs: GIT_LIMIT_MS, signal }).catch(() => undefined)
  return result?.code
}

function privateKeyOf(pem: string, path: string): KeyObject {
  try {
    const key = createPrivateKey(pem)
    if (key.asymmetricKeyDetails?.namedCurve === 'prime256v1') return key
  } catch (cause) {
    throw unusable(`${path} is no private key`, 'Name an ECDSA P-256 key in PEM, or a place where one can be made.', cause)
  }
  throw unusable(`${path} is no ECDSA P-256 key`, 'Name an ECDSA P-256 key in PEM, or a place where one can be made.')
}

function publicKeyOf(pem: string, path: string): KeyObject {
  try {
    const key = createPublicKey(pem)
    if (key.asymmetricKeyDetails?.namedCurve === 'prime256v1' && !pem.includes('PRIVATE')) return key
  } catch (cause) {
    throw new AdapterError({ code: 'verification_failed', message: `${path} is no public key`, remedy: 'Put the public key of the pair that signed there, in PEM.', cause })
  }
  throw new AdapterError({ code: 'verification_failed', message: `${path} is no ECDSA P-256 public key`, remedy: 'Put the public key of the pair that signed there, in PEM.' })
}

function hintOf(key: KeyObject): string {
  return createHash('sha256').update(key.export({ type: 'spki', format: 'der' })).digest('hex')
}

function unusable(what: string, remedy: string, cause?: unknown): AdapterError {
  return new AdapterError({ code: 'signing_failed', message: `The signing key cannot be used: ${what}.`, remedy, cause })
}
