// What to type to deploy and to go back.
import type { EnvironmentSettings } from '../policy/settings.ts'
import type { Block } from './generated-blocks.ts'
import { inertLine } from '../report/inert.ts'
import { code, prose } from './markdown.ts'
import { deploymentManifestPath, rollbackManifestPath } from './paths.ts'
import { shellWord } from './rollback-command.ts'
import type { RunbookFacts } from './runbook-facts.ts'

/** The command line for one service and environment. */
export function commandLine(command: string, { service }: Pick<RunbookFacts, 'service'>, environment?: EnvironmentSettings): string {
  return `npx flowspec-operate ${command} --service ${shellWord(service.name)}${environment === undefined ? '' : ` --environment ${shellWord(environment.name)}`}`
}

/** From a validated task to production, and each step alone. */
export function deploymentBlock(facts: RunbookFacts): Block {
  const tests = facts.settings.gate.tests.map((test) => `- ${prose(test.name, 80)}: ${code(test.argv.join(' '))}\n`)
  return {
    section: 'deployment',
    text: [
      '## Deployment\n\n',
      'Look before you leap; this prints every effect and changes nothing:\n\n',
      shell([`${commandLine('run', facts)} --task-id <task> --dry-run`]),
      '\nPackage once, deploy to each environment in order, record the release:\n\n',
      shell([`${commandLine('run', facts)} --task-id <task>`]),
      '\nOne environment alone, with an artifact that was packaged before:\n\n',
      shell(facts.service.environments.map((one) => `${commandLine('deploy', facts, one)} --digest <sha256:...>`)),
      ...(tests.length === 0 ? [] : ['\nBefore anything is deployed these must succeed:\n\n', ...tests]),
      '\nWhat is live is written in:\n\n',
      ...facts.service.environments.map((one) => `- ${prose(one.name, 80)}: ${code(deploymentManifestPath({ service: facts.service.name, environment: one.name }))}\n`),
      '\nA run that was cut off is resumed or rolled back by the next one, or at once by:\n\n',
      shell([commandLine('reconcile', facts)]),
    ].join(''),
  }
}

/** How to go back, in each environment. */
export function rollbackBlock(facts: RunbookFacts): Block {
  return {
    section: 'rollback',
    text: [
      '## Rollback\n\n',
      'A release that its health gate speaks against is rolled back without anyone. By hand, to the release before:\n\n',
      shell(facts.service.environments.toReversed().map((one) => `${commandLine('rollback', facts, one)} --reason "<why>"`)),
      '\nTo another one, add `--to <deployment id or digest>`; it must have been verified there and not be quarantined. What can be gone back to:\n\n',
      ...facts.service.environments.map((one) => `- ${prose(one.name, 80)}: ${code(rollbackManifestPath({ service: facts.service.name, environment: one.name }))}\n`),
      '\nA digest that failed in production is quarantined. Once the reason is understood, deploy it with `--allow-quarantined --reason "<why>"`; that is recorded.\n',
    ].join(''),
  }
}

/** Lines to type, in a fence that their text cannot end. */
export function shell(lines: readonly string[]): string {
  return `\`\`\`sh\n${lines.map((line) => `${inertLine(line, 2000)}\n`).join('')}\`\`\`\n`
}
