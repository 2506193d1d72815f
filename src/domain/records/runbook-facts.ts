import type { Deployment } from '../ledger/entry.ts'
import type { ServiceSettings, Settings } from '../policy/settings.ts'

/** What a runbook is written from. */
export interface RunbookFacts {
  readonly feature: string
  readonly service: ServiceSettings
  readonly settings: Settings
  /** Ended deployments of the service's environments, to say which failures were seen here. */
  readonly deployments: readonly Deployment[]
}
