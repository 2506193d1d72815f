import type { KeyObject } from 'node:crypto'
import { PAYLOAD_TYPE } from '../../domain/artifact/provenance.ts'
import type { Attestation } from '../../domain/artifact/custody.ts'
import { BUNDLE_TYPE } from '../../domain/artifact/media-types.ts'
import { messageOf } from '../../errors.ts'
import type { SigningKey } from './key-pair.ts'

/** Most bytes of a bundle; ours have a few thousand (FAULTS F18). */
const BUNDLE_LIMIT = 8 << 20

/** Signs a statement: DSSE over its JSON, in a Sigstore bundle v0.3 that names the key by its hint. */
export async function signedBundle(statement: object, key: SigningKey): Promise<Uint8Array> {
  const [{ bundleToJSON, toDSSEBundle }, { dsse }] = await Promise.all([import('@sigstore/bundle'), import('@sigstore/core')])
  const payload = Buffer.from(JSON.stringify(statement))
  const signature = key.sign(dsse.preAuthEncoding(PAYLOAD_TYPE, payload))
  const bundle = toDSSEBundle({ artifact: payload, artifactType: PAYLOAD_TYPE, signature, keyHint: key.hint })
  return Buffer.from(JSON.stringify(bundleToJSON(bundle)))
}

/** Checks a bundle's signature with the one trusted key, offline; says why it does not count. Never throws. */
export async function openBundle(bytes: Uint8Array, trusted: { readonly hint: string; readonly key: KeyObject }): Promise<Attestation> {
  if (bytes.length > BUNDLE_LIMIT) return refused(`a bundle of ${bytes.length} bytes, more than the ${BUNDLE_LIMIT} allowed`)
  const [{ bundleFromJSON }, { Verifier, toSignedEntity }] = await Promise.all([import('@sigstore/bundle'), import('@sigstore/verify')])
  try {
    const json: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'))
    const bundle = bundleFromJSON(json)
    if (bundle.mediaType !== BUNDLE_TYPE) return refused(`a bundle of the type ${bundle.mediaType}`)
    if (bundle.content.$case !== 'dsseEnvelope') return refused('a bundle without a statement')
    const material = bundle.verificationMaterial.content
    if (material.$case !== 'publicKey') return refused('a bundle with a certificate instead of our key')
    if (material.publicKey.hint !== trusted.hint) return refused(`signed by another key (${material.publicKey.hint.slice(0, 12)}, trusted is ${trusted.hint.slice(0, 12)})`)
    const { payload, payloadType } = bundle.content.dsseEnvelope
    if (payloadType !== PAYLOAD_TYPE) return refused(`a payload of the type ${payloadType}`)
    // A key pair of one's own has no log and no time stamp; which key it is was decided by whoever wrote the settings.
    const verifier = new Verifier(
      { certificateAuthorities: [], timestampAuthorities: [], tlogs: [], ctlogs: [], publicKey: () => ({ publicKey: trusted.key, validFor: () => true }) },
      { tlogThreshold: 0, ctlogThreshold: 0, timestampThreshold: 0 },
    )
    verifier.verify(toSignedEntity(bundle))
    const statement: unknown = JSON.parse(payload.toString('utf8'))
    return { kind: 'signed', statement }
  } catch (error) {
    return refused(messageOf(error))
  }
}

function refused(why: string): Attestation {
  return { kind: 'refused', why: why.slice(0, 300) }
}
