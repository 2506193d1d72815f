import { describe, expect, it } from '@jest/globals'
import { readInputs, type Intent } from '../../src/inputs.ts'
import { postIntentOf } from '../../src/inputs/post-intent.ts'

function intentOf(...argv: readonly string[]): Intent {
  const read = readInputs({ argv })
  if (!read.ok) throw new Error(JSON.stringify(read.problems))
  return read.value
}

describe('what the post step does for a run that did not end by itself', () => {
  it('[G2] reconciles the same environment, and waits a short time for the lock', () => {
    const main = intentOf('deploy', '--environment', 'staging', '--lock-timeout', '30m')
    expect(postIntentOf(main)).toMatchObject({ command: 'reconcile', environment: 'staging', lockTimeoutMs: 45_000 })
  })

  it('[G2] never vouches that another run is gone with a reason that was given for something else', () => {
    const main = intentOf('rollback', '--reason', 'errors on the dashboard')
    expect(main.reason).toBe('errors on the dashboard')
    expect(postIntentOf(main)).not.toHaveProperty('reason')
  })

  it.each(['--dry-run', '--validate-only'])('[B2] changes nothing after a run with %s', (flag) => {
    expect(postIntentOf(intentOf('run', flag))).toBeUndefined()
  })
})
