// One request and its whole answer, or why there is none. No retry here, no judgement but about the form.
import { messageOf } from '../../errors.ts'

export interface Outgoing {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: object
  readonly deadlineMs: number
}

export type Exchanged =
  | { readonly kind: 'answer'; readonly status: number; readonly headers: Headers; readonly data: unknown }
  /** Nobody knows whether the request was carried out. */
  | { readonly kind: 'broken'; readonly why: string }
  /** It was not carried out, and asking again will not help. */
  | { readonly kind: 'astray'; readonly why: string }

/** More than any answer that this tool asks for; the rest is not read (FAULTS B16). */
const MAX_CHARACTERS = 16 * 1024 * 1024
const MAX_HOPS = 3
const REDIRECTS = [301, 302, 307, 308]

/**
 * Sends it and reads the answer within the deadline, headers, body and redirects together. A redirect is followed with the same
 * method (it means that nothing was done yet), and only on the same origin: the token goes nowhere else (FAULTS B19).
 */
export async function exchange(outgoing: Outgoing): Promise<Exchanged> {
  const signal = AbortSignal.timeout(outgoing.deadlineMs)
  let url = outgoing.url
  for (let hop = 0; hop <= MAX_HOPS; hop += 1) {
    let response: Response
    try {
      response = await fetch(url, {
        method: outgoing.method,
        headers: outgoing.headers,
        redirect: 'manual',
        signal,
        ...(outgoing.body === undefined ? {} : { body: JSON.stringify(outgoing.body) }),
      })
    } catch (error) {
      return broken(error, signal, outgoing.deadlineMs)
    }
    if (!REDIRECTS.includes(response.status)) return answerOf(response, signal, outgoing.deadlineMs)
    const next = nextOf(response.headers.get('location'), url)
    await response.body?.cancel().catch(() => undefined)
    if (next === undefined) return { kind: 'astray', why: `it redirects to no address (${response.status})` }
    if (new URL(next).origin !== new URL(url).origin) return { kind: 'astray', why: `it redirects to ${new URL(next).origin}, and the token is not sent to another host` }
    url = next
  }
  return { kind: 'astray', why: `it redirects more than ${MAX_HOPS} times` }
}

function nextOf(location: string | null, from: string): string | undefined {
  return location === null || !URL.canParse(location, from) ? undefined : new URL(location, from).href
}

async function answerOf(response: Response, signal: AbortSignal, deadlineMs: number): Promise<Exchanged> {
  const { status, headers } = response
  let text: string | undefined
  try {
    text = await limitedText(response)
  } catch (error) {
    return broken(error, signal, deadlineMs)
  }
  if (text === undefined) return { kind: 'broken', why: `the answer has more than ${MAX_CHARACTERS} characters` }
  const data = text === '' ? undefined : jsonOf(text)
  // 204 and 304 have no body; everything else that counts as a success must say something (FAULTS B16).
  if (response.ok && status !== 204 && (typeof data !== 'object' || data === null)) {
    return { kind: 'broken', why: `the answer is ${text === '' ? 'empty' : `no JSON (${headers.get('content-type') ?? 'no type'})`}` }
  }
  return { kind: 'answer', status, headers, data }
}

async function limitedText(response: Response): Promise<string | undefined> {
  if (response.body === null) return ''
  const decoder = new TextDecoder()
  let text = ''
  for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
    text += decoder.decode(chunk, { stream: true })
    if (text.length > MAX_CHARACTERS) return undefined
  }
  return text + decoder.decode()
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** `fetch failed` says nothing; its cause does. */
function broken(error: unknown, signal: AbortSignal, deadlineMs: number): Exchanged {
  if (signal.aborted) return { kind: 'broken', why: `no whole answer within ${deadlineMs / 1000} s` }
  const cause = typeof error === 'object' && error !== null && 'cause' in error ? error.cause : undefined
  return { kind: 'broken', why: cause === undefined ? messageOf(error) : `${messageOf(error)} (${messageOf(cause)})` }
}
