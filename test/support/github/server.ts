// A GitHub of one repository over real HTTP, with state, and faults that a test puts in its way.
import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { ROUTES, type Reply } from './routes.ts'
import { emptyState, type State } from './state.ts'

/** What happens instead of the answer. `commit`: the request is carried out first. */
export type FaultKind =
  | { readonly kind: 'answer'; readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: unknown; readonly commit?: boolean }
  /** No answer at all until the server is closed. */
  | { readonly kind: 'hang'; readonly commit?: boolean }
  /** The connection is cut before the answer. */
  | { readonly kind: 'reset'; readonly commit?: boolean }
  /** The connection is cut in the middle of the answer's body. */
  | { readonly kind: 'half'; readonly commit?: boolean }
  /** One byte now and then, for ever. */
  | { readonly kind: 'drip' }
  | { readonly kind: 'text'; readonly text: string; readonly type: string; readonly commit?: boolean }
  /** A read is answered as it would have been this long ago. */
  | { readonly kind: 'stale'; readonly ms: number }
  /** The world is changed right before the request is carried out. */
  | { readonly kind: 'meanwhile'; readonly change: (state: State) => void }

export interface Fault {
  /** `POST git/refs`, `GET *`: the path below the repository, `*` for any rest. */
  readonly on: string
  /** Which of the calls from now on that match, from 1; default the first. */
  readonly nth?: number
  /** How many calls from there on; default one. */
  readonly times?: number
  readonly what: FaultKind
}

export interface LoggedCall {
  readonly method: string
  /** Below the repository, without the query. */
  readonly path: string
  readonly query: string
  readonly status: number
  readonly body: unknown
  readonly request: unknown
  readonly fault?: FaultKind['kind']
}

export interface FakeGitHub {
  readonly baseUrl: string
  readonly repository: string
  readonly token: string
  readonly state: State
  readonly calls: readonly LoggedCall[]
  /** What the token may do; undefined: everything. `contents=write` allows reading, too. */
  permissions: readonly string[] | undefined
  pageSize: number
  fault(fault: Fault): void
  /** Takes back every fault and forgets the calls. */
  calm(): void
  close(): Promise<void>
}

interface Armed {
  readonly fault: Fault
  seen: number
}

/** Starts it on a free port. `prefix` is the path of the API on an Enterprise Server, such as `/api/v3`. */
export async function startFakeGitHub(options: { readonly prefix?: string; readonly repository?: string } = {}): Promise<FakeGitHub> {
  const { prefix = '', repository = 'octo/shop' } = options
  const state = emptyState(repository)
  const calls: LoggedCall[] = []
  const token = 'token-of-the-job'
  let armed: Armed[] = []
  let past: { readonly at: number; readonly refs: State['refs']; readonly issues: State['issues'] }[] = []
  let remaining = 5000

  const server = createServer((request, response) => {
    void bodyOf(request).then((body) => handle(request, response, body))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  function takeFault(method: string, path: string): FaultKind | undefined {
    let found: FaultKind | undefined
    for (const one of armed) {
      if (!matches(one.fault.on, `${method} ${path}`)) continue
      one.seen += 1
      const first = one.fault.nth ?? 1
      if (found === undefined && one.seen >= first && one.seen < first + (one.fault.times ?? 1)) found = one.fault.what
    }
    return found
  }

  function carryOut(method: string, path: string, body: unknown, at?: number): Reply & { readonly permission?: string } {
    for (const route of ROUTES) {
      const found = route.method === method ? route.path.exec(path) : null
      if (found === null) continue
      if (!isAllowed(route.permission, fake.permissions)) return { status: 403, permission: route.permission, body: { message: 'Resource not accessible by integration', documentation_url: 'https://docs.github.com/rest', status: '403' } }
      const before = method === 'GET' ? pastOf(at) : state
      if (method !== 'GET') past = [...past.slice(-50), { at: Date.now(), refs: new Map(state.refs), issues: structuredClone(state.issues) }]
      const reply = route.answer({ state: before, parts: found.slice(1).map(decodeURIComponent), body: typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {} })
      return { ...reply, permission: route.permission }
    }
    return { status: 404, body: { message: 'Not Found', documentation_url: 'https://docs.github.com/rest', status: '404' } }
  }

  /** The state before the first change after that moment. */
  function pastOf(at: number | undefined): State {
    const then = at === undefined ? undefined : past.find((one) => one.at >= at)
    return then === undefined ? state : { ...state, refs: then.refs, issues: then.issues }
  }

  function handle(request: IncomingMessage, response: ServerResponse, text: string): void {
    const url = new URL(request.url ?? '/', origin)
    const method = request.method ?? 'GET'
    const base = `${prefix}/repos/${repository}/`
    const path = url.pathname.startsWith(base) ? url.pathname.slice(base.length) : `outside:${url.pathname}`
    const body: unknown = text === '' ? undefined : JSON.parse(text)
    const fault = takeFault(method, path)
    if (fault?.kind === 'meanwhile') fault.change(state)
    const isCarriedOut = fault === undefined || fault.kind === 'stale' || fault.kind === 'meanwhile' || ('commit' in fault && fault.commit === true)
    const reply: Reply & { readonly permission?: string } =
      request.headers.authorization !== `Bearer ${token}`
        ? { status: 401, body: { message: 'Bad credentials', documentation_url: 'https://docs.github.com/rest', status: '401' } }
        : isCarriedOut
          ? carryOut(method, path, body, fault?.kind === 'stale' ? Date.now() - fault.ms : undefined)
          : { status: 0 }
    remaining -= 1
    const log = (status: number, answered: unknown): void => {
      calls.push({ method, path, query: url.search, status, body: answered, request: body, ...(fault === undefined ? {} : { fault: fault.kind }) })
    }
    if (fault !== undefined && fault.kind !== 'stale' && fault.kind !== 'meanwhile') {
      log(fault.kind === 'answer' ? fault.status : 0, fault.kind === 'answer' ? fault.body : undefined)
      misbehave(response, fault, reply)
      return
    }
    const paged: { readonly body: unknown; readonly link?: string } = Array.isArray(reply.body) ? pageOf(reply.body, url, `${origin}${url.pathname}`) : { body: reply.body }
    const bytes = paged.body === undefined ? '' : JSON.stringify(paged.body)
    const etag = `W/"${createHash('sha256').update(bytes).digest('hex')}"`
    const isSame = method === 'GET' && reply.status === 200 && request.headers['if-none-match'] === etag
    const status = isSame ? 304 : reply.status
    log(status, isSame ? undefined : paged.body)
    response.writeHead(status, {
      'x-ratelimit-limit': '5000',
      'x-ratelimit-remaining': String(remaining),
      'x-ratelimit-reset': String(Math.ceil(Date.now() / 1000) + 3600),
      'x-github-request-id': `FAKE:${calls.length}`,
      ...(reply.permission === undefined ? {} : { 'x-accepted-github-permissions': reply.permission }),
      ...(paged.link === undefined ? {} : { link: paged.link }),
      ...(method === 'GET' && status < 400 ? { etag } : {}),
      ...(bytes === '' || isSame ? {} : { 'content-type': 'application/json; charset=utf-8' }),
      ...reply.headers,
    })
    response.end(isSame ? '' : bytes)
  }

  function pageOf(list: readonly unknown[], url: URL, address: string): { readonly body: readonly unknown[]; readonly link?: string } {
    const size = Math.min(Number(url.searchParams.get('per_page') ?? '30'), fake.pageSize)
    const page = Number(url.searchParams.get('page') ?? '1')
    const last = Math.max(1, Math.ceil(list.length / size))
    const next = new URL(address)
    next.search = url.search
    next.searchParams.set('page', String(page + 1))
    return { body: list.slice((page - 1) * size, page * size), ...(page < last ? { link: `<${next.href}>; rel="next", <${next.href}>; rel="last"` } : {}) }
  }

  const fake: FakeGitHub = {
    baseUrl: `${origin}${prefix}`,
    repository,
    token,
    state,
    calls,
    permissions: undefined,
    pageSize: 100,
    fault: (fault) => void armed.push({ fault, seen: 0 }),
    calm: () => {
      armed = []
      calls.length = 0
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
  return fake
}

function misbehave(response: ServerResponse, fault: Exclude<FaultKind, { kind: 'stale' | 'meanwhile' }>, reply: Reply): void {
  switch (fault.kind) {
    case 'answer':
      response.writeHead(fault.status, { 'content-type': 'application/json; charset=utf-8', ...fault.headers })
      response.end(fault.body === undefined ? '' : JSON.stringify(fault.body))
      return
    case 'hang':
      return
    case 'reset':
      response.destroy()
      return
    case 'half': {
      const bytes = Buffer.from(JSON.stringify(reply.body ?? { message: 'half' }))
      response.writeHead(reply.status === 0 ? 200 : reply.status, { 'content-type': 'application/json', 'content-length': bytes.length })
      response.write(bytes.subarray(0, bytes.length / 2), () => setTimeout(() => response.destroy(), 20))
      return
    }
    case 'drip': {
      response.writeHead(200, { 'content-type': 'application/json' })
      const timer = setInterval(() => void response.write(' '), 20)
      response.on('close', () => clearInterval(timer))
      return
    }
    case 'text':
      response.writeHead(reply.status === 0 ? 200 : reply.status, { 'content-type': fault.type })
      response.end(fault.text)
  }
}

function matches(pattern: string, call: string): boolean {
  const escaped = pattern.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('.*')
  return new RegExp(`^${escaped}$`).test(call)
}

/** One of the alternatives is enough; writing includes reading, and metadata is never refused. */
function isAllowed(accepted: string, granted: readonly string[] | undefined): boolean {
  if (granted === undefined) return true
  return accepted.split('; ').some((one) => one.startsWith('metadata') || granted.includes(one) || granted.includes(one.replace('=read', '=write')))
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}
