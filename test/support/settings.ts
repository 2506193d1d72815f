// Settings as a parsed operate.yml would give them, for tests that are not about parsing.
import type { Digest } from '../../src/domain/artifact/digest.ts'
import type { EnvironmentSettings } from '../../src/domain/policy/settings.ts'
import type { JudgeSettings } from '../../src/domain/rollout/rollout.ts'

/** A digest made of one hex digit. */
export function digestOf(digit: string): Digest {
  return `sha256:${digit.repeat(64)}` as Digest
}

export const JUDGE: JudgeSettings = {
  alpha: 0.01,
  tolerance: 1,
  errorShare: 0.7,
  latencyBoundsMs: [],
  plannedPolls: 20,
  dispersion: 1,
  minRequests: 50,
}

/** A production environment on the process target with a canary of two steps. */
export function environmentWith(changes: Partial<EnvironmentSettings> = {}): EnvironmentSettings {
  return {
    name: 'production',
    production: true,
    target: { kind: 'process', argv: ['node', 'server.mjs'], port: 0, host: '127.0.0.1', instances: 2, directory: '.operate/production', env: {}, startLimitSeconds: 10, drainSeconds: 2 },
    strategy: 'canary',
    steps: [
      { weight: 10, bakeSeconds: 30 },
      { weight: 50, bakeSeconds: 30 },
    ],
    smoke: [],
    smokeLimitSeconds: 300,
    health: [],
    judge: JUDGE,
    pollSeconds: 5,
    hold: { limitSeconds: 60, then: 'roll-back' },
    traffic: 'required',
    verifySeconds: 20,
    policy: { verification: 'enforce', requireSbom: true, requireProvenance: true, requireStaging: true },
    ...changes,
  }
}
