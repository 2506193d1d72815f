import type { HttpCheck, JsonExpectation } from './checks.ts'
import { lookUp, parseJsonPath } from './json-path.ts'
import type { Verdict } from './verdict.ts'

/** What an HTTP check got back. */
export interface HttpAnswer {
  readonly status: number
  /** From sending the request to the last byte. */
  readonly latencyMs: number
  readonly body: string
  /** Whether the body was longer than what may be read. */
  readonly cut: boolean
  /** Whether the expression of `bodyMatches` matched; undefined when it took too long to tell (FAULTS M13). */
  readonly matches?: boolean | undefined
  /** Where a redirect wanted to go. */
  readonly location?: string | undefined
}

/** Compares an answer with what was expected: the first difference decides, in one sentence (SPEC D2, FAULTS G06). */
export function judgeAnswer(expect: HttpCheck['expect'], answer: HttpAnswer): { readonly verdict: Verdict; readonly detail: string } {
  const difference = statusDifference(expect.status, answer) ?? latencyDifference(expect.latencyMs, answer) ?? textDifference(expect, answer)
  if (difference !== undefined) return { verdict: 'fail', detail: difference }
  const json = expect.json ?? []
  if (json.length > 0) return jsonVerdict(json, answer)
  return { verdict: 'pass', detail: found(answer) }
}

function found(answer: HttpAnswer): string {
  return `status ${answer.status} in ${Math.round(answer.latencyMs)} ms`
}

function statusDifference(expected: readonly number[], answer: HttpAnswer): string | undefined {
  const isExpected = expected.length === 0 ? answer.status >= 200 && answer.status < 300 : expected.includes(answer.status)
  if (isExpected) return undefined
  const wanted = expected.length === 0 ? '2xx' : expected.join(' or ')
  const redirect = answer.location === undefined ? '' : ` (a redirect to ${answer.location.slice(0, 200)}, which is not followed)`
  return `expected status ${wanted}, found ${answer.status}${redirect}`
}

function latencyDifference(limitMs: number | undefined, answer: HttpAnswer): string | undefined {
  if (limitMs === undefined || answer.latencyMs <= limitMs) return undefined
  return `expected an answer within ${limitMs} ms, it took ${Math.round(answer.latencyMs)} ms`
}

function textDifference(expect: HttpCheck['expect'], answer: HttpAnswer): string | undefined {
  const where = answer.cut ? 'the first part of the body that may be read' : 'the body'
  if (expect.bodyContains !== undefined && !answer.body.includes(expect.bodyContains)) {
    return `expected ${JSON.stringify(expect.bodyContains)} in the body, ${where} does not contain it`
  }
  if (expect.bodyMatches === undefined || answer.matches === true) return undefined
  if (answer.matches === undefined) return `the expression /${expect.bodyMatches}/ took too long to compare with the body`
  return `expected the body to match /${expect.bodyMatches}/, ${where} does not`
}

function jsonVerdict(expected: readonly JsonExpectation[], answer: HttpAnswer): { readonly verdict: Verdict; readonly detail: string } {
  const body = parseJson(answer.body)
  if (!body.ok) return { verdict: 'fail', detail: answer.cut ? 'expected JSON, the body is longer than what may be read' : 'expected JSON, the body is not JSON' }
  for (const expectation of expected) {
    const path = parseJsonPath(expectation.path)
    if (!path.ok) return { verdict: 'error', detail: `${path.problems[0].what}: ${expectation.path}. ${path.problems[0].remedy}` }
    const there = lookUp(body.value, path.value)
    if (!there.found) return { verdict: 'fail', detail: `expected ${expectation.path} in the body, there is none` }
    if (expectation.equals !== undefined && there.value !== expectation.equals) {
      const value = JSON.stringify(there.value).slice(0, 200)
      return { verdict: 'fail', detail: `expected ${expectation.path} to be ${JSON.stringify(expectation.equals)}, found ${value}` }
    }
  }
  return { verdict: 'pass', detail: found(answer) }
}

function parseJson(text: string): { readonly ok: true; readonly value: unknown } | { readonly ok: false } {
  try {
    const value: unknown = JSON.parse(text)
    return { ok: true, value }
  } catch {
    return { ok: false }
  }
}
