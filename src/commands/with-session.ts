import type { Context } from '../context.ts'
import { messageOf } from '../errors.ts'
import { openSession, type Session } from '../session.ts'

/**
 * Takes the lock of one environment for as long as the body runs. The lock is freed however the body ends; when the ledger does not
 * take that, what the body did still counts, and the lock expires by itself.
 */
export async function withSession<T>(context: Context, environment: string, commit: string, body: (session: Session) => Promise<T>): Promise<T> {
  const session = await openSession({
    store: context.ledger,
    probe: context.runs,
    clock: context.clock,
    key: { service: context.service.name, environment },
    run: context.run,
    actor: context.actor,
    commit,
    leaseSeconds: context.settings.ledger.leaseSeconds,
    lockTimeoutMs: context.intent.lockTimeoutMs,
    signal: context.signal,
    onWait: (sentence) => context.console.progress(sentence),
  })
  try {
    return await body(session)
  } finally {
    await session.release().catch((error: unknown) => {
      context.console.warn(`the lock of ${environment} could not be given back (${messageOf(error)}); it expires by itself, and the next run takes it over`)
    })
  }
}
