// What a service is and how it is put together, from its settings.
import type { EnvironmentSettings } from '../policy/settings.ts'
import type { Block } from './generated-blocks.ts'
import { cell, code, prose } from './markdown.ts'
import type { RunbookFacts } from './runbook-facts.ts'

/** What it is, where it runs, and what it is made of. */
export function overviewBlock({ service, feature }: RunbookFacts): Block {
  const rows = service.environments.map((one) => `| ${prose(one.name, 80)}${one.production ? ' (production)' : ''} | ${cell(addressOf(one))} | ${strategyOf(one)} | ${one.target.instances} |\n`)
  return {
    section: 'overview',
    text: [
      '## Overview\n\n',
      `Service ${code(service.name)}, feature ${code(feature)}. Environments in order of promotion:\n\n`,
      '| Environment | Public address | Strategy | Instances |\n| --- | --- | --- | --- |\n',
      ...rows,
    ].join(''),
  }
}

/** How requests reach it, what an artifact is, and where things lie on disk. */
export function architectureBlock({ service }: RunbookFacts): Block {
  const { artifact } = service
  return {
    section: 'architecture',
    text: [
      '## Architecture\n\n',
      'A weighted proxy listens on the public address and hands each request to an instance of a release. During a rollout two releases run side by side and the proxy divides the traffic.\n\n',
      `- Artifact: ${artifact.paths.map((path) => code(path)).join(', ')} packed once (stack ${code(artifact.stack)}), known by its digest, stored in ${code(artifact.store)}\n`,
      ...(artifact.build === undefined ? [] : [`- Built by: ${code(artifact.build.argv.join(' '))}\n`]),
      ...service.environments.flatMap(placesOf),
    ].join(''),
  }
}

function placesOf({ name, target }: EnvironmentSettings): readonly string[] {
  const variables = Object.keys(target.env)
  return [
    `- ${prose(name, 80)} runs ${code(target.argv.join(' '))} in ${code(`${target.directory}/releases/<digest>`)}`,
    target.ready === undefined ? '; ready when its port is open' : `; ready when ${code(target.ready)} answers 2xx`,
    variables.length === 0 ? '' : `; variables set for it: ${variables.map((variable) => code(variable)).join(', ')} (values are in the settings)`,
    '\n',
  ]
}

/** Where the proxy listens; the free port that `0` asks for is only known once it runs. */
export function addressOf({ target }: EnvironmentSettings): string {
  const host = target.host.includes(':') ? `[${target.host}]` : target.host
  return target.port === 0 ? `http://${host} (a free port; see status)` : `http://${host}:${target.port}`
}

function strategyOf({ strategy, steps }: EnvironmentSettings): string {
  return steps.length === 0 ? strategy : `${strategy} (${steps.map((step) => `${step.weight} % for ${step.bakeSeconds} s`).join(', ')}, then 100 %)`
}
