// A client that never stops asking, and remembers every answer that was not as it should be.
import { Agent, request } from 'node:http'

export interface Counts {
  readonly answered: number
  /** Status 500 from the release that is made to fail: the release's own fault. */
  readonly badByRelease: number
  /** Everything else that went wrong once the service was up: refused, reset, timed out, 502, 503. */
  readonly lostByTool: number
  readonly examples: readonly string[]
}

export interface Traffic {
  /** Names what happens from now on, for the examples of what was lost. */
  mark(text: string): void
  /** The version that answers now. */
  version(): Promise<string>
  counts(): Counts
  stop(): Promise<void>
}

interface Answer {
  readonly status: number
  readonly body: string
}

/** Sends requests at a steady pace over kept-alive connections. Nothing counts before the first good answer. */
export function startTraffic(options: { readonly url: string; readonly perSecond: number }): Traffic {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 })
  const counts = { answered: 0, badByRelease: 0, lostByTool: 0 }
  const examples: string[] = []
  let isUp = false
  let mark = ''
  const open = new Set<Promise<void>>()

  const ask = (): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const asked = request(options.url, { agent, timeout: 10_000 }, (response) => {
        let body = ''
        response.setEncoding('utf8')
        response.on('data', (chunk: string) => {
          body += chunk
        })
        response.once('end', () => resolve({ status: response.statusCode ?? 0, body }))
        response.once('error', reject)
      })
      asked.once('timeout', () => asked.destroy(new Error('no answer within 10 s')))
      asked.once('error', reject)
      asked.end()
    })

  const lost = (why: string): void => {
    if (!isUp) return
    counts.lostByTool += 1
    if (examples.length < 10) examples.push(`${new Date().toISOString()} ${mark}: ${why}`)
  }

  const one = async (): Promise<void> => {
    try {
      const { status, body } = await ask()
      if (status === 200) {
        isUp = true
        counts.answered += 1
      } else if (status === 500 && body.includes('could not be priced')) {
        counts.answered += 1
        counts.badByRelease += 1
      } else lost(`status ${status}: ${body.slice(0, 100)}`)
    } catch (error) {
      lost(error instanceof Error ? error.message : String(error))
    }
  }

  // Ten bursts a second are as good as an even pace for this, and cost less.
  const timer = setInterval(() => {
    for (let index = 0; index < options.perSecond / 10; index += 1) {
      const asked = one().finally(() => open.delete(asked))
      open.add(asked)
    }
  }, 100)

  return {
    mark: (text) => {
      mark = text
    },
    async version() {
      for (let tries = 0; tries < 50; tries += 1) {
        const { status, body } = await ask()
        if (status === 200) return (JSON.parse(body) as { version: string }).version
      }
      return 'nothing'
    },
    counts: () => ({ ...counts, examples }),
    async stop() {
      clearInterval(timer)
      await Promise.all(open)
      agent.destroy()
    },
  }
}
