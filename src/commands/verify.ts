// What is proven about an artifact: every check with what was expected and what was found.
import type { Context } from '../context.ts'
import type { RunRecorder } from '../recorder.ts'
import { releaseAskedFor } from './deploy.ts'
import { stop, type Ending } from './ending.ts'
import { environmentOf } from './environment-of.ts'

/** Verifies the artifact offline against the policy of an environment. Changes nothing. */
export async function verify(context: Context, recorder: RunRecorder): Promise<Ending> {
  const environment = environmentOf(context)
  const head = await context.repository.head()
  const release = await releaseAskedFor(context, head.commit)
  const artifact = await context.chain.store.describe(release.digest)
  if (artifact === undefined) throw stop('artifact_missing', `${release.digest} is not in ${context.service.artifact.store}`, 'Run `flowspec-operate package` on this machine, or copy the store here.')
  recorder.setArtifact(artifact)
  recorder.note({ version: release.version, commit: release.commit, environment: environment.name })
  const evidence = await context.chain.custodian.verify(release.digest, {
    requireSbom: environment.policy.requireSbom,
    requireProvenance: environment.policy.requireProvenance,
    commit: release.commit,
  })
  recorder.setEvidence(evidence)
  for (const check of evidence.checks) context.console.line(`${check.verdict === 'pass' ? 'ok  ' : 'FAIL'} ${check.name}: ${check.found}${check.verdict === 'pass' ? '' : `, expected ${check.expected}`}`)
  if (evidence.verdict === 'pass') return { decision: 'verified', reason: 'ok', message: `${release.version} holds: ${evidence.checks.length} checks passed.` }
  const failed = evidence.checks.filter((check) => check.verdict !== 'pass')
  return {
    decision: 'refused',
    reason: failed[0]?.found === 'none' ? 'attestation_missing' : 'verification_failed',
    message: failed.map((check) => `${check.name}: expected ${check.expected}, found ${check.found}`).join('; ') || 'nothing could be verified',
    remedy: 'Package again from a clean checkout. If the bytes were changed by someone, find out by whom first.',
  }
}
