// One build, one artifact, one digest (SPEC C1-C4). What was packaged from a commit is never built again for it.
import type { PackedArtifact } from '../domain/artifact/artifact.ts'
import { parseDigest, shortDigest, type Digest } from '../domain/artifact/digest.ts'
import { BUNDLE_TYPE, SBOM_TYPE } from '../domain/artifact/media-types.ts'
import { provenanceStatement } from '../domain/artifact/provenance.ts'
import { BUILD_ENVIRONMENT, type Packaged } from '../domain/ledger/entry.ts'
import { sha256Hex } from '../domain/ledger/sha256.ts'
import type { Context } from '../context.ts'
import type { RunRecorder } from '../recorder.ts'
import { appendFreely } from '../session.ts'
import { stop } from './ending.ts'
import type { Release } from './deploy-to.ts'

export interface BuildOptions {
  readonly commit: string
  readonly committedAt: number
  readonly version: string
  readonly task?: string
}

/** Builds, packs, examines, describes (SBOM), proves (provenance) and records the artifact of this commit, or finds the recorded one. */
export async function buildOnce(context: Context, recorder: RunRecorder, options: BuildOptions): Promise<{ readonly release: Release; readonly artifact: PackedArtifact; readonly notes: string }> {
  const recorded = await findPackaged(context, options.commit)
  const modified = await uncommitted(context)
  if (recorded !== undefined) {
    const artifact = await context.chain.store.describe(recorded.digest)
    if (artifact === undefined) {
      throw stop('artifact_missing', `${recorded.version} was packaged from this commit as ${recorded.digest}, but the store ${context.service.artifact.store} does not have it`, 'Bring the store back, or commit a change and package that: the same commit is never built twice.')
    }
    recorder.setArtifact(artifact)
    if (modified.length > 0) context.console.warn(`not committed, so not part of it: ${modified.slice(0, 10).join(', ')}`)
    if (context.intent.version !== undefined && context.intent.version !== recorded.version) context.console.warn(`this commit is ${recorded.version} already; ${context.intent.version} is not used`)
    return { release: releaseOf(recorded), artifact, notes: `already packaged as ${recorded.version} (${shortDigest(recorded.digest)}); nothing was rebuilt` }
  }
  // The provenance will say that the artifact comes from this commit, so it must.
  if (modified.length > 0) throw stop('validation_failed', `not committed: ${modified.slice(0, 10).join(', ')}; the artifact would not be what the commit says`, 'Commit or discard the changes, then run again.')
  const startedAt = context.clock.now()
  await build(context)
  const { safety, ...artifact } = await pack(context, options)
  for (const check of safety.checks) context.console.line(`${check.name}: ${check.found}`)
  recorder.setArtifact(artifact)
  await describeAndProve(context, artifact, { ...options, startedAt })
  const packaged: Packaged = {
    digest: artifact.digest,
    version: options.version,
    commit: options.commit,
    committedAt: options.committedAt,
    ...(options.task === undefined ? {} : { task: options.task }),
    size: artifact.size,
    at: context.clock.now(),
  }
  await appendFreely({ store: context.ledger, clock: context.clock, key: buildKey(context), run: context.run, actor: context.actor, commit: options.commit }, { kind: 'packaged', packaged })
  return { release: releaseOf(packaged), artifact, notes: `${options.version} is ${shortDigest(artifact.digest)}: ${artifact.files.length} files, ${artifact.size} bytes` }
}

/** What a run itself writes into the work tree: nothing of it is a source. */
const OWN_FILES = ['.flowspec/', '.logs/', 'deploy/records/', 'docs/runbooks/', 'docs/incidents/', 'docs/changelog/', 'CHANGELOG.md'] as const

/**
 * Files that would be in the artifact, or could be built into it, and are not in the commit that the provenance names. A build
 * command reads what it likes, so then every changed file of the repository counts; what a build makes is ignored by git.
 */
async function uncommitted(context: Context): Promise<readonly string[]> {
  const { artifact } = context.service
  const own = [...OWN_FILES, `${context.settings.tasks.directory}/`, `${context.intent.reportDirectory}/`]
  const found = await context.repository.uncommitted(artifact.build === undefined ? artifact.paths : ['.'])
  return found.filter((path) => !own.some((prefix) => path.startsWith(prefix)))
}

/** The artifact recorded for a commit. */
export async function findPackaged(context: Context, commit: string): Promise<Packaged | undefined> {
  const head = await context.ledger.read(buildKey(context))
  return head?.entry.state.packaged?.find((packaged) => packaged.commit === commit)
}

/** The artifact recorded under a digest. */
export async function findByDigest(context: Context, digest: string): Promise<Packaged | undefined> {
  for await (const head of context.ledger.history(buildKey(context))) {
    const { event } = head.entry
    if (event.kind === 'packaged' && event.packaged.digest === digest) return event.packaged
  }
  return undefined
}

export function releaseOf(packaged: Packaged): Release {
  const { digest, version, commit, committedAt, task } = packaged
  return { digest, version, commit, committedAt, ...(task === undefined ? {} : { task }) }
}

function buildKey(context: Context): { readonly service: string; readonly environment: string } {
  return { service: context.service.name, environment: BUILD_ENVIRONMENT }
}

async function build(context: Context): Promise<void> {
  const { build: command } = context.service.artifact
  if (command === undefined) return
  context.console.line(`build: ${command.argv.join(' ')}`)
  const ran = await context.programs.run(command.argv, { cwd: context.repository.root, timeoutMs: command.timeoutSeconds * 1000, signal: context.signal })
  if (ran.code === 0 && !ran.timedOut) return
  const how = ran.timedOut ? `did not end within ${command.timeoutSeconds} s` : `ended with ${ran.code ?? ran.signal ?? 'an unknown signal'}`
  throw stop('build_failed', `\`${command.argv.join(' ')}\` ${how}: ${(ran.stderr || ran.stdout).trim().slice(-2000)}`, 'Run the same command by hand and mend what it reports.')
}

async function pack(context: Context, options: BuildOptions): ReturnType<Context['chain']['packer']['pack']> {
  const { artifact, name } = context.service
  const at = (path: string): string => `${context.repository.root}/${path}`
  return context.chain.packer.pack({
    files: artifact.paths.map(at),
    root: at(artifact.root),
    exclude: artifact.exclude,
    allow: artifact.allow,
    annotations: {
      'org.opencontainers.image.title': name,
      'org.opencontainers.image.version': options.version,
      'org.opencontainers.image.revision': options.commit,
    },
    signal: context.signal,
  })
}

/** The SBOM first, because the provenance names its digest: that binds one to the other under one signature. */
async function describeAndProve(context: Context, artifact: PackedArtifact, options: BuildOptions & { readonly startedAt: number }): Promise<void> {
  const { service, chain, run, signal, clock } = context
  const head = await context.repository.head()
  const sbom = await chain.custodian.sbom({ subject: artifact, root: `${context.repository.root}/${service.artifact.root}`, stack: service.artifact.stack, signal })
  await chain.store.attach(artifact.digest, { artifactType: SBOM_TYPE, bytes: sbom })
  const statement = provenanceStatement({
    subject: { name: service.name, digest: artifact.digest },
    repository: head.origin ?? `file:${service.name}`,
    ...(head.branch === undefined ? {} : { ref: `refs/heads/${head.branch}` }),
    commit: options.commit,
    ...(service.artifact.build === undefined ? {} : { command: service.artifact.build.argv }),
    invocation: run.url ?? run.id,
    startedAt: options.startedAt,
    finishedAt: clock.now(),
    sbom: digestOfBytes(sbom),
  })
  await chain.store.attach(artifact.digest, { artifactType: BUNDLE_TYPE, bytes: await chain.custodian.sign(statement) })
}

function digestOfBytes(bytes: Uint8Array): Digest {
  const digest = parseDigest(`sha256:${sha256Hex(bytes)}`)
  if (!digest.ok) throw new Error('a SHA-256 is a digest')
  return digest.value
}
