// Moving a ref from one commit to the next, so that it is known afterwards whether it was us. Statuses and words of a refusal differ over
// the years and between servers; what counts is where the ref points (FACTS: refs).
import { AdapterError } from '../../errors.ts'
import { saidIn, type GitHub, type Written } from './client.ts'
import type { Purpose } from './failure.ts'
import { oidOfRef, pathOf, type GitObjects } from './git-objects.ts'
import { backoff } from './pause.ts'

export interface RefMove {
  readonly ref: string
  /** Where it must point now; undefined: it must not exist. */
  readonly from: string | undefined
  readonly to: string
  readonly purpose: Purpose
}

/** Tries after which a ref that stays where it was, and cannot be moved, is given up. */
const ROUNDS = 4

/**
 * `moved`: the ref points, or pointed, at the new commit. `conflict`: someone else was first, and nothing was written. `unclear`: others
 * have written, and one of our tries was left without an answer, so the chain must tell whether ours is in it.
 */
export async function moveRef(github: GitHub, objects: GitObjects, move: RefMove): Promise<'moved' | 'conflict' | 'unclear'> {
  const { ref, from, to, purpose } = move
  let isUnsure = false
  let exists = from !== undefined
  for (let round = 0; ; round += 1) {
    // Once a try may have created it, only moving it to where it should be tells for certain: an old answer to a read cannot.
    const written: Written = exists
      ? await github.write('PATCH', `git/refs/${pathOf(ref)}`, { sha: to, force: false }, purpose)
      : await github.write('POST', 'git/refs', { ref, sha: to }, purpose)
    if (written.kind === 'answer' && written.status < 300 && oidOfRef(written.data, ref, purpose) === to) return 'moved'
    isUnsure ||= written.kind === 'unsure'
    const tip = await tipOf(objects, move, written)
    if (tip === to) return 'moved'
    if (tip !== from) return isUnsure ? 'unclear' : 'conflict'
    // It reads as if nothing had happened: an old answer, a passing fault, or a rule that forbids it.
    if (written.kind === 'unsure') await github.pause(written, round, purpose)
    else if (round + 1 >= ROUNDS) throw refused(move, written)
    else await github.pause({ error: refused(move, written), pause: { kind: 'failed', ms: backoff(round) } }, round, purpose)
    exists = from !== undefined || (isUnsure && !exists)
  }
}

/** Where the ref points. When GitHub has stopped answering, the write's own failure is the one to report. */
async function tipOf(objects: GitObjects, move: RefMove, written: Written): Promise<string | undefined> {
  try {
    return await objects.tip(move.ref, move.purpose)
  } catch (error) {
    throw written.kind === 'unsure' ? written.error : error
  }
}

function refused(move: RefMove, answer: { readonly status: number; readonly data: unknown }): AdapterError {
  return new AdapterError({
    code: 'ledger_unwritable',
    message: `${move.ref} could not be written: GitHub answers ${answer.status} (${saidIn(answer.data)}), and the ref did not move`,
    remedy: 'A ruleset, branch protection or pre-receive hook may forbid it: see Settings, Rules, or choose another `ledger.namespace`, such as refs/heads/flowspec.',
  })
}
