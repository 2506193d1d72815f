import { spawnSync } from 'node:child_process'
import { delimiter, isAbsolute, join } from 'node:path'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

/** Path of a Chromium that runs, installed by apt-get when there is none and this is root; undefined when there is no way to have one. */
export function findChromium(): string | undefined {
  return onPath() ?? (install() ? onPath() : undefined)
}

function onPath(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => isAbsolute(folder))
  const wanted = process.env['CHROMIUM']
  const paths = wanted === undefined ? NAMES.flatMap((name) => folders.map((folder) => join(folder, name))) : [wanted]
  return paths.find((path) => spawnSync(path, ['--version'], { stdio: 'ignore', timeout: 30_000 }).status === 0)
}

function install(): boolean {
  if (process.getuid?.() !== 0) return false
  console.error('Installing chromium with apt-get ...')
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const options = { env, timeout: 600_000 }
  return [['update', '-qq'], ['install', '-y', '-qq', '--no-install-recommends', 'chromium']].every((args) => spawnSync('apt-get', args, { ...options, stdio: ['ignore', 2, 2] }).status === 0)
}
