import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { chmodSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { runStep } from '../support/runner.ts'
import { createWorkspace, type Workspace } from '../support/workspace.ts'

let workspace: Workspace
let good: string
let digest: string

beforeAll(async () => {
  workspace = createWorkspace()
  workspace.release({ release: { version: '1.0.0' } })
  good = (await runStep(workspace, { inputs: { 'task-id': 'task-1', version: '1.0.0' } })).outputs['digest'] ?? ''
  workspace.release({ release: { version: '2.0.0' }, task: 'task-2', title: 'Say hello faster' })
  digest = (await runStep(workspace, { inputs: { command: 'package', version: '2.0.0' } })).outputs['digest'] ?? ''
})
afterAll(() => workspace.remove())

interface Manifest {
  readonly artifactType?: string
  readonly subject?: { readonly digest: string }
  readonly layers: readonly { readonly digest: string; readonly mediaType: string }[]
}

function blob(of: string): string {
  return join(workspace.root, '.flowspec/store/blobs/sha256', of.slice('sha256:'.length))
}

function manifest(of: string): Manifest {
  return JSON.parse(readFileSync(blob(of), 'utf8')) as Manifest
}

/** Manifests that are about the packed digest, by what they hold. */
function referrer(kind: RegExp): { readonly digest: string; readonly manifest: Manifest } {
  for (const name of readdirSync(join(workspace.root, '.flowspec/store/blobs/sha256'))) {
    const of = `sha256:${name}`
    if (statSync(blob(of)).size > 20_000) continue
    try {
      const found = manifest(of)
      if (found.subject?.digest === digest && kind.test(found.artifactType ?? '')) return { digest: of, manifest: found }
    } catch {
      // Not a manifest.
    }
  }
  throw new Error(`nothing of kind ${String(kind)} is attached to ${digest}`)
}

function content(of: Manifest): string {
  return of.layers[0]?.digest ?? ''
}

function flip(path: string): void {
  chmodSync(path, 0o644)
  const bytes = readFileSync(path)
  const at = Math.floor(bytes.length / 2)
  bytes[at] = (bytes[at] ?? 0) ^ 1
  writeFileSync(path, bytes)
}

/** Something done to the store; each gives the path that was harmed. */
const HARM: readonly (readonly [string, readonly string[], () => string])[] = [
  ['one bit of the layer is flipped (E01)', ['digest_mismatch', 'verification_failed'], () => harmed(blob(content(manifest(digest))), flip)],
  ['the layer is cut short (E02)', ['digest_mismatch', 'verification_failed'], () => harmed(blob(content(manifest(digest))), (path) => truncateSync(path, 100))],
  ['the layer is gone', ['artifact_missing', 'digest_mismatch', 'verification_failed'], () => harmed(blob(content(manifest(digest))), (path) => rmSync(path))],
  ['one bit of the manifest is flipped (E18)', ['digest_mismatch', 'verification_failed'], () => harmed(blob(digest), flip)],
  ['one bit of the SBOM is flipped (F26)', ['digest_mismatch', 'verification_failed'], () => harmed(blob(content(referrer(/cyclonedx/).manifest)), flip)],
  ['one bit of the signed statement is flipped (F03, F04)', ['digest_mismatch', 'verification_failed'], () => harmed(blob(content(referrer(/sigstore|bundle|in-toto/).manifest)), flip)],
  ['the signed statement is gone (F01)', ['attestation_missing', 'artifact_missing'], () => harmed(blob(content(referrer(/sigstore|bundle|in-toto/).manifest)), (path) => rmSync(path))],
]

function harmed(path: string, how: (path: string) => void): string {
  how(path)
  return path
}

describe('an artifact that was changed after it was packaged', () => {
  it.each(HARM)('[D1, C1, C4] is refused by name when %s, and nothing is deployed', async (_, codes, harm) => {
    const saved = new Map(readdirSync(join(workspace.root, '.flowspec/store/blobs/sha256')).map((name) => [name, readFileSync(blob(`sha256:${name}`))]))
    const before = { production: (await workspace.entries('production')).length, staging: await workspace.live('staging') }
    const path = harm()
    const ran = await runStep(workspace, { inputs: { 'task-id': 'task-2', version: '2.0.0' } })
    writeFileSync(path, saved.get(path.split('/').at(-1) ?? '') ?? '')
    expect({ code: ran.code, decision: ran.outputs['decision'] }).toEqual({ code: 2, decision: 'refused' })
    expect(codes).toContain(ran.outputs['reason-code'])
    expect(await workspace.live('production')).toBe(good)
    expect({ production: (await workspace.entries('production')).length, staging: await workspace.live('staging') }).toEqual(before)
    expect(workspace.labels('task-2')).toEqual(['backend', 'workflow:Validated'])
  })

  it('[D1] is refused when it is signed by a key that this repository does not trust (F09)', async () => {
    const key = '.flowspec/keys/public.pem'
    const trusted = workspace.read(key)
    const other = createWorkspace()
    try {
      other.release({ release: { version: '1.0.0' } })
      await runStep(other, { inputs: { command: 'package' } })
      workspace.write(key, other.read(key))
      const ran = await runStep(workspace, { inputs: { 'task-id': 'task-2', version: '2.0.0' } })
      expect({ code: ran.code, reason: ran.outputs['reason-code'] }).toEqual({ code: 2, reason: 'verification_failed' })
      expect(await workspace.live('production')).toBe(good)
    } finally {
      workspace.write(key, trusted)
      await other.remove()
    }
  })

  it('[C5, D1] whole again, goes out as the digest that was packaged', async () => {
    const ran = await runStep(workspace, { inputs: { 'task-id': 'task-2', version: '2.0.0' } })
    expect(ran.outputs).toMatchObject({ decision: 'deployed', digest })
    expect(await workspace.live('production')).toBe(digest)
    // It was packaged before anyone said which task it is for.
    expect(workspace.labels('task-2')).toEqual(['backend', 'workflow:Deployed'])
  })
})
