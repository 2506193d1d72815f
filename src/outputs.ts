// The only writer of an action's outputs, summary and state. On a command line, where the runner's files are absent, nothing is written.
import { appendFile, stat } from 'node:fs/promises'
import type { OutputKey } from './contract.ts'
import { renderResult, renderValidation } from './domain/report/result.ts'
import { SUMMARY_LIMIT, renderSummary, utf8Length } from './domain/report/summary.ts'
import { mapTexts } from './domain/report/texts.ts'
import type { RunReport } from './domain/report/run-report.ts'
import { messageOf } from './errors.ts'

export type OutputValues = Readonly<Partial<Record<OutputKey, string>>>

/** UTF-16 units of `checksums`; with `result` and `validation` this stays below the 1 MB a job may put out. */
const CHECKSUMS_LIMIT = 80_000
const TEXT_LIMIT = 1000

/** The outputs of a run: `undefined` values are not set, oversized ones are shortened and say so. */
export function outputValues(report: RunReport, options: { readonly reportPath?: string } = {}): OutputValues {
  const { artifact, task } = report
  const live = report.rollouts.at(-1)
  const values: Readonly<Partial<Record<OutputKey, string | undefined>>> = {
    decision: report.decision,
    'reason-code': report.reason_code,
    result: renderResult(report),
    digest: artifact?.digest ?? live?.digest,
    size: artifact === undefined ? undefined : String(artifact.size),
    checksums: artifact === undefined ? undefined : checksums(artifact.files),
    version: liveVersion(report),
    'previous-version': report.previous_version,
    environment: report.environment ?? live?.environment,
    'task-state': task === undefined ? undefined : (task.moved_to ?? task.state),
    validation: report.validation === undefined ? undefined : renderValidation(report.validation),
    'rollback-command': report.rollback_command,
    'report-path': options.reportPath,
  }
  const long: readonly string[] = ['result', 'validation', 'checksums']
  return Object.fromEntries(Object.entries(values).flatMap(([key, value]) => (value === undefined ? [] : [[key, (long.includes(key) ? value : value.slice(0, TEXT_LIMIT)).toWellFormed()]])))
}

/** What is live after the run: after anything but a success that is the version before it. */
function liveVersion(report: RunReport): string | undefined {
  return report.result === 'SUCCESS' ? report.version : report.previous_version
}

/** Lines for `sha256sum -c`; when they are too many, whole lines only, and a comment says how many are missing. */
function checksums(files: readonly { readonly path: string; readonly digest: string }[]): string {
  // sha256sum marks a name with a line end or a backslash by a backslash before the line.
  const lines = files.map(({ path, digest }) => {
    const escaped = path.replace(/\\/gu, '\\\\').replace(/\n/gu, '\\n').replace(/\r/gu, '\\r')
    return `${escaped === path ? '' : '\\'}${digest.slice('sha256:'.length)}  ${escaped}\n`
  })
  let text = ''
  for (const [index, line] of lines.entries()) {
    if (text.length + line.length > CHECKSUMS_LIMIT) return `${text}# ${lines.length - index} more in result.json\n`
    text += line
  }
  return text
}

export interface OutputWriter {
  /** Sets outputs; an output that cannot be written is a warning, because the deployment is done by then. */
  set(values: OutputValues): Promise<void>
  /** Appends Markdown to the job summary. */
  summary(markdown: string): Promise<void>
  /** Keeps a value for the post step, at once, before anything is changed. */
  state(key: string, value: string): Promise<void>
}

/** Writes through the runner's files, which `env` names. `warn` is told of what could not be written. */
export function createOutputs(options: { readonly env: Readonly<Record<string, string | undefined>>; readonly warn: (text: string) => void; readonly mask?: (text: string) => string }): OutputWriter {
  const { env, warn } = options
  const mask = options.mask ?? ((text) => text)
  const attempt = async (what: string, body: () => Promise<void>): Promise<void> => {
    try {
      await body()
    } catch (error) {
      warn(`${what} could not be written: ${messageOf(error)}`)
    }
  }
  return {
    set: async (values) => {
      if (isUnset(env.GITHUB_OUTPUT)) return
      // Loaded here because a command line never needs it.
      const { setOutput } = await import('@actions/core')
      for (const [key, value] of Object.entries(values)) await attempt(`The output ${key}`, async () => setOutput(key, mask(value)))
    },
    summary: async (markdown) => {
      const path = env.GITHUB_STEP_SUMMARY
      if (path === undefined || path === '') return
      await attempt('The job summary', async () => {
        // Whatever another part of this step wrote counts too; over the limit the runner refuses everything.
        const used = await stat(path).then((found) => found.size, () => 0)
        const text = mask(markdown)
        if (used + utf8Length(text) > SUMMARY_LIMIT) throw new Error(`it would be larger than ${SUMMARY_LIMIT} bytes`)
        await appendFile(path, text)
      })
    },
    state: async (key, value) => {
      if (isUnset(env.GITHUB_STATE)) return
      const { saveState } = await import('@actions/core')
      await attempt(`The state ${key}`, async () => saveState(key, value))
    },
  }
}

function isUnset(value: string | undefined): boolean {
  return value === undefined || value === ''
}

/** Outputs and summary of a finished run in one go. Masking happens on the texts before they are encoded, so that JSON stays JSON. */
export async function publish(writer: OutputWriter, report: RunReport, options: { readonly reportPath?: string; readonly mask?: (text: string) => string } = {}): Promise<void> {
  const shown = options.mask === undefined ? report : (mapTexts(report, options.mask) as RunReport)
  await writer.set(outputValues(shown, options))
  await writer.summary(renderSummary(shown))
}
