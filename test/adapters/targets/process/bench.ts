import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { processTarget, stopSupervisor, type ProcessTargetOptions } from '../../../../src/adapters/targets/index.ts'
import type { ProcessTargetSettings } from '../../../../src/domain/policy/settings.ts'
import type { Fenced, Target } from '../../../../src/ports.ts'
import { realClock } from '../../../support/real-clock.ts'
import { serviceStore, type ServiceStore } from '../../../support/service-store.ts'
import { supervisorBundle } from '../../../support/supervisor-bundle.ts'

export interface ProcessBench {
  readonly directory: string
  readonly store: ServiceStore
  readonly options: ProcessTargetOptions
  target(settings?: Partial<ProcessTargetSettings>, options?: Partial<ProcessTargetOptions>): Target
  fenced(fence?: number): Fenced
  close(): Promise<void>
}

/** A process target in a directory of its own, with the real supervisor and the example service. */
export function processBench(settings: Partial<ProcessTargetSettings> = {}): ProcessBench {
  const root = mkdtempSync(join(tmpdir(), 'flowspec-target-'))
  const directory = join(root, 'run')
  const store = serviceStore(join(root, 'store'))
  const defaults: ProcessTargetSettings = {
    kind: 'process',
    argv: [process.execPath, 'server.mjs'],
    port: 0,
    host: '127.0.0.1',
    instances: 1,
    directory: 'run',
    env: {},
    ready: '/healthz',
    startLimitSeconds: 20,
    drainSeconds: 10,
    ...settings,
  }
  const options: ProcessTargetOptions = {
    settings: defaults,
    root,
    service: 'shop',
    environment: 'production',
    store,
    supervisorScript: supervisorBundle(),
    clock: realClock,
    latencyBoundsMs: [],
  }
  return {
    directory,
    store,
    options,
    target: (changed = {}, others = {}) => processTarget({ ...options, ...others, settings: { ...defaults, ...changed } }),
    fenced: (fence = 1) => ({ fence, signal: AbortSignal.timeout(40_000) }),
    async close() {
      await stopSupervisor(directory)
      rmSync(root, { recursive: true, force: true })
    },
  }
}

/** Waits until the condition holds; fails with the name when it does not within the time. */
export async function eventually(what: string, holds: () => boolean | Promise<boolean>, limitMs = 20_000): Promise<void> {
  const until = performance.now() + limitMs
  while (!(await holds())) {
    if (performance.now() > until) throw new Error(`never so: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
