import type { Check } from '../health/checks.ts'
import type { JudgeSettings, RolloutSpec } from '../rollout/rollout.ts'
import type { ApprovalPolicy } from '../task/authorization.ts'

/** What `.flowspec/operate.yml` says, every default filled in. Durations are in the unit of their name. */
export interface Settings {
  /** In the order of the file. A file with one service may leave out the `services` level. */
  readonly services: readonly [ServiceSettings, ...ServiceSettings[]]
  readonly tasks: { readonly store: 'backlog' | 'github'; readonly directory: string; readonly approval: ApprovalPolicy }
  /** Ref namespace of the ledger, `refs/flowspec` by default. */
  readonly ledger: { readonly store: 'git' | 'github'; readonly namespace: string; readonly leaseSeconds: number }
  /** Commands that must succeed before anything is deployed: the local form of required checks (SPEC B1). */
  readonly gate: { readonly tests: readonly GateCommand[]; readonly programs: readonly ProgramRequirement[]; readonly environment: readonly string[]; readonly minFreeBytes: number }
  /** Who is told, and the program that tells them: it gets the report as JSON on its standard input. Without one nobody is told. */
  readonly notifications: { readonly stakeholders: readonly string[]; readonly command?: readonly [string, ...string[]] }
  /** Where the settings were read; `built in` when there is no file. */
  readonly source: string
}

export interface GateCommand {
  readonly name: string
  readonly argv: readonly [string, ...string[]]
  readonly timeoutSeconds: number
}

/** A program that must be on the PATH, with the least version when one is named (`node >= 20`). */
export interface ProgramRequirement {
  readonly name: string
  readonly atLeast?: string
}

export interface ServiceSettings {
  readonly name: string
  /** Whether the task's label waits for this service (SPEC A7). */
  readonly required: boolean
  readonly artifact: ArtifactSettings
  /** In order of promotion; the last one is production. */
  readonly environments: readonly [EnvironmentSettings, ...EnvironmentSettings[]]
}

export interface ArtifactSettings {
  /** Folder or list of files and folders, relative to the repository's root. */
  readonly paths: readonly [string, ...string[]]
  /** Paths inside the artifact are relative to this folder. */
  readonly root: string
  readonly exclude: readonly string[]
  /** Run once before packing. */
  readonly build?: GateCommand
  readonly stack: 'node' | 'python' | 'go' | 'dotnet' | 'files'
  /** Store of artifacts: an OCI image layout on disk. */
  readonly store: string
  /** Names of files that may look like secrets or environment-specific configuration and are meant to be there. */
  readonly allow: readonly string[]
  /** Key pair that signs provenance; made on first use when the private key is absent and the folder is not in the repository. */
  readonly key: { readonly private: string; readonly public: string }
}

export interface EnvironmentSettings {
  readonly name: string
  /** Exactly one environment of a service is production: the one that moves the label. */
  readonly production: boolean
  readonly target: TargetSettings
  readonly strategy: RolloutSpec['strategy']
  /** Canary: ascending weights below 100. Empty for the other strategies. */
  readonly steps: readonly { readonly weight: number; readonly bakeSeconds: number }[]
  readonly smoke: readonly Check[]
  readonly smokeLimitSeconds: number
  /** Checks that the health gate repeats while it watches. */
  readonly health: readonly Check[]
  readonly judge: JudgeSettings
  readonly pollSeconds: number
  readonly hold: RolloutSpec['hold']
  readonly traffic: RolloutSpec['traffic']
  readonly verifySeconds: number
  readonly policy: { readonly verification: 'enforce' | 'warn'; readonly requireSbom: boolean; readonly requireProvenance: boolean; readonly requireStaging: boolean }
}

export type TargetSettings = ProcessTargetSettings

/** The embedded default: supervised local processes behind a weighted proxy. */
export interface ProcessTargetSettings {
  readonly kind: 'process'
  /** Program and arguments, run inside the unpacked release. PORT, HOST and the release's identity are in its environment. */
  readonly argv: readonly [string, ...string[]]
  /** Port of the public proxy on `host`; 0 picks a free one and remembers it. */
  readonly port: number
  readonly host: string
  readonly instances: number
  /** Where releases, logs and the supervisor's state live, relative to the repository's root. */
  readonly directory: string
  readonly env: Readonly<Record<string, string>>
  /** Path that answers 2xx when an instance is ready. Absent: an open port is enough. */
  readonly ready?: string
  readonly startLimitSeconds: number
  readonly drainSeconds: number
}
