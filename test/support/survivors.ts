// Which processes an action left behind (invariant I12). The supervisor and the releases it runs are meant to stay; nothing else is.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { join } from 'node:path'
import { readJsonFile } from '../../src/adapters/targets/process/durable-file.ts'
import { guardianFile, readSaved, workerFile } from '../../src/adapters/targets/process/places.ts'
import type { Workspace } from './workspace.ts'

/** Command lines of processes that belong to this workspace and to no target of it. */
export function survivors(workspace: Workspace): readonly string[] {
  const kept = new Set([process.pid, ...workspace.targets().flatMap(pidsOf)])
  return (existsSync('/proc/self/stat') ? inProc(workspace) : byPs(workspace)).filter(({ pid }) => !kept.has(pid)).map(({ pid, command }) => `${pid} ${command}`)
}

/** The supervisor of a target and every process that it says it runs or stops. */
function pidsOf(directory: string): readonly number[] {
  const own = [guardianFile(directory), workerFile(directory)].flatMap((path) => {
    const value = readJsonFile(path)
    return typeof value === 'object' && value !== null && 'pid' in value && typeof value.pid === 'number' ? [value.pid] : []
  })
  return [...own, ...(readSaved(directory)?.processes ?? []).map((process) => process.identity.pid)]
}

interface Found {
  readonly pid: number
  readonly command: string
}

/** A step marks all that it starts by its tracking id, as the runner does; what dropped the mark still works in the directory. */
function inProc(workspace: Workspace): readonly Found[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const stat = readFileSync(join('/proc', name, 'stat'), 'utf8')
        if (/^[ZX]/.test(stat.slice(stat.lastIndexOf(')') + 2))) return []
        const command = readFileSync(join('/proc', name, 'cmdline'), 'utf8').replaceAll('\0', ' ').trim()
        const home = readFileSync(join('/proc', name, 'environ'), 'utf8').split('\0').includes(`HOME=${workspace.home}`)
        const marked = readFileSync(join('/proc', name, 'environ'), 'utf8').includes('RUNNER_TRACKING_ID=')
        const inside = readlinkSync(join('/proc', name, 'cwd')).startsWith(workspace.root)
        return inside || (home && marked) ? [{ pid: Number(name), command }] : []
      } catch {
        // It ended meanwhile, or it is another user's.
        return []
      }
    })
}

function byPs(workspace: Workspace): readonly Found[] {
  const listed = spawnSync('ps', ['-axww', '-o', 'pid=,command='], { encoding: 'utf8' }).stdout
  return listed.split('\n').flatMap((line) => {
    const [, pid, command] = /^\s*(\d+)\s+(.*)$/.exec(line) ?? []
    return pid !== undefined && command?.includes(workspace.root) === true ? [{ pid: Number(pid), command }] : []
  })
}
