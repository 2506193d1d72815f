// Mistakes that show only when several values are seen together.
import { matcher } from '../domain/artifact/glob.ts'
import { writeDuration } from '../domain/duration.ts'
import { liesIn } from '../domain/policy/names.ts'
import type { EnvironmentSettings, ServiceSettings, Settings } from '../domain/policy/settings.ts'
import type { Problem } from '../domain/problem.ts'
import { stepsOf } from '../domain/rollout/plan.ts'
import type { Locate } from './locate.ts'
import type { OperateFile, ServiceFile } from './operate-schema.ts'

interface Named {
  readonly name: string
  readonly service: ServiceFile
  readonly path: readonly string[]
}

/** A job on a hosted runner lives six hours; what a rollout may need must fit with room for the rest of the run (FAULTS D12). */
const LONGEST_ROLLOUT_SECONDS = 5.5 * 3600

/** Whether the file names services in exactly one of the two ways. */
export function shapeProblems(file: OperateFile, locate: Locate): readonly Problem[] {
  const single = (['service', 'artifact', 'environments'] as const).filter((key) => file[key] !== undefined)
  if (file.services !== undefined) {
    return single.map((key) => ({ code: 'config.one-service', what: `\`${key}\` stands beside \`services\``, place: locate([key], 'key'), remedy: 'Move it into the service it belongs to.' }))
  }
  const missing = (['service', 'artifact', 'environments'] as const).filter((key) => file[key] === undefined)
  return missing.map((key) => ({ code: 'config.missing-key', what: `\`${key}\` is missing`, place: locate([]), remedy: REMEDIES[key] }))
}

const REMEDIES = {
  service: 'Name the service, such as `service: shop`; several services go under `services`.',
  artifact: 'Say what is deployed, such as `artifact: { path: dist }`.',
  environments: 'Name at least one environment with its target, such as `production: { target: { process: { command: [node, server.mjs], port: 8080 } } }`.',
} as const

/** Everything else. Checks for something that is missing run only when nothing had to be left out of the file. */
export function crossProblems(settings: Settings, options: { readonly services: readonly Named[]; readonly locate: Locate; readonly isComplete: boolean }): readonly Problem[] {
  const { locate } = options
  const found: Problem[] = []
  const ports = new Map<string, string>()
  const folders = new Map<string, string>()
  for (const { name, service: file, path } of options.services) {
    const service = settings.services.find((one) => one.name === name)
    if (service === undefined) continue
    if (options.isComplete) found.push(...productionProblems(file, service, { path, locate }))
    found.push(...artifactProblems(service, { path, locate }))
    for (const environment of service.environments) {
      const at = [...path, 'environments', environment.name]
      const where = options.services.length === 1 ? environment.name : `${name}/${environment.name}`
      const { host, port, directory } = environment.target
      const taken = port === 0 ? undefined : ports.get(`${host}:${port}`)
      if (taken !== undefined) found.push({ code: 'config.duplicate-port', what: `${where} uses the port of ${taken}`, value: String(port), place: locate([...at, 'target', 'process', 'port']), remedy: 'Give each environment its own port.' })
      else ports.set(`${host}:${port}`, where)
      const shared = folders.get(directory)
      if (shared !== undefined) found.push({ code: 'config.duplicate-directory', what: `${where} uses the directory of ${shared}`, value: directory, place: locate([...at, 'target', 'process', 'directory']), remedy: 'Give each environment its own directory.' })
      else folders.set(directory, where)
      found.push(...timeProblems(environment, { at, locate, where }))
    }
  }
  if (settings.ledger.leaseSeconds < 15) found.push({ code: 'config.lease', what: '`ledger.lease` is too short to be renewed in time', place: locate(['ledger', 'lease']), remedy: 'Give at least `15s`; the default is `2m`.' })
  return found
}

function productionProblems(file: ServiceFile, service: ServiceSettings, where: { readonly path: readonly string[]; readonly locate: Locate }): readonly Problem[] {
  const at = [...where.path, 'environments']
  const flagged = Object.entries(file.environments).filter(([, environment]) => environment.production === true)
  if (flagged.length > 1) {
    return flagged.slice(1).map(([name]) => ({ code: 'config.two-productions', what: `${name} is a second production`, place: where.locate([...at, name, 'production']), remedy: 'Exactly one environment of a service is production; remove the flag here.' }))
  }
  const production = service.environments.find((environment) => environment.production)
  if (production === undefined) return [{ code: 'config.no-production', what: `no environment of ${service.name} is production`, place: where.locate(at, 'key'), remedy: 'Remove `production: false` from the one that is.' }]
  if (production !== service.environments.at(-1)) {
    return [{ code: 'config.production-not-last', what: `${production.name} is production and not the last environment`, place: where.locate([...at, production.name], 'key'), remedy: 'Environments stand in order of promotion; move it to the end.' }]
  }
  return []
}

function artifactProblems({ artifact }: ServiceSettings, where: { readonly path: readonly string[]; readonly locate: Locate }): readonly Problem[] {
  const at = [...where.path, 'artifact']
  const outside = artifact.paths.flatMap((path, index) =>
    liesIn(path, artifact.root) ? [] : [{ code: 'config.outside-root', what: '`artifact.root` does not hold this path', value: path, place: where.locate([...at, 'paths', index]), remedy: `Leave out \`root\`, or name a folder that holds every path.` }],
  )
  const isExcluded = matcher(artifact.exclude)
  const packed = (path: string): boolean => artifact.paths.some((folder) => liesIn(path, folder)) && !isExcluded(relativeTo(path, artifact.root))
  const store = packed(artifact.store) ? [{ code: 'config.store-in-artifact', what: 'the artifact store lies inside the artifact', value: artifact.store, place: where.locate([...at, 'store']), remedy: 'Move `artifact.store` out of the artifact, or name it in `artifact.exclude`.' }] : []
  const key = packed(artifact.key.private) ? [{ code: 'config.key-in-artifact', what: 'the private key lies inside the artifact', place: where.locate([...at, 'key', 'private']), remedy: 'Move the key out of the artifact: whoever gets the artifact could sign in your name.' }] : []
  return [...outside, ...store, ...key]
}

function relativeTo(path: string, root: string): string {
  const clean = (text: string): string => text.split('/').filter((part) => part !== '' && part !== '.').join('/')
  const [inner, outer] = [clean(path), clean(root)]
  return outer === '' ? inner : inner.slice(outer.length + 1)
}

function timeProblems(environment: EnvironmentSettings, options: { readonly at: readonly string[]; readonly locate: Locate; readonly where: string }): readonly Problem[] {
  const { at, locate, where } = options
  const found: Problem[] = []
  if (environment.pollSeconds < 1) found.push({ code: 'config.poll', what: `${where} polls more often than once a second`, place: locate([...at, 'health', 'every']), remedy: 'Give at least `1s`; the default is `5s`.' })
  const longest = longestSeconds(environment)
  if (longest > LONGEST_ROLLOUT_SECONDS) {
    found.push({
      code: 'config.rollout-too-long',
      what: `a rollout of ${where} may take longer than a job lives`,
      value: writeDuration(longest * 1000),
      place: locate([...at, environment.strategy === 'canary' ? 'strategy' : 'verification']),
      remedy: `Shorten bake times, \`hold.limit\`, \`verification\` or the number of steps to at most ${writeDuration(LONGEST_ROLLOUT_SECONDS * 1000)} together.`,
    })
  }
  return found
}

/** Seconds that a rollout takes when everything takes as long as it may. */
function longestSeconds(environment: EnvironmentSettings): number {
  const { hold, verifySeconds, smokeLimitSeconds, target } = environment
  const steps = stepsOf(environment, true)
  const baked = steps.reduce((sum, step) => sum + step.bakeSeconds + hold.limitSeconds, 0)
  return target.startLimitSeconds + 2 * smokeLimitSeconds + baked + verifySeconds + (verifySeconds > 0 ? hold.limitSeconds : 0) + target.drainSeconds
}

