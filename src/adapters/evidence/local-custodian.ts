import { basename, resolve } from 'node:path'
import type { Digest } from '../../domain/artifact/digest.ts'
import type { Evidence } from '../../domain/artifact/artifact.ts'
import { judgeCustody } from '../../domain/artifact/custody.ts'
import { BUNDLE_TYPE, SBOM_TYPE } from '../../domain/artifact/media-types.ts'
import { bindSbom, filesSbom } from '../../domain/artifact/sbom.ts'
import type { Parsed } from '../../domain/problem.ts'
import { AdapterError } from '../../errors.ts'
import type { ArtifactStore, Custodian, Programs, VerificationPolicy } from '../../ports.ts'
import { digestOf } from '../registry/durable.ts'
import { openBundle, signedBundle } from './bundle.ts'
import { signingKey, trustedKey, type KeyFiles } from './key-pair.ts'
import { machineRoots, nodeSbom } from './node-sbom.ts'

/**
 * The custodian of one machine: a key pair instead of an identity provider, everything offline. `name` is the service; key
 * paths are absolute or relative to the working directory. Sigstore's modules are loaded when something is signed or verified.
 */
export function localCustodian(options: { readonly store: ArtifactStore; readonly programs: Programs; readonly key: KeyFiles; readonly name: string; readonly signal?: AbortSignal }): Custodian {
  const { store, programs, name } = options
  const key = { private: resolve(options.key.private), public: resolve(options.key.public) }
  const signal = options.signal ?? new AbortController().signal

  return {
    sbom: async ({ subject, root, stack, signal: stop }) => {
      if (stack === 'files') return bytesOf(filesSbom(subject, name))
      if (stack === 'node') return bytesOf(bindSbom(await nodeSbom(root, programs, stop), { subject, name, roots: machineRoots(root) }))
      throw new AdapterError({
        code: 'sbom_failed',
        message: `The SBOM of a ${stack} service cannot be made yet.`,
        remedy: 'Set `artifact.stack: files` for a bill of the files, or `policy.requireSbom: false` to go on without one.',
      })
    },

    sign: async (statement) => await signedBundle(statement, await signingKey(key, programs, signal)),

    verify: async (digest: Digest, policy: VerificationPolicy): Promise<Evidence> => {
      if ((await store.describe(digest)) === undefined) {
        throw new AdapterError({ code: 'artifact_missing', message: `${basename(name)} ${digest} is not in the store.`, remedy: 'Run `package` first, or check the digest.' })
      }
      const bundles = await store.referrers(digest, BUNDLE_TYPE)
      const sboms = await store.referrers(digest, SBOM_TYPE)
      const trusted = bundles.length === 0 ? undefined : await trustedKey(key)
      const attestations = trusted === undefined ? [] : await Promise.all(bundles.map((bundle) => openBundle(bundle.bytes, trusted)))
      return judgeCustody(digest, policy, {
        attestations,
        sboms: sboms.map(({ bytes }) => ({ digest: digestOf(bytes), text: Buffer.from(bytes).toString('utf8') })),
      })
    },
  }
}

function bytesOf(document: Parsed<string>): Uint8Array {
  if (document.ok) return Buffer.from(document.value)
  const [problem] = document.problems
  throw new AdapterError({ code: 'sbom_failed', message: `The SBOM could not be made: ${problem.what}.`, remedy: problem.remedy })
}
