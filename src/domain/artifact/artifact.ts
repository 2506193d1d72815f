import type { Verdict } from '../health/verdict.ts'
import type { Digest } from './digest.ts'

/** One file inside an artifact. */
export interface ArtifactFile {
  /** Relative, forward slashes. */
  readonly path: string
  readonly size: number
  readonly digest: Digest
  readonly executable: boolean
}

/** An artifact as packed or as described by a store. */
export interface PackedArtifact {
  /** Digest of the OCI manifest: the artifact's identity everywhere. */
  readonly digest: Digest
  /** Digest of the single layer (tar). */
  readonly layer: Digest
  /** Bytes of the layer. */
  readonly size: number
  readonly files: readonly ArtifactFile[]
  readonly annotations: Readonly<Record<string, string>>
}

/** What verification found; every check appears, passed or not. */
export interface Evidence {
  readonly verdict: Verdict
  readonly checks: readonly { readonly name: string; readonly verdict: Verdict; readonly expected: string; readonly found: string }[]
}
