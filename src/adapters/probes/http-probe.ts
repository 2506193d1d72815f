import type { HttpCheck } from '../../domain/health/checks.ts'
import { judgeAnswer } from '../../domain/health/expectation.ts'
import { messageOf } from '../../errors.ts'
import { malformedRequest, urlOf } from './address.ts'
import { askOnce } from './answer.ts'
import { lastLines, networkCause, type Attempt, type Subject } from './attempt.ts'
import { matchesWithin } from './match.ts'

/** One HTTP request and its judgement. No answer is a fail with its cause: a service that cannot be reached is not healthy (FAULTS G01). */
export async function probeHttp(check: HttpCheck, subject: Subject): Promise<Attempt> {
  const url = urlOf(check.path, subject.address)
  if (!url.ok) {
    const [problem] = url.problems
    const isUnreachable = subject.address === undefined && check.path.startsWith('/')
    return { verdict: isUnreachable ? 'fail' : 'error', detail: `${problem.what}: ${problem.value ?? ''}. ${problem.remedy}`, final: !isUnreachable }
  }
  const malformed = malformedRequest(check)
  if (malformed !== undefined) return { verdict: 'error', detail: malformed, final: true }
  const limit = AbortSignal.timeout(Math.max(1, subject.timeoutMs))
  try {
    const answer = await askOnce(url.value, check, AbortSignal.any([limit, subject.signal]))
    const matches = check.expect.bodyMatches === undefined ? undefined : matchesWithin(check.expect.bodyMatches, answer.body)
    const { verdict, detail } = judgeAnswer(check.expect, { ...answer, matches })
    return { verdict, detail: `${check.method} ${url.value.href}: ${detail}`, ...(verdict === 'pass' ? {} : { tail: lastLines(answer.body) }) }
  } catch (error) {
    if (error instanceof SyntaxError) return { verdict: 'error', detail: `the expression of the check is malformed: ${messageOf(error)}`, final: true }
    const cause = limit.aborted ? `no complete answer within ${Math.round(subject.timeoutMs)} ms` : networkCause(error)
    return { verdict: 'fail', detail: `${check.method} ${url.value.href}: ${cause}` }
  }
}
