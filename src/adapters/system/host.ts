import { statfs } from 'node:fs/promises'
import type { Host } from '../../ports.ts'
import { versionOf } from '../exec/version-of.ts'

/** The machine this runs on. */
export function localHost(env: NodeJS.ProcessEnv): Host {
  return {
    async freeBytes(path) {
      try {
        const { bavail, bsize } = await statfs(path)
        return bavail * bsize
      } catch {
        return undefined
      }
    },
    hasVariable: (name) => (env[name] ?? '') !== '',
    versionOf,
  }
}
