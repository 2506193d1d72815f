import { connect } from 'node:net'
import type { TcpCheck } from '../../domain/health/checks.ts'
import { networkCause, type Attempt, type Subject } from './attempt.ts'

/** Opens a connection and closes it. */
export async function probeTcp(check: TcpCheck, subject: Subject): Promise<Attempt> {
  const own = subject.address === undefined ? undefined : new URL(subject.address)
  const host = check.host ?? own?.hostname.replace(/^\[|\]$/g, '')
  const port = check.port ?? (own === undefined ? undefined : Number(own.port === '' ? defaultPort(own) : own.port))
  if (host === undefined || port === undefined) return { verdict: 'fail', detail: 'the release has no address to connect to' }
  const place = `${host}:${port}`
  return new Promise<Attempt>((resolve) => {
    const socket = connect({ host, port })
    const end = (attempt: Attempt): void => {
      clearTimeout(timer)
      subject.signal.removeEventListener('abort', onAbort)
      socket.destroy()
      resolve(attempt)
    }
    const timer = setTimeout(() => end({ verdict: 'fail', detail: `${place}: no connection within ${Math.round(subject.timeoutMs)} ms` }), subject.timeoutMs)
    const onAbort = (): void => end({ verdict: 'error', detail: `${place}: stopped before it was connected` })
    subject.signal.addEventListener('abort', onAbort, { once: true })
    socket.once('connect', () => end({ verdict: 'pass', detail: `${place} accepts connections` }))
    socket.on('error', (error) => end({ verdict: 'fail', detail: `${place}: ${networkCause(error)}` }))
  })
}

function defaultPort(url: URL): string {
  return url.protocol === 'https:' ? '443' : '80'
}
