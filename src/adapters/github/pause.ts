// How long to wait before asking again: what GitHub says, else what its documentation asks for (FACTS: rate limits).

/** Why an answer is worth another try, and the pause before it, milliseconds. */
export interface Pause {
  readonly kind: 'limited' | 'failed'
  readonly ms: number
}

const FIRST_MS = 500
const SECONDARY_MS = 60_000

/** The pause that an answer asks for; undefined when asking again would give the same answer. `round` counts from 0. */
export function pauseFor(answer: { readonly status: number; readonly headers: Headers; readonly said: string }, round: number): Pause | undefined {
  const { status, headers, said } = answer
  if (status === 408 || status >= 500) return { kind: 'failed', ms: retryAfter(headers) ?? backoff(round) }
  if (status !== 429 && status !== 403) return undefined
  const asked = retryAfter(headers) ?? untilReset(headers)
  if (asked !== undefined) return { kind: 'limited', ms: asked }
  // A 403 without any sign of a limit is about permissions. The words are only a hint: they have changed before.
  if (status === 403 && !/rate limit/i.test(said)) return undefined
  return { kind: 'limited', ms: SECONDARY_MS * 2 ** round }
}

/** Grows from half a second. */
export function backoff(round: number): number {
  return FIRST_MS * 2 ** round
}

function retryAfter(headers: Headers): number | undefined {
  const text = headers.get('retry-after')
  return text !== null && /^\d{1,6}$/.test(text) ? Number(text) * 1000 : undefined
}

/** By GitHub's own clock: ours may be wrong, and a reset that has passed means now (FAULTS B12). */
function untilReset(headers: Headers): number | undefined {
  if (headers.get('x-ratelimit-remaining') !== '0') return undefined
  const reset = Number(headers.get('x-ratelimit-reset') ?? Number.NaN)
  const now = Date.parse(headers.get('date') ?? '')
  if (!Number.isFinite(reset) || !Number.isFinite(now)) return undefined
  return Math.max(1000, reset * 1000 - now)
}
