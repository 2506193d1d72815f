import type { Intent } from './intent.ts'

/** How long a post step may wait for a lock, milliseconds: the runner ends it after five minutes, and a person waits for it. */
const POST_LOCK_MS = 45_000

/**
 * What the post step of a run that did not end by itself does: `reconcile`, in the name of that run. Nothing after a run that was not to
 * change anything. The reason is left out: it was given for something else, and with one `reconcile` breaks the lock of another run.
 */
export function postIntentOf(main: Intent): Intent | undefined {
  if (main.dryRun || main.validateOnly) return undefined
  const { reason: _, ...others } = main
  return { ...others, command: 'reconcile', lockTimeoutMs: POST_LOCK_MS }
}
