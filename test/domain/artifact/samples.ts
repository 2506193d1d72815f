import type { PackedArtifact } from '../../../src/domain/artifact/artifact.ts'
import { parseDigest, type Digest } from '../../../src/domain/artifact/digest.ts'

/** A digest of one repeated hex digit. */
export function digest(digit: string): Digest {
  const parsed = parseDigest(`sha256:${digit.repeat(64)}`)
  if (!parsed.ok) throw new Error(parsed.problems[0].what)
  return parsed.value
}

export const packed: PackedArtifact = {
  digest: digest('a'),
  layer: digest('b'),
  size: 3072,
  files: [
    { path: 'bin/start', size: 3, digest: digest('1'), executable: true },
    { path: 'package.json', size: 2, digest: digest('2'), executable: false },
  ],
  annotations: { 'org.opencontainers.image.version': '1.2.3' },
}
