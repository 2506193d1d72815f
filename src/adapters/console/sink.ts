import type { Writable } from 'node:stream'

/** The part of a stream that is written to; `process.stdout` and `process.stderr` fit. */
export type Stream = Pick<Writable, 'write' | 'on'> & { readonly isTTY?: boolean; readonly columns?: number }

/** Writes text somewhere and never throws. */
export type Sink = (text: string) => void

/**
 * A stream whose reader may go away (`| head`): after the first error nothing is written any more, and the run goes on.
 * Without a listener the error would end the process in the middle of a rollout (FAULTS D18).
 */
export function sinkOf(stream: Stream): Sink {
  let gone = false
  stream.on('error', () => {
    gone = true
  })
  return (text) => {
    if (gone) return
    try {
      stream.write(text)
    } catch {
      gone = true
    }
  }
}
