// A `git` that counts its calls and can kill the program that called it, right before or right after the real git has run. Between two
// calls lies everything that a run does to the world, so the points before and after each call are all the moments that matter.
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export interface CrashingGit {
  /** PATH with this git in front. */
  readonly path: string
  /** The arguments of each call, in order. */
  readonly calls: () => readonly string[]
}

/** `at`: the call to kill at, from 1; 0 kills never and only counts. `home`: where it keeps its files. */
export function crashingGit(at: number, when: 'before' | 'after', home: string): CrashingGit {
  const directory = mkdtempSync(join(home, 'git-'))
  const counted = join(directory, 'calls')
  mkdirSync(counted)
  const real = spawnSync('sh', ['-c', 'command -v git'], { encoding: 'utf8' }).stdout.trim()
  // Each call takes the next free number; creating a file that may not exist yet is atomic.
  writeFileSync(
    join(directory, 'git'),
    `#!/bin/sh
n=1
while ! (set -C; printf '%s' "$*" > '${counted}'/$n) 2>/dev/null; do n=$((n+1)); done
if [ $n -eq ${at} ] && [ ${when} = before ]; then kill -9 $PPID; exit 1; fi
'${real}' "$@"
code=$?
if [ $n -eq ${at} ]; then kill -9 $PPID; fi
exit $code
`,
    { mode: 0o755 },
  )
  return { path: `${directory}:${process.env['PATH'] ?? ''}`, calls: () => readdirSync(counted).sort((a, b) => Number(a) - Number(b)).map((name) => readFileSync(join(counted, name), 'utf8')) }
}

/** Whether a call moves a ref; any other one reads, or makes an object that nothing names yet. */
export function movesRef(call: string): boolean {
  return /^(?:-c \S+ )*(?:update-ref|tag)\b/.test(call)
}
