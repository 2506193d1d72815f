import type { ArtifactFile } from './artifact.ts'
import { hexOf } from './provenance.ts'

/** The checksum list of an artifact: what `sha256sum -c` reads. Paths need no escaping, packing refuses backslashes and control characters. */
export function checksumList(files: readonly ArtifactFile[]): string {
  return files.map((file) => `${hexOf(file.digest)}  ${file.path}\n`).join('')
}
