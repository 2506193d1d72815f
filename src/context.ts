// What a command is given: the intent, what the user's files say, and the ports. Built once in main.ts.
import type { RunRef } from './domain/ledger/entry.ts'
import type { EnvironmentSettings, ServiceSettings, Settings } from './domain/policy/settings.ts'
import type { RunEvent } from './domain/task/event.ts'
import type { StateMachine } from './domain/task/task.ts'
import type { Intent } from './inputs.ts'
import type {
  Approvals,
  ArtifactStore,
  Clock,
  Console,
  Custodian,
  Files,
  Host,
  LedgerStore,
  Packer,
  Prober,
  Programs,
  Repository,
  RunProbe,
  Target,
  TaskStore,
} from './ports.ts'

/** The store of a service's artifacts with what packs, signs and verifies them. */
export interface Chain {
  readonly packer: Packer
  readonly store: ArtifactStore
  readonly custodian: Custodian
}

export interface Context {
  readonly intent: Intent
  readonly settings: Settings
  readonly machine: StateMachine
  readonly service: ServiceSettings
  readonly actor: string
  readonly run: RunRef
  readonly signal: AbortSignal
  /** Takes secrets out of a text before it is written anywhere. */
  readonly mask: (text: string) => string
  readonly clock: Clock
  readonly console: Console
  readonly files: Files
  readonly host: Host
  readonly repository: Repository
  readonly programs: Programs
  readonly ledger: LedgerStore
  readonly runs: RunProbe
  readonly tasks: TaskStore
  /** Absent where the task store keeps no record of who set a label. */
  readonly approvals?: Approvals
  /** What started this run, when that names tasks of this store. */
  readonly event?: RunEvent
  readonly prober: Prober
  readonly chain: Chain
  /** Constructs the target of one environment; it is not touched before it is asked something. */
  readonly target: (service: ServiceSettings, environment: EnvironmentSettings) => Target
}

/** A question, a plan or a validation: label, ledger, target and files stay as they are. */
export function changesNothing({ intent }: Context): boolean {
  return intent.dryRun || intent.validateOnly || intent.command === 'gate' || intent.command === 'status' || intent.command === 'verify'
}
