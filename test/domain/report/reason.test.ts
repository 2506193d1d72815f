import { describe, expect, it } from '@jest/globals'
import { isReasonCode, REASONS } from '../../../src/domain/report/reason.ts'

describe('reason codes', () => {
  it('are a closed list that nothing inherited belongs to (M12)', () => {
    expect([isReasonCode('ok'), isReasonCode('evidence_against'), isReasonCode('maybe'), isReasonCode('constructor'), isReasonCode('__proto__')]).toEqual([true, true, false, false, false])
  })

  it('each say in one sentence what they mean', () => {
    for (const sentence of Object.values(REASONS)) expect(sentence).toMatch(/^[A-Z].*\.$/u)
  })
})
