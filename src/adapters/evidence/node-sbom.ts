import { existsSync, realpathSync } from 'node:fs'
import { copyFile, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { homedir, tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { AdapterError } from '../../errors.ts'
import type { Programs } from '../../ports.ts'

/** Pinned: another version may write another document for the same packages. */
export const SBOM_TOOL = '@cyclonedx/cyclonedx-npm@6.0.1'
const SBOM_LIMIT_MS = 180_000
const TOOL_PATH = ['@cyclonedx', 'cyclonedx-npm', 'bin', 'cyclonedx-npm-cli.js'] as const

/** What `@cyclonedx/cyclonedx-npm` says about the package at `root`, runtime dependencies only; the tool checks it against the schema. */
export async function nodeSbom(root: string, programs: Programs, signal: AbortSignal): Promise<unknown> {
  const manifest = join(root, 'package.json')
  if (!existsSync(manifest)) throw failed(`there is no package.json in ${root}`, 'Set `artifact.root` to the folder of the service, or `artifact.stack: files`.')
  const folder = await mkdtemp(join(tmpdir(), 'flowspec-sbom-'))
  try {
    const output = join(folder, 'bom.json')
    const installed = existsSync(join(root, 'node_modules'))
    const locked = existsSync(join(root, 'package-lock.json')) || existsSync(join(root, 'npm-shrinkwrap.json'))
    const bare = !installed && !locked && (await hasNoDependencies(manifest))
    const subject = bare ? await besideNothing(manifest, join(folder, 'bare')) : manifest
    const argv: readonly [string, ...string[]] = [
      ...(await tool(root)),
      '--omit', 'dev', '--spec-version', '1.6', '--output-reproducible', '--output-format', 'JSON', '--output-file', output,
      ...(!installed && locked ? ['--package-lock-only'] : []),
      '--', subject,
    ]
    const env = { npm_config_audit: 'false', npm_config_fund: 'false', npm_config_update_notifier: 'false' }
    const ran = await programs.run(argv, { cwd: dirname(subject), env, timeoutMs: SBOM_LIMIT_MS, signal })
    if (ran.timedOut) throw failed(`${SBOM_TOOL} took longer than ${SBOM_LIMIT_MS / 1000} s`, 'Run it by hand in the service folder; `npm ci` first may help.')
    if (ran.code !== 0) throw failed(`${SBOM_TOOL} ended with ${ran.code ?? ran.signal ?? 'nothing'}: ${lastLines(ran.stderr)}`, 'Run `npm ci` in the service folder, so that what is installed is what the lock file says, and look at `npm ls`.')
    return JSON.parse(await readFile(output, 'utf8'))
  } catch (error) {
    if (error instanceof AdapterError) throw error
    throw failed(`${SBOM_TOOL} left nothing that can be read`, 'Run it by hand in the service folder.', error)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** The tool wants to see node_modules; a service that needs no package has none, so it is looked at beside an empty one. */
async function besideNothing(manifest: string, folder: string): Promise<string> {
  await mkdir(join(folder, 'node_modules'), { recursive: true })
  const copy = join(folder, 'package.json')
  await copyFile(manifest, copy)
  return copy
}

async function hasNoDependencies(manifest: string): Promise<boolean> {
  const value: unknown = JSON.parse(await readFile(manifest, 'utf8'))
  if (typeof value !== 'object' || value === null) return false
  const fields = Object.entries<unknown>({ ...value }).filter(([key]) => ['dependencies', 'optionalDependencies', 'peerDependencies'].includes(key))
  return fields.every(([, names]) => typeof names === 'object' && names !== null && Object.keys(names).length === 0)
}

/** Texts by which a document would give the machine away, longest first. */
export function machineRoots(root: string): readonly string[] {
  const roots = new Set([resolve(root), existsSync(root) ? realpathSync(root) : root, homedir(), tmpdir()].filter((path) => path.length > 4))
  return [...roots].sort((a, b) => b.length - a.length)
}

/** The tool as installed with us or with the project, else through npx, which fetches the pinned version. */
async function tool(root: string): Promise<readonly [string, ...string[]]> {
  for (const from of [dirname(fileURLToPath(import.meta.url)), resolve(root)]) {
    const found = await installed(from)
    if (found !== undefined) return [process.execPath, found]
  }
  return ['npx', '--yes', `--package=${SBOM_TOOL}`, '--', 'cyclonedx-npm']
}

async function installed(from: string): Promise<string | undefined> {
  for (let folder = from; ; folder = dirname(folder)) {
    const script = join(folder, 'node_modules', ...TOOL_PATH)
    if (existsSync(script)) {
      const about: unknown = JSON.parse(await readFile(join(dirname(script), '..', 'package.json'), 'utf8'))
      if (typeof about === 'object' && about !== null && 'version' in about && `@cyclonedx/cyclonedx-npm@${String(about.version)}` === SBOM_TOOL) return script
    }
    if (dirname(folder) === folder) return undefined
  }
}

function lastLines(text: string): string {
  return text.trim().split('\n').slice(-3).join(' | ').slice(0, 400)
}

function failed(what: string, remedy: string, cause?: unknown): AdapterError {
  return new AdapterError({ code: 'sbom_failed', message: `The SBOM could not be made: ${what}.`, remedy, cause })
}
