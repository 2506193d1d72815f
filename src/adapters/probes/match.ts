import { runInNewContext } from 'node:vm'

/** How long an expression may be compared with a body, milliseconds. */
const LIMIT_MS = 250

/**
 * Whether the expression matches; undefined when that cannot be told in time. A context of its own is the only way in this process to
 * interrupt an expression that backtracks for ever (FAULTS M13). Throws a SyntaxError for a malformed expression.
 */
export function matchesWithin(expression: string, text: string): boolean | undefined {
  new RegExp(expression)
  try {
    return runInNewContext('new RegExp(expression).test(text)', { expression, text }, { timeout: LIMIT_MS }) === true
  } catch {
    return undefined
  }
}
