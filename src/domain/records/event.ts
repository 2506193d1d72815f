// Events for whoever listens: hooks, dashboards, other tools (SPEC I1). The list is closed; each kind has its own context.
import type { Digest } from '../artifact/digest.ts'
import type { ReasonCode } from '../report/reason.ts'
import { isoTime, jsonLine, type Mask } from './json-text.ts'

export const EVENT_TYPES = [
  'meta_workflow.started',
  'meta_workflow.completed',
  'sub_workflow.started',
  'sub_workflow.completed',
  'deployment.started',
  'deployment.completed',
  'deploy.started',
  'deploy.completed',
  'deploy.failed',
  'deploy.verified',
  'deploy.promoted',
  'deploy.rolled_back',
] as const
export type EventType = (typeof EVENT_TYPES)[number]

/** A meta workflow takes a task from one state to another; ours is `run`. */
export interface MetaWorkflowContext {
  readonly service: string
  readonly meta_workflow: string
  readonly task?: string
  readonly input_state?: string
  readonly output_state?: string
}

export interface SubWorkflowContext {
  readonly service: string
  readonly meta_workflow: string
  readonly sub_workflow: string
}

/** How something ended. */
export interface EndedContext {
  readonly result: 'SUCCESS' | 'ROLLED BACK' | 'FAILED' | 'REFUSED' | 'PLANNED'
  readonly decision: string
  readonly reason_code: ReasonCode
  readonly message: string
  readonly duration_ms: number
}

/** A whole run: everything between the command and its report. */
export interface DeploymentContext {
  readonly service: string
  readonly command: string
  readonly actor: string
  readonly environment?: string
  readonly task?: string
  readonly version?: string
  readonly digest?: Digest
  readonly commit?: string
}

/** One environment's change. */
export interface DeployContext {
  readonly service: string
  readonly environment: string
  readonly production: boolean
  readonly deployment: string
  readonly version: string
  readonly digest: Digest
  readonly commit: string
  readonly command: 'deploy' | 'rollback'
  readonly actor: string
  readonly strategy: 'rolling' | 'blue-green' | 'canary'
  readonly task?: string
  readonly reason?: string
  readonly previous_version?: string
  readonly previous_digest?: Digest
}

/** Why a change did not stay. */
export interface CauseContext {
  readonly reason_code: string
  readonly message: string
  /** Whether the release ever had public traffic. */
  readonly touched: boolean
}

export interface EventContexts {
  readonly 'meta_workflow.started': MetaWorkflowContext
  readonly 'meta_workflow.completed': MetaWorkflowContext & EndedContext
  readonly 'sub_workflow.started': SubWorkflowContext
  readonly 'sub_workflow.completed': SubWorkflowContext & { readonly status: 'passed' | 'failed' | 'rolled-back' | 'skipped'; readonly duration_ms: number }
  readonly 'deployment.started': DeploymentContext
  readonly 'deployment.completed': DeploymentContext & EndedContext
  readonly 'deploy.started': DeployContext
  /** Live, verified and recorded: the records, the tag and the label are written. */
  readonly 'deploy.completed': DeployContext & { readonly duration_ms: number; readonly deployment_manifest: string; readonly files_changed: readonly string[]; readonly tag?: string }
  readonly 'deploy.failed': DeployContext & CauseContext & { readonly duration_ms: number }
  /** The live digest was read back and the verification passed. */
  readonly 'deploy.verified': DeployContext & { readonly duration_ms: number }
  /** The same digest went on to the next environment. */
  readonly 'deploy.promoted': DeployContext & { readonly from_environment: string }
  /** All traffic is on another release again. `automatic`: the health gate decided, not a person. */
  readonly 'deploy.rolled_back': DeployContext & CauseContext & { readonly duration_ms: number; readonly automatic: boolean; readonly to_version?: string; readonly to_digest?: Digest }
}

/** A file that came of what happened. `files_changed` counts the files of the repository that differ from the release before. */
export interface EventArtifact {
  readonly type: string
  readonly path: string
  readonly files_changed?: number
}

/** What happened, before it has an identity: the context says it all. `at` when it happened earlier than it is written. */
export type Happening = {
  readonly [T in EventType]: { readonly type: T; readonly context: EventContexts[T]; readonly at?: number; readonly artifacts?: readonly EventArtifact[] }
}[EventType]

/** Who writes the event, when and where. */
export interface EventStamp {
  /** A ULID, 26 characters. */
  readonly ulid: string
  /** Epoch milliseconds. */
  readonly at: number
  readonly projectRoot: string
  /** Absent when no task is known. */
  readonly feature?: string
  readonly run: { readonly id: string; readonly attempt: number; readonly url?: string }
}

/** The envelope, version 1.0: one line of `.flowspec/events.jsonl`. */
export interface FlowEvent {
  readonly event_type: EventType
  /** `evt_<ULID>` */
  readonly event_id: string
  readonly schema_version: '1.0'
  readonly timestamp: string
  readonly project_root: string
  readonly feature?: string
  readonly context: EventContexts[EventType]
  readonly artifacts: readonly EventArtifact[]
  readonly metadata: { readonly source: 'flowspec-operate'; readonly run_id: string; readonly run_attempt: number; readonly run_url?: string }
}

/** Puts what happened into its envelope. */
export function eventOf(happening: Happening, stamp: EventStamp): FlowEvent {
  return {
    event_type: happening.type,
    event_id: `evt_${stamp.ulid}`,
    schema_version: '1.0',
    timestamp: isoTime(happening.at ?? stamp.at),
    project_root: stamp.projectRoot,
    ...(stamp.feature === undefined ? {} : { feature: stamp.feature }),
    context: happening.context,
    artifacts: happening.artifacts ?? [],
    metadata: {
      source: 'flowspec-operate',
      run_id: stamp.run.id,
      run_attempt: stamp.run.attempt,
      ...(stamp.run.url === undefined ? {} : { run_url: stamp.run.url }),
    },
  }
}

/** The event as one line with its newline, whatever its texts hold. */
export function eventLine(event: FlowEvent, mask: Mask): string {
  return jsonLine(event, mask)
}
