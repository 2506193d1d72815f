// Builds dist/ from src/: `npm run package`. Another directory: `node scripts/dev.mjs scripts/build.ts --out <directory>`.
// The same sources give the same bytes on any machine; `npm run check` proves that dist/ is what the sources give.
import { spawnSync } from 'node:child_process'
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const emitted = join(root, 'build', 'src')
const DOORS = ['index', 'post', 'cli'] as const

/** Runs a development program of node_modules with this Node; throws with its output when it fails. */
function run(program: string, args: readonly string[]): void {
  const ran = spawnSync(process.execPath, [join(root, 'node_modules', program), ...args], { cwd: root, encoding: 'utf8' })
  if (ran.status !== 0) throw new Error(`${program} ${args.join(' ')} failed:\n${ran.stdout}${ran.stderr}`)
}

function bundle(entry: string, out: string): void {
  const source = join('build', 'src', `${entry}.js`)
  if (!existsSync(join(root, source))) throw new Error(`src/${entry}.ts is missing: it is bundled into dist/.`)
  run('@vercel/ncc/dist/ncc/cli.js', ['build', source, '-o', out, '--no-cache', '--license', 'licenses.txt', '--target', 'es2022', '--quiet'])
  // The bundler copies what `new URL('x', import.meta.url)` names and points the URL at the copy, which is never what was meant.
  const asset = readdirSync(out).find((name) => /^[0-9a-f]{20}\./.test(name))
  if (asset !== undefined) throw new Error(`The bundle of src/${entry}.ts holds an asset (${asset}): write join(import.meta.dirname, 'x') instead of new URL('x', import.meta.url).`)
}

/** A door is three lines already: only the module it opens has another name beside it in dist/. */
function writeDoor(door: (typeof DOORS)[number], out: string): void {
  const text = readFileSync(join(emitted, `${door}.js`), 'utf8')
  const opened = text.replace(/(['"])\.\/main\.js\1/, "'./operate/index.js'")
  if (opened === text) throw new Error(`src/${door}.ts does not import './main.ts', so it cannot be pointed at the bundle.`)
  writeFileSync(join(out, `${door}.js`), opened)
}

function build(out: string): void {
  rmSync(emitted, { recursive: true, force: true })
  run('typescript/bin/tsc', ['-p', 'tsconfig.build.json'])
  const temporary = mkdtempSync(join(root, 'build', 'dist-'))
  const made = join(temporary, 'dist')
  try {
    mkdirSync(made)
    assemble(made)
    rmSync(out, { recursive: true, force: true })
    mkdirSync(dirname(out), { recursive: true })
    move(made, out)
  } finally {
    rmSync(temporary, { recursive: true, force: true })
  }
}

function assemble(made: string): void {
  bundle('main', join(made, 'operate'))
  bundle('supervisor', join(made, 'supervisor'))
  for (const door of DOORS) writeDoor(door, made)
  chmodSync(join(made, 'cli.js'), 0o755)
  writeFileSync(join(made, 'package.json'), '{\n  "type": "module"\n}\n')
}

function move(from: string, to: string): void {
  try {
    renameSync(from, to)
  } catch {
    // Another file system: a rename cannot cross it.
    cpSync(from, to, { recursive: true })
    rmSync(from, { recursive: true, force: true })
  }
}

mkdirSync(join(root, 'build'), { recursive: true })
const flag = process.argv.indexOf('--out')
const out = resolve(root, (flag === -1 ? undefined : process.argv[flag + 1]) ?? 'dist')
build(out)
console.log(`Built ${out.startsWith(root) ? out.slice(root.length + 1) : out}.`)
