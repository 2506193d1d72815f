import { describe, expect, it } from '@jest/globals'
import { endingOf, endingOfStopped, stop } from '../../src/commands/ending.ts'
import { AdapterError, ConfigError, StoppedError } from '../../src/errors.ts'

const reason = new StoppedError({ code: 'cancelled', message: 'SIGTERM: this run was told to end' })

describe('how a run that was told to stop ends', () => {
  it.each(['rollback_failed', 'lock_lost', 'fenced_out', 'ledger_unwritable', 'ledger_unreadable'] as const)('does not hide %s behind the stop', (code) => {
    expect(endingOfStopped(stop(code, 'look at production now'), reason)).toMatchObject({ decision: endingOf(stop(code, '')).decision, reason: code, message: 'look at production now' })
  })

  it('tells of mistakes in the user\'s files', () => {
    expect(endingOfStopped(new ConfigError([{ code: 'x', what: 'y', remedy: 'z' }]), reason)).toMatchObject({ decision: 'refused', reason: 'bad_input' })
  })

  it.each([new AdapterError({ code: 'target_unreachable', message: 'aborted' }), new Error('The operation was aborted'), reason])('is the stop itself when the error only shows it', (error) => {
    expect(endingOfStopped(error, reason)).toEqual({ decision: 'failed', reason: 'cancelled', message: reason.message })
  })
})

describe('an error nobody foresaw', () => {
  it('[I6] is a failure, never a success', () => {
    expect(endingOf(new Error('boom'))).toEqual({ decision: 'failed', reason: 'unexpected_error', message: 'boom' })
    expect(endingOf(new AdapterError({ code: 'never_heard_of', message: 'boom' }))).toMatchObject({ decision: 'failed', reason: 'unexpected_error' })
  })
})
