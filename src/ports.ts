// What the thinking asks of the world. Each port is small and says which calls are idempotent.
import type { Digest } from './domain/artifact/digest.ts'
import type { ArtifactFile, Evidence, PackedArtifact } from './domain/artifact/artifact.ts'
import type { SafetyReport } from './domain/artifact/safety.ts'
import type { Check, CheckResult } from './domain/health/checks.ts'
import type { Counters } from './domain/health/reading.ts'
import type { Entry, Head, LedgerKey, RunRef } from './domain/ledger/entry.ts'
import type { Snapshot, Step } from './domain/rollout/rollout.ts'
import type { Role, TaskHistory } from './domain/task/authorization.ts'
import type { Task } from './domain/task/task.ts'

/** Time and identifiers. */
export interface Clock {
  /** Epoch milliseconds. */
  now(): number
  /** Resolves after the time, rejects with the signal's reason when it is aborted first. */
  sleep(ms: number, signal: AbortSignal): Promise<void>
  /** A new ULID (26 characters, sorts by time). */
  ulid(): string
}

/** The chain of entries of one environment. Reading is idempotent; appending is compare-and-swap. */
export interface LedgerStore {
  /** The newest entry; undefined when there is none. Throws `ledger_unreadable` or `ledger_newer_schema`, never guesses. */
  read(key: LedgerKey): Promise<Head | undefined>
  /** Appends on exactly `parent` (undefined: creates). `conflict` when someone else wrote first; nothing is written then. */
  append(entry: Entry, parent: string | undefined, options: { readonly commit: string }): Promise<{ readonly kind: 'appended'; readonly head: Head } | { readonly kind: 'conflict' }>
  /** Entries from the newest to the oldest. */
  history(key: LedgerKey): AsyncIterable<Head>
  /** All environments that have a ledger. */
  keys(): Promise<readonly LedgerKey[]>
}

/** Whether a run that holds a lease still lives. `unknown` is never taken for finished. */
export interface RunProbe {
  state(run: RunRef): Promise<'running' | 'finished' | 'unknown'>
}

/** The task store (SPEC A1, A8). Label calls are idempotent and touch only the label named. */
export interface TaskStore {
  find(id: string): Promise<Task | undefined>
  addLabel(id: string, label: string): Promise<void>
  removeLabel(id: string, label: string): Promise<void>
}

/** Who said that a task may go out (SPEC A5), where the task store keeps a record of it. Only reads; throws rather than guesses. */
export interface Approvals {
  history(id: string): Promise<TaskHistory>
  /** The role of a person now; undefined when they are no collaborator. */
  member(login: string): Promise<{ readonly id: number; readonly role: Role } | undefined>
}

/** Packs files into one OCI artifact, reproducibly, as a stream. Throws `artifact_unsafe` with every finding; nothing is stored then. */
export interface Packer {
  pack(options: {
    /** Files and folders, absolute or relative to `root`; all inside `root`. */
    readonly files: readonly string[]
    readonly root: string
    /** Part of the digest: no time, no machine. */
    readonly annotations: Readonly<Record<string, string>>
    /** Globs of what is left out. */
    readonly exclude?: readonly string[]
    /** Globs of what may look like a secret or like one environment's configuration and is meant to be there. */
    readonly allow?: readonly string[]
    readonly signal?: AbortSignal
  }): Promise<PackedArtifact & { readonly safety: SafetyReport }>
}

/** Content-addressed store of artifacts and what refers to them. Every call is idempotent; every byte read is checked. */
export interface ArtifactStore {
  describe(digest: Digest): Promise<PackedArtifact | undefined>
  /** Unpacks the artifact's files into an empty or absent directory after checking every byte. */
  extract(digest: Digest, directory: string): Promise<readonly ArtifactFile[]>
  /** Stores a document about the subject (SBOM, provenance) as an OCI referrer; the same bytes give the same digest. */
  attach(subject: Digest, document: { readonly artifactType: string; readonly bytes: Uint8Array }): Promise<Digest>
  referrers(subject: Digest, artifactType: string): Promise<readonly { readonly digest: Digest; readonly bytes: Uint8Array }[]>
}

/** Makes and checks what is said about an artifact. */
export interface Custodian {
  /** A CycloneDX SBOM of the project at `root`, bound to the subject. */
  sbom(options: { readonly subject: PackedArtifact; readonly root: string; readonly stack: 'node' | 'python' | 'go' | 'dotnet' | 'files'; readonly signal: AbortSignal }): Promise<Uint8Array>
  /** A DSSE-signed in-toto statement as a Sigstore bundle (JSON). */
  sign(statement: object): Promise<Uint8Array>
  /** Verifies everything attached to the digest against the policy; reports each check with expected and found. */
  verify(digest: Digest, policy: VerificationPolicy): Promise<Evidence>
}

export interface VerificationPolicy {
  readonly requireSbom: boolean
  readonly requireProvenance: boolean
  /** Full SHA the artifact must have been built from; absent: any. */
  readonly commit?: string
  /** Repository the artifact must have been built from; absent: any. */
  readonly repository?: string
}

export interface InstanceState {
  readonly id: string
  readonly health: 'starting' | 'healthy' | 'unhealthy' | 'stopped'
  readonly address?: string
  readonly restarts: number
  readonly rssBytes?: number
  readonly cpuSeconds?: number
}

export interface ReleaseState {
  readonly digest: Digest
  readonly version: string
  /** Percent of requests that go to it now. */
  readonly weight: number
  readonly instances: readonly InstanceState[]
  readonly counters: Counters
}

/** What runs at a target, read off the target itself. */
export interface TargetState {
  readonly at: number
  /** Changes when the counters were reset. */
  readonly epoch: string
  readonly boundsMs: readonly number[]
  /** The public address, when there is one. */
  readonly address?: string
  readonly releases: readonly ReleaseState[]
}

/**
 * Where software runs. Every call is idempotent. `fence` is the lease's fence: a target refuses a mutation whose fence is
 * lower than one it has seen (`fenced_out`), so a run that lost its lease cannot touch it.
 */
export interface Target {
  readonly kind: 'process' | 'kubernetes' | 'compose' | 'command'
  observe(signal: AbortSignal): Promise<TargetState>
  /** Makes the release present and healthy at its present weight (0 when new). Throws `candidate_unhealthy` with the log tail. */
  prepare(release: { readonly digest: Digest; readonly version: string; readonly instances: number }, options: Fenced): Promise<TargetState>
  /** Gives the candidate the weight and the stable release the rest; returns after reading the weights back. */
  shift(to: { readonly candidate: Digest; readonly stable?: Digest; readonly weight: number; readonly instances: Step['instances'] }, options: Fenced): Promise<TargetState>
  /** All traffic to the snapshot's release at once, then drains and stops every other. Without a stable release: stops all. */
  restore(snapshot: Snapshot, options: Fenced): Promise<TargetState>
  /** Drains and stops every release but the one to keep. */
  retire(keep: Digest, options: Fenced): Promise<TargetState>
}

export interface Fenced {
  readonly fence: number
  readonly signal: AbortSignal
}

/** Examines a running release from outside. */
export interface Prober {
  check(check: Check, at: { readonly address?: string; readonly digest: Digest; readonly deadline: number; readonly signal: AbortSignal }): Promise<CheckResult>
}

/** The source repository. */
export interface Repository {
  /** Root directory of the work tree. */
  readonly root: string
  head(): Promise<{ readonly commit: string; readonly committedAt: number; readonly branch?: string; readonly dirty: boolean; readonly origin?: string }>
  commitTime(commit: string): Promise<number>
  /** The whole message of a commit, trailers included. */
  message(commit: string): Promise<string>
  /** Files below the paths that are not as in the commit that is checked out: changed, or new and not ignored. */
  uncommitted(paths: readonly string[]): Promise<readonly string[]>
  /** Commits after `from` (exclusive; undefined: all) up to `to`, newest first. */
  log(from: string | undefined, to: string): Promise<readonly { readonly sha: string; readonly subject: string; readonly author: string; readonly at: number }[]>
  /** Paths that differ between two commits. */
  changed(from: string, to: string): Promise<readonly string[]>
  /** The commit that a tag names; undefined when there is no such tag. */
  tagged(name: string): Promise<string | undefined>
  /** Creates an annotated tag; the same tag on the same commit is a success, on another commit throws `tag_exists_elsewhere`. */
  tag(name: string, commit: string, message: string): Promise<void>
}

/** Programs run by argv, each in its own process group that is killed whole. */
export interface Programs {
  run(argv: readonly [string, ...string[]], options: {
    readonly cwd: string
    readonly env?: Readonly<Record<string, string>>
    readonly stdin?: string
    readonly timeoutMs: number
    readonly signal: AbortSignal
  }): Promise<{ readonly code: number | undefined; readonly signal?: string; readonly timedOut: boolean; readonly stdout: string; readonly stderr: string }>
}

/** What the machine that runs this has. */
export interface Host {
  /** Free bytes of the file system that holds the path; undefined when it cannot be read. */
  freeBytes(path: string): Promise<number | undefined>
  hasVariable(name: string): boolean
  /** What `<program> --version` prints on its first line; undefined when the program is not on the PATH. */
  versionOf(program: string): Promise<string | undefined>
}

/** Files of the user's repository: records, reports, logs. Paths are relative to the root; writes are atomic. */
export interface Files {
  read(path: string): Promise<string | undefined>
  write(path: string, text: string): Promise<void>
  append(path: string, text: string): Promise<void>
  list(directory: string): Promise<readonly string[]>
}

/** Where people watch: a terminal that redraws, plain lines, or an action's log. */
export interface Console {
  /** A finished fact, printed once. */
  line(text: string): void
  /** The state of something that goes on; replaces the last one where the place can redraw. */
  progress(text: string): void
  group<T>(title: string, body: () => Promise<T>): Promise<T>
  warn(text: string): void
  error(text: string, place?: { readonly file: string; readonly line?: number; readonly column?: number }): void
}
