// Build once; print the digest that every later step uses.
import type { Context } from '../context.ts'
import type { RunRecorder } from '../recorder.ts'
import { sourceOf } from './admit-task.ts'
import { buildOnce } from './build-once.ts'
import type { Ending } from './ending.ts'
import { planPackage } from './plan-run.ts'

/** Packs this commit into one artifact with SBOM and signed provenance. The task's state does not matter yet. */
export async function packageArtifact(context: Context, recorder: RunRecorder): Promise<Ending> {
  const source = await sourceOf(context, recorder)
  if (context.intent.dryRun || context.intent.validateOnly) return planPackage(context, recorder, source.commit)
  const built = await recorder.stage('build', async () => {
    const value = await buildOnce(context, recorder, source)
    return { value, notes: value.notes }
  })
  recorder.note({ version: built.release.version })
  return { decision: 'packaged', reason: 'ok', message: `${built.release.version} is ${built.release.digest}.` }
}
