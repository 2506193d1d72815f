import { mistaken, parsed, type Parsed } from '../problem.ts'

declare const digestBrand: unique symbol

/** The identity of an artifact: `sha256:` and 64 lower-case hex digits (OCI image-spec, descriptor digests). */
export type Digest = string & { readonly [digestBrand]: true }

const DIGEST = /^sha256:[0-9a-f]{64}$/

/** Parses a digest strictly: upper case, other algorithms, white space or a missing prefix are mistakes (FAULTS E13). */
export function parseDigest(text: string): Parsed<Digest> {
  if (DIGEST.test(text)) return parsed(text as Digest)
  return mistaken({
    code: 'digest.malformed',
    what: 'not a digest',
    value: text.slice(0, 80),
    remedy: 'Give `sha256:` followed by 64 lower-case hex digits, as `package` prints it.',
  })
}

/** The first 12 hex digits, for people. */
export function shortDigest(digest: Digest): string {
  return digest.slice('sha256:'.length, 'sha256:'.length + 12)
}
