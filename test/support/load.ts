import { Agent, request, type IncomingMessage } from 'node:http'

/** What came of the requests a load client sent. */
export interface Tally {
  sent: number
  /** No answer, or half of one. */
  lost: number
  /** Answers by status. */
  readonly status: Map<number, number>
  /** Good answers by the version that gave them. */
  readonly versions: Map<string, number>
  readonly problems: string[]
  /** When the last request that a version answered was sent, `performance.now()`. */
  readonly lastSent: Map<string, number>
}

export interface Load {
  readonly tally: Tally
  /** Counts from here on into a new tally; returns the one until now. */
  cut(): Tally
  stop(): Promise<Tally>
  /** Resolves when so many more requests were answered. */
  more(count: number): Promise<void>
}

function emptyTally(): Tally {
  return { sent: 0, lost: 0, status: new Map(), versions: new Map(), problems: [], lastSent: new Map() }
}

/**
 * Clients that ask one thing after another until they are stopped: some keep their connections, some use a new one each time.
 * A pause between requests keeps a small machine from being busy with nothing else.
 */
export function startLoad(address: string, options: { readonly keepAlive: number; readonly fresh: number; readonly path?: string; readonly pauseMs?: number }): Load {
  let tally = emptyTally()
  let total = 0
  let isOver = false
  const agents: Agent[] = []
  const client = async (agent: Agent | false): Promise<void> => {
    while (!isOver) {
      const into = tally
      into.sent += 1
      const at = performance.now()
      try {
        const { status, version } = await ask(`${address}${options.path ?? '/'}`, agent)
        into.status.set(status, (into.status.get(status) ?? 0) + 1)
        if (version !== undefined) seen(into, version, at)
      } catch (error) {
        into.lost += 1
        into.problems.push(String(error))
      }
      total += 1
      if (options.pauseMs !== undefined) await new Promise((resolve) => setTimeout(resolve, options.pauseMs))
    }
  }
  const clients = [
    ...Array.from({ length: options.keepAlive }, () => {
      const agent = new Agent({ keepAlive: true, maxSockets: 1 })
      agents.push(agent)
      return client(agent)
    }),
    ...Array.from({ length: options.fresh }, () => client(false)),
  ]
  return {
    get tally() {
      return tally
    },
    cut() {
      const before = tally
      tally = emptyTally()
      return before
    },
    async stop() {
      isOver = true
      await Promise.all(clients)
      for (const agent of agents) agent.destroy()
      return tally
    },
    async more(count) {
      const until = total + count
      while (total < until) await new Promise((resolve) => setTimeout(resolve, 5))
    },
  }
}

function seen(tally: Tally, version: string, at: number): void {
  tally.versions.set(version, (tally.versions.get(version) ?? 0) + 1)
  tally.lastSent.set(version, Math.max(at, tally.lastSent.get(version) ?? 0))
}

/** One GET; rejects without a whole answer. */
export function ask(url: string, agent: Agent | false = false): Promise<{ readonly status: number; readonly version: string | undefined; readonly body: string; readonly headers: IncomingMessage['headers'] }> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { agent: agent === false ? undefined : agent, ...(agent === false ? { headers: { connection: 'close' } } : {}) }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () => {
        const version = response.headers['x-release']
        resolve({ status: response.statusCode ?? 0, version: typeof version === 'string' ? version : undefined, body: Buffer.concat(chunks).toString('utf8'), headers: response.headers })
      })
    })
    sent.on('error', reject)
    sent.end()
  })
}
