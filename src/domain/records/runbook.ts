// The runbook of one service, written from its settings (SPEC H1). What nobody told us is asked, never invented.
import { mergeDocument, newDocument } from './generated-blocks.ts'
import { prose } from './markdown.ts'
import { architectureBlock, overviewBlock } from './runbook-about.ts'
import { deploymentBlock, rollbackBlock } from './runbook-commands.ts'
import type { RunbookFacts } from './runbook-facts.ts'
import { monitoringBlock, troubleshootingBlock } from './runbook-trouble.ts'

export interface Runbook {
  readonly text: string
  /** Questions that still stand in the text: a person must answer them. */
  readonly questions: readonly string[]
  /** Generated sections that were edited by hand and therefore kept. */
  readonly edited: readonly string[]
  /** Generated sections that have no place in the file. */
  readonly missing: readonly string[]
}

/**
 * The runbook as it should be written: new, or the existing one with its generated sections brought up to date and every other byte
 * as it was. A question stays open until its marked line is replaced by an answer.
 */
export function runbook(facts: RunbookFacts, existing: string | undefined): Runbook {
  const [overview, architecture, deployment] = [overviewBlock(facts), architectureBlock(facts), deploymentBlock(facts)]
  const [rollback, monitoring, troubleshooting] = [rollbackBlock(facts), monitoringBlock(facts), troubleshootingBlock(facts)]
  if (existing === undefined || existing.trim() === '') {
    const text = newDocument([introduction(facts), overview, dependencies(), architecture, deployment, rollback, monitoring, dashboards(), troubleshooting, onCall(facts)])
    return { text, questions: openQuestions(text), edited: [], missing: [] }
  }
  const merged = mergeDocument(existing, [overview, architecture, deployment, rollback, monitoring, troubleshooting])
  return { ...merged, questions: openQuestions(merged.text) }
}

const MARK = '<!-- operate:question -->'

/** The questions whose marked line still stands in the text. */
export function openQuestions(text: string): readonly string[] {
  return text.split(/\r?\n/).filter((line) => line.trimEnd().endsWith(MARK)).map((line) => line.slice(0, line.lastIndexOf(MARK)).replace(/^[\s>-]*\*\*To be answered:\*\*/, '').trim())
}

function ask(question: string): string {
  return `> **To be answered:** ${question} ${MARK}`
}

function introduction({ service, settings }: RunbookFacts): string {
  return [
    `# Runbook: ${prose(service.name, 80)}`,
    '',
    `The parts between \`operate:begin\` and \`operate:end\` are written from ${prose(settings.source, 120)} and brought up to date by every release; a part that is`,
    'edited by hand is kept as it is. Everything else belongs to you.',
  ].join('\n')
}

function dependencies(): string {
  return ['### What it depends on', '', ask('Which databases, queues and other services does it need, and what happens when each is away?')].join('\n')
}

function dashboards(): string {
  return ['### Dashboards', '', ask('Where are its dashboards and alerts?')].join('\n')
}

function onCall({ service, settings }: RunbookFacts): string {
  const { stakeholders } = settings.notifications
  const told = stakeholders.length === 0 ? [] : ['', `Told about every release: ${stakeholders.map((one) => prose(one, 80)).join(', ')}.`]
  return [
    '## On call',
    '',
    ask(`Who is on call for ${prose(service.name, 80)}, and how are they reached?`),
    '',
    ask('Who decides when they cannot be reached, and after how many minutes is that person called?'),
    ...told,
  ].join('\n')
}
