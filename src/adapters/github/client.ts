// GitHub's REST API as the adapters here need it: reads are repeated, writes never are without a look at what became of them.
import { isRecord } from '../../domain/ledger/shape.ts'
import type { AdapterError } from '../../errors.ts'
import type { Clock } from '../../ports.ts'
import { exchange, type Exchanged, type Outgoing } from './exchange.ts'
import { forbidden, limited, unavailable, type Purpose } from './failure.ts'
import { backoff, pauseFor, type Pause } from './pause.ts'

export interface GitHubOptions {
  /** Where the API is, with the path prefix of an Enterprise Server: `https://api.github.com`. */
  readonly baseUrl: string
  /** `owner/name` */
  readonly repository: string
  readonly token: string
  readonly clock: Clock
  /** Of one request with everything it brings; default 15 s (FAULTS B07, B08). */
  readonly deadlineMs?: number
}

/** Success, or one of the refusals that the caller must understand: 404, 409, 410, 422. */
export interface Answer {
  readonly status: number
  readonly data: unknown
}

export type Written =
  | ({ readonly kind: 'answer' } & Answer)
  /** It may have been done: look before doing it again, then wait with `pause`. */
  | { readonly kind: 'unsure'; readonly error: AdapterError; readonly pause: Pause | undefined }

const DEADLINE_MS = 15_000
/** Tries of one request, the first included. */
const ROUNDS = 4
/** Longest wait that a run makes for one request, milliseconds; who asks for more gets an error. */
const LONGEST_PAUSE_MS = 90_000
const MAX_PAGES = 100
const UNDERSTOOD = [404, 409, 410, 422]
const KEPT_TAGS = 64

/** A client for one repository. Paths are below `/repos/<owner>/<name>/`, every part already encoded. */
export class GitHub {
  readonly repository: string
  readonly #options: GitHubOptions
  readonly #tagged = new Map<string, { readonly tag: string; readonly answer: Answer; readonly next: string | undefined }>()

  constructor(options: GitHubOptions) {
    this.#options = options
    this.repository = options.repository
  }

  /** Reads; idempotent. Throws `github_unavailable`, `github_forbidden` or `github_rate_limited`. */
  async read(path: string, purpose: Purpose): Promise<Answer> {
    return (await this.#read(this.#url(path), purpose)).answer
  }

  /** Reads a list with all its pages; a page that fails fails the whole (FAULTS B17, B18). Undefined: there is no such thing (404, 410). */
  async readAll(path: string, purpose: Purpose): Promise<readonly unknown[] | undefined> {
    const all: unknown[] = []
    const seen = new Set<string>()
    let url: string | undefined = this.#url(`${path}${path.includes('?') ? '&' : '?'}per_page=100`)
    while (url !== undefined) {
      if (seen.has(url) || seen.size >= MAX_PAGES) throw unavailable(purpose, `the list does not end within ${seen.size} pages`)
      seen.add(url)
      const { answer, next }: { readonly answer: Answer; readonly next: string | undefined } = await this.#read(url, purpose)
      if (answer.status === 404 || answer.status === 410) return undefined
      if (answer.status !== 200 || !Array.isArray(answer.data)) throw unavailable(purpose, `a page is no list (${answer.status})`)
      all.push(...(answer.data as readonly unknown[]))
      url = next
    }
    return all
  }

  /** Writes once. Throws only when it was certainly not done. */
  async write(method: 'POST' | 'PATCH' | 'DELETE', path: string, body: object | undefined, purpose: Purpose): Promise<Written> {
    const exchanged = await this.#exchange({ method, url: this.#url(path), ...(body === undefined ? {} : { body }) }, {})
    const judged = this.#judge(exchanged, purpose, 0)
    return judged.kind === 'answer' ? { kind: 'answer', status: judged.status, data: judged.data } : { kind: 'unsure', error: judged.error, pause: judged.pause }
  }

  /** Waits before another try; throws the error when there should be none. `round` counts the tries made, from 0. */
  async pause(unsure: { readonly error: AdapterError; readonly pause: Pause | undefined }, round: number, purpose: Purpose): Promise<void> {
    const { pause, error } = unsure
    if (pause !== undefined && pause.ms > LONGEST_PAUSE_MS) throw limited(purpose, pause.ms)
    if (pause === undefined || round + 1 >= ROUNDS) throw error
    await this.#options.clock.sleep(pause.kind === 'limited' ? pause.ms : Math.max(pause.ms, backoff(round)), new AbortController().signal)
  }

  async #read(url: string, purpose: Purpose): Promise<{ readonly answer: Answer; readonly next: string | undefined }> {
    const kept = this.#tagged.get(url)
    for (let round = 0; ; round += 1) {
      const exchanged = await this.#exchange({ method: 'GET', url }, kept === undefined ? {} : { 'if-none-match': kept.tag })
      if (kept !== undefined && exchanged.kind === 'answer' && exchanged.status === 304) return kept
      const judged = this.#judge(exchanged, purpose, round)
      if (judged.kind === 'answer') {
        const found = { answer: { status: judged.status, data: judged.data }, next: this.#nextOf(judged.headers, purpose) }
        this.#keep(url, judged.headers.get('etag'), found)
        return found
      }
      await this.pause(judged, round, purpose)
    }
  }

  /** A request that is answered with 304 does not count against the rate limit. */
  #keep(url: string, tag: string | null, found: { readonly answer: Answer; readonly next: string | undefined }): void {
    this.#tagged.delete(url)
    if (tag === null || found.answer.status !== 200) return
    this.#tagged.set(url, { tag, ...found })
    const [oldest] = this.#tagged.keys()
    if (this.#tagged.size > KEPT_TAGS && oldest !== undefined) this.#tagged.delete(oldest)
  }

  #judge(
    exchanged: Exchanged,
    purpose: Purpose,
    round: number,
  ): { readonly kind: 'answer'; readonly headers: Headers; readonly status: number; readonly data: unknown } | { readonly kind: 'unsure'; readonly error: AdapterError; readonly pause: Pause | undefined } {
    if (exchanged.kind === 'astray') throw unavailable(purpose, exchanged.why)
    if (exchanged.kind === 'broken') return { kind: 'unsure', error: unavailable(purpose, exchanged.why), pause: { kind: 'failed', ms: backoff(round) } }
    const { status, headers, data } = exchanged
    if ((status >= 200 && status < 300) || UNDERSTOOD.includes(status)) return { kind: 'answer', status, headers, data }
    const said = saidIn(data)
    const pause = pauseFor({ status, headers, said }, round)
    if (pause === undefined && (status === 401 || status === 403)) throw forbidden(purpose, { status, said, accepted: headers.get('x-accepted-github-permissions') })
    const error = pause?.kind === 'limited' ? limited(purpose, pause.ms) : unavailable(purpose, `it answered ${status}${said === '' ? '' : `: ${said}`}`)
    return { kind: 'unsure', error, pause }
  }

  #exchange(outgoing: Pick<Outgoing, 'method' | 'url' | 'body'>, headers: Readonly<Record<string, string>>): Promise<Exchanged> {
    return exchange({
      ...outgoing,
      deadlineMs: this.#options.deadlineMs ?? DEADLINE_MS,
      headers: {
        accept: 'application/vnd.github+json',
        authorization: `Bearer ${this.#options.token}`,
        'user-agent': 'flowspec-operate',
        'x-github-api-version': '2022-11-28',
        ...(outgoing.body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
    })
  }

  #url(path: string): string {
    return `${this.#options.baseUrl}/repos/${this.repository}/${path}`
  }

  /** The next page by the Link header; an address outside of the API is not one. */
  #nextOf(headers: Headers, purpose: Purpose): string | undefined {
    const url = /<([^<>]{1,2000})>;\s*rel="next"/.exec(headers.get('link') ?? '')?.[1]
    if (url === undefined || url.startsWith(`${this.#options.baseUrl}/`)) return url
    throw unavailable(purpose, 'the next page is at another address')
  }
}

/** What an error's body says, for people. */
export function saidIn(data: unknown): string {
  return isRecord(data) && typeof data['message'] === 'string' ? data['message'].replace(/\s+/g, ' ').slice(0, 200) : ''
}
