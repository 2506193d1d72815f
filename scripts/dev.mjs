#!/usr/bin/env node
// Runs a development command on the pinned Node, installing the pinned packages first when they are missing or stale.
// Needs only node (any version since 18), npm and git: `node scripts/dev.mjs jest --coverage`.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const bin = join(root, 'node_modules', '.bin')
const stamp = join(root, 'node_modules', '.installed-from')
const wanted = createHash('sha256').update(readFileSync(join(root, 'package-lock.json'))).digest('hex')

function isInstalled() {
  return existsSync(join(bin, 'node')) && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted
}

if (!isInstalled()) {
  console.error('Installing the pinned packages (once per lock file) ...')
  const installed = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: root, stdio: ['ignore', 2, 2], shell: process.platform === 'win32' })
  if (installed.status !== 0) {
    console.error('npm ci failed; the message above says why. Check that the npm registry can be reached, then run the same command again.')
    process.exit(installed.status ?? 1)
  }
  writeFileSync(stamp, wanted)
}

const [command, ...args] = process.argv.slice(2)
if (command === undefined) process.exit(0)
const env = { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH ?? ''}` }
if (command === 'jest') env.NODE_OPTIONS = `${process.env.NODE_OPTIONS ?? ''} --experimental-vm-modules --no-warnings=ExperimentalWarning`.trim()
const script = command === 'jest' ? [join(root, 'node_modules/jest/bin/jest.js'), ...args] : [command, ...args]
const ran = spawnSync(join(bin, 'node'), script, { cwd: root, env, stdio: 'inherit' })
process.exit(ran.status ?? 1)
