// Collects what a run did, stage by stage, into the one report that every output is drawn from.
import type { Evidence, PackedArtifact } from './domain/artifact/artifact.ts'
import type { Override } from './domain/ledger/entry.ts'
import type { PlannedEffect, RolloutReport, RunReport, Stage, StageName, ValidationReport } from './domain/report/run-report.ts'
import type { Ending } from './commands/ending.ts'
import type { Context } from './context.ts'
import { messageOf } from './errors.ts'

const STAGES = ['validation', 'build', 'staging', 'production', 'verification', 'finalize'] as const satisfies readonly StageName[]

type Facts = Pick<RunReport, 'task' | 'commit' | 'version' | 'previous_version' | 'rollback_command' | 'tag' | 'environment'>

/** The only mutable thing of a run besides the world. */
export class RunRecorder {
  readonly #context: Context
  readonly #startedAt: number
  readonly #stages = new Map<StageName, Stage>()
  readonly #rollouts: RolloutReport[] = []
  readonly #overrides: Override[] = []
  readonly #records = new Set<string>()
  readonly #questions: string[] = []
  #notified: readonly string[] = []
  #facts: Partial<Facts> = {}
  #artifact: PackedArtifact | undefined
  #evidence: Evidence | undefined
  #validation: ValidationReport | undefined
  #plan: readonly PlannedEffect[] | undefined

  constructor(context: Context) {
    this.#context = context
    this.#startedAt = context.clock.now()
  }

  /** Runs a stage and keeps its time and result; the stage fails when the body throws, and the error goes on. */
  async stage<T>(name: StageName, body: () => Promise<{ readonly value: T; readonly notes: string; readonly status?: Stage['status'] }>): Promise<T> {
    const { clock, console } = this.#context
    const startedAt = clock.now()
    this.#stages.set(name, { name, status: 'running', startedAt, notes: '' })
    try {
      const done = await console.group(name, body)
      this.#stages.set(name, { name, status: done.status ?? 'passed', startedAt, endedAt: clock.now(), notes: done.notes })
      return done.value
    } catch (error) {
      this.#stages.set(name, { name, status: 'failed', startedAt, endedAt: clock.now(), notes: messageOf(error) })
      throw error
    }
  }

  /** A stage whose times are known only afterwards, such as the verification inside a rollout. */
  setStage(stage: Stage): void {
    this.#stages.set(stage.name, stage)
  }

  note(facts: Partial<Facts>): void {
    this.#facts = { ...this.#facts, ...facts }
  }

  get task(): RunReport['task'] {
    return this.#facts.task
  }

  get rollouts(): readonly RolloutReport[] {
    return this.#rollouts
  }

  get evidence(): Evidence | undefined {
    return this.#evidence
  }

  addRollout(rollout: RolloutReport): void {
    this.#rollouts.push(rollout)
  }

  addOverride(override: Override): void {
    this.#overrides.push(override)
  }

  get overrides(): readonly Override[] {
    return this.#overrides
  }

  /** A file of the user's repository that this run wrote. */
  addRecord(path: string): void {
    this.#records.add(path)
  }

  get records(): readonly string[] {
    return [...this.#records].sort()
  }

  /** Something a generated file needs and nobody said; it is asked, never invented. */
  addQuestion(question: string): void {
    this.#questions.push(question)
  }

  get questions(): readonly string[] {
    return this.#questions
  }

  /** Who was told, once they were. */
  setNotified(who: readonly string[]): void {
    this.#notified = who
  }

  setArtifact(artifact: PackedArtifact): void {
    this.#artifact = artifact
  }

  setEvidence(evidence: Evidence): void {
    this.#evidence = evidence
  }

  setValidation(validation: ValidationReport): void {
    this.#validation = validation
  }

  setPlan(plan: readonly PlannedEffect[]): void {
    this.#plan = plan
  }

  /** The report of a run that ended so. Stages that were never reached are shown as skipped. */
  finish(ending: Ending): RunReport {
    const { clock, intent, actor, run, service } = this.#context
    const stages = STAGES.map((name) => this.#stages.get(name) ?? { name, status: 'skipped' as const, notes: '' })
    return {
      schema_version: 1,
      command: intent.command,
      decision: ending.decision,
      reason_code: ending.reason,
      result: resultOf(ending),
      message: ending.message,
      ...(ending.remedy === undefined ? {} : { remedy: ending.remedy }),
      started_at: this.#startedAt,
      ended_at: clock.now(),
      actor,
      run,
      service: service.name,
      ...this.#facts,
      ...(this.#artifact === undefined ? {} : { artifact: this.#artifact }),
      ...(this.#evidence === undefined ? {} : { evidence: this.#evidence }),
      ...(this.#validation === undefined ? {} : { validation: this.#validation }),
      ...(this.#plan === undefined ? {} : { plan: this.#plan }),
      stages,
      rollouts: this.#rollouts,
      overrides: this.#overrides,
      notified: this.#notified,
      problems: ending.problems ?? [],
      records: this.records,
    }
  }
}

function resultOf(ending: Ending): RunReport['result'] {
  switch (ending.decision) {
    case 'planned':
      return 'PLANNED'
    case 'refused':
      return 'REFUSED'
    case 'failed':
      return 'FAILED'
    case 'rolled_back':
      // A rollback that was asked for and done is a success; one that a bad release caused is not.
      return ending.reason === 'ok' ? 'SUCCESS' : 'ROLLED BACK'
    default:
      return 'SUCCESS'
  }
}
