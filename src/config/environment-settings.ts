import type { Check } from '../domain/health/checks.ts'
import type { EnvironmentSettings, ProcessTargetSettings } from '../domain/policy/settings.ts'
import type { JudgeSettings } from '../domain/rollout/rollout.ts'
import { argvOf, millisOf, secondsOf } from './artifact-settings.ts'
import { checkOf } from './check-settings.ts'
import { weightOf, type EnvironmentFile } from './operate-schema.ts'

/** Small enough to hurt few, large enough to learn something (docs/reference/configuration.md). */
const CANARY_STEPS = [5, 25, 50].map((weight) => ({ weight, bakeSeconds: 60 }))

/** The environment that counts as production: the flagged one, else the one of that name, else the last. */
export function productionOf(environments: Readonly<Record<string, EnvironmentFile>>): string | undefined {
  const names = Object.keys(environments)
  const flagged = names.find((name) => environments[name]?.production === true)
  const possible = names.filter((name) => environments[name]?.production !== false)
  return flagged ?? possible.find((name) => name === 'production') ?? possible.at(-1)
}

/** One environment with every default filled in. */
export function environmentOf(file: EnvironmentFile, context: { readonly service: string; readonly name: string; readonly production: boolean; readonly count: number }): EnvironmentSettings {
  const { name, production } = context
  const target = targetOf(file, context)
  const strategy = strategyOf(file)
  const smoke = checksOf(file.smoke, 'smoke')
  const health = checksOf(file.health, 'health')
  const fallback = readyCheck(target)
  const pollSeconds = secondsOf(health.every, 5)
  const hold = { limitSeconds: secondsOf(file.hold?.limit, 60), then: file.hold?.then ?? 'roll-back' } as const
  const verifySeconds = secondsOf(file.verification, production ? 600 : 0)
  const steps = strategy === 'canary' ? stepsOf(file) : []
  return {
    name,
    production,
    target,
    strategy,
    steps,
    smoke: smoke.checks ?? [fallback],
    smokeLimitSeconds: secondsOf(smoke.limit, 300),
    health: health.checks ?? [fallback],
    judge: judgeOf(file, { steps, pollSeconds, holdSeconds: hold.limitSeconds, verifySeconds }),
    pollSeconds,
    hold,
    traffic: file.traffic ?? (strategy === 'canary' ? 'required' : 'optional'),
    verifySeconds,
    policy: {
      verification: file.policy?.verification ?? 'enforce',
      requireSbom: file.policy?.['require-sbom'] ?? true,
      requireProvenance: file.policy?.['require-provenance'] ?? true,
      requireStaging: file.policy?.['require-staging'] ?? (production && context.count > 1),
    },
  }
}

function targetOf(file: EnvironmentFile, context: { readonly service: string; readonly name: string; readonly production: boolean }): ProcessTargetSettings {
  const { process } = file.target
  return {
    kind: 'process',
    argv: argvOf(process.command),
    port: process.port,
    host: process.host ?? '127.0.0.1',
    instances: process.instances ?? (context.production ? 2 : 1),
    directory: process.directory ?? `.flowspec/run/${context.service}/${context.name}`,
    env: process.env ?? {},
    ...(process.ready === undefined ? {} : { ready: process.ready }),
    startLimitSeconds: secondsOf(process['start-limit'], 60),
    drainSeconds: secondsOf(process.drain, 10),
  }
}

function strategyOf({ strategy = 'rolling' }: EnvironmentFile): EnvironmentSettings['strategy'] {
  if (typeof strategy === 'string') return strategy
  if ('canary' in strategy) return 'canary'
  return 'rolling' in strategy ? 'rolling' : 'blue-green'
}

function stepsOf({ strategy }: EnvironmentFile): EnvironmentSettings['steps'] {
  const steps = typeof strategy === 'object' ? strategy.canary?.steps : undefined
  return steps?.map((step) => ({ weight: weightOf(step.weight), bakeSeconds: secondsOf(step.bake, 60) })) ?? CANARY_STEPS
}

function judgeOf(file: EnvironmentFile, times: { readonly steps: EnvironmentSettings['steps']; readonly pollSeconds: number; readonly holdSeconds: number; readonly verifySeconds: number }): JudgeSettings {
  const { judge, slo } = file
  // Only an objective can be judged at full weight, where there is no baseline left.
  const watched = times.steps.reduce((sum, step) => sum + step.bakeSeconds, 0) + times.holdSeconds + (slo === undefined ? 0 : times.verifySeconds)
  return {
    alpha: judge?.alpha ?? 0.01,
    tolerance: judge?.tolerance ?? 1,
    errorShare: judge?.['error-share'] ?? 0.5,
    latencyBoundsMs: judge?.['latency-bounds']?.map(millisOf) ?? [100, 250, 500, 1000, 2500],
    ...(slo === undefined ? {} : { maxErrorRate: Number((1 - Number(slo.slice(0, -1)) / 100).toFixed(8)) }),
    plannedPolls: Math.max(2, Math.ceil(watched / times.pollSeconds)),
    dispersion: judge?.dispersion ?? 1,
    minRequests: judge?.['min-requests'] ?? 20,
  }
}

function checksOf(file: EnvironmentFile['smoke'] | EnvironmentFile['health'], where: string): { readonly checks?: readonly Check[]; readonly limit?: string; readonly every?: string } {
  if (file === undefined) return {}
  const { checks, ...times } = Array.isArray(file) ? { checks: file } : file
  const { limit, every } = times as { readonly limit?: string; readonly every?: string }
  return {
    ...(checks === undefined ? {} : { checks: checks.map((check, index) => checkOf(check, `${where} ${index + 1}`)) }),
    ...(limit === undefined ? {} : { limit }),
    ...(every === undefined ? {} : { every }),
  }
}

/** What is asked when nothing is configured: the ready path, else an open port. */
function readyCheck(target: ProcessTargetSettings): Check {
  return checkOf(target.ready === undefined ? { tcp: {} } : { http: { path: target.ready, status: [200, 201, 202, 204] } }, 'ready', 'health')
}
