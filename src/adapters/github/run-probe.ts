// Whether the workflow run behind a lease still lives. Only GitHub's word that it is completed counts; everything else keeps the lock.
import { isRecord } from '../../domain/ledger/shape.ts'
import type { RunRef } from '../../domain/ledger/entry.ts'
import type { RunProbe } from '../../ports.ts'
import type { GitHub } from './client.ts'

const ALIVE = ['queued', 'in_progress', 'waiting', 'pending', 'requested']

/** Asks GitHub about runs of this repository, and `others` about the rest. Nothing local is believed about a run on GitHub: hosted machines are alike. */
export function gitHubRunProbe(github: GitHub, others: RunProbe): RunProbe {
  return {
    state: async (run) => {
      const number = runNumber(run, github.repository)
      if (number === 'elsewhere') return 'unknown'
      return number === undefined ? others.state(run) : stateOf(github, number, run.attempt)
    },
  }
}

/** The number in `gh-<number>-<job>-<uuid>`; undefined for a run that is not on GitHub. */
function runNumber(run: RunRef, repository: string): string | undefined {
  const number = /^gh-(\d{1,18})-/.exec(run.id)?.[1]
  if (number === undefined) return undefined
  return run.url?.toLowerCase().endsWith(`/${repository.toLowerCase()}/actions/runs/${number}`) === true ? number : 'elsewhere'
}

async function stateOf(github: GitHub, number: string, attempt: number): Promise<'running' | 'finished' | 'unknown'> {
  try {
    const { status, data } = await github.read(`actions/runs/${number}/attempts/${attempt}`, { what: `read workflow run ${number}`, permission: 'actions: read' })
    if (status !== 200 || !isRecord(data) || String(data['id']) !== number || data['run_attempt'] !== attempt) return 'unknown'
    if (data['status'] === 'completed') return 'finished'
    return typeof data['status'] === 'string' && ALIVE.includes(data['status']) ? 'running' : 'unknown'
  } catch {
    // A question that was not answered is no answer (FAULTS C09).
    return 'unknown'
  }
}
