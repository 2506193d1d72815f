import type { Command } from '../contract.ts'
import type { Digest } from '../domain/artifact/digest.ts'

/** What was asked for. Absent is `undefined`, never an empty text. */
export interface Intent {
  readonly command: Command
  /** Normalised: `task-42`, `#17`. */
  readonly taskId?: string
  readonly service?: string
  readonly environment?: string
  /** Relative to the working directory. */
  readonly config: string
  readonly version?: string
  readonly digest?: Digest
  /** `previous`, a deployment id (`dep_<ULID>`) or a digest. */
  readonly to: string
  readonly reason?: string
  readonly actor?: string
  readonly dryRun: boolean
  readonly validateOnly: boolean
  readonly skipTests: boolean
  readonly skipStateCheck: boolean
  readonly skipValidation: boolean
  readonly confirmUnvalidated: boolean
  readonly allowQuarantined: boolean
  readonly autoDeploy: boolean
  readonly githubToken?: string
  readonly lockTimeoutMs: number
  readonly reportDirectory: string
  readonly workingDirectory: string
  /** The command line only wants to be told something; nothing else of the intent counts then. */
  readonly show?: 'help' | 'version'
}
