// `.flowspec/operate.yml` becomes Settings, every default filled in, or every mistake at once.
import { mistaken, parsed, type Parsed, type Problem } from '../domain/problem.ts'
import type { ServiceSettings, Settings } from '../domain/policy/settings.ts'
import { artifactOf, commandOf, programOf, secondsOf, sizeOf } from './artifact-settings.ts'
import { crossProblems, shapeProblems } from './cross-checks.ts'
import { inOrder, readDocument } from './document.ts'
import { environmentOf, productionOf } from './environment-settings.ts'
import { operateSchema, type OperateFile, type ServiceFile } from './operate-schema.ts'

export const OPERATE_PATH = '.flowspec/operate.yml'

/** The smallest useful file, shown whenever there is none. */
export const SMALLEST = `version: 1
service: shop
artifact: { path: dist }
environments:
  staging:    { target: { process: { command: [node, server.mjs], port: 8081 } } }
  production: { target: { process: { command: [node, server.mjs], port: 8080 } }, strategy: canary }
`

/** Parses the file. Mistakes that need the whole file are looked for even when single values are wrong. */
export function parseOperate(text: string, file: string = OPERATE_PATH): Parsed<Settings> {
  const read = readDocument(text, file, operateSchema)
  if (!read.ok) return read
  const { value, problems, locate } = read.document
  const isComplete = problems.length === 0
  const shape = shapeProblems(value, locate)
  const services = serviceFiles(value)
  const settings = shape.length === 0 ? settingsOf(value, services, file) : undefined
  const all: readonly Problem[] = [...problems, ...(isComplete ? shape : []), ...(settings === undefined ? [] : crossProblems(settings, { services, locate, isComplete }))]
  const [first, ...others] = inOrder(all)
  if (first !== undefined) return mistaken(first, ...others)
  return settings === undefined ? mistaken(missingOperate(file)) : parsed(settings)
}

/** What to say when the file is not there. */
export function missingOperate(file: string = OPERATE_PATH): Problem {
  return { code: 'config.missing', what: 'there is no configuration', place: { file }, remedy: `Write ${file}, for example: ${SMALLEST.trim().replaceAll('\n', ' / ')}. See docs/reference/configuration.md.` }
}

/** Services with the path of each in the file. */
function serviceFiles(file: OperateFile): readonly NamedService[] {
  if (file.services !== undefined) return Object.entries(file.services).map(([name, service]) => ({ name, service, path: ['services', name] }))
  const { service: name, artifact, environments } = file
  return name === undefined || artifact === undefined || environments === undefined ? [] : [{ name, service: { artifact, environments }, path: [] }]
}

export interface NamedService {
  readonly name: string
  readonly service: ServiceFile
  readonly path: readonly string[]
}

function settingsOf(file: OperateFile, files: readonly NamedService[], source: string): Settings | undefined {
  const [first, ...others] = files.flatMap(({ name, service }) => serviceOf(name, service) ?? [])
  if (first === undefined) return undefined
  const { gate, ledger, tasks, notifications } = file
  return {
    services: [first, ...others],
    tasks: { store: tasks?.store ?? 'backlog', directory: tasks?.directory ?? 'backlog/tasks', approval: { role: tasks?.role ?? 'write', bots: tasks?.bots ?? [] } },
    ledger: { store: ledger?.store ?? 'git', namespace: ledger?.namespace ?? 'refs/flowspec', leaseSeconds: secondsOf(ledger?.lease, 120) },
    gate: {
      tests: (gate?.tests ?? []).map((command) => commandOf(command)),
      programs: (gate?.programs ?? []).map(programOf),
      environment: gate?.environment ?? [],
      minFreeBytes: sizeOf(gate?.['free-space'] ?? '256MiB'),
    },
    notifications: { stakeholders: notifications?.stakeholders ?? [], ...toldBy(notifications?.command) },
    source,
  }
}

function toldBy(command: readonly string[] | undefined): Pick<Settings['notifications'], 'command'> {
  const [program, ...args] = command ?? []
  return program === undefined ? {} : { command: [program, ...args] }
}

function serviceOf(name: string, service: ServiceFile): ServiceSettings | undefined {
  const production = productionOf(service.environments)
  const [first, ...others] = Object.entries(service.environments).map(([environment, file]) =>
    environmentOf(file, { service: name, name: environment, production: environment === production, count: Object.keys(service.environments).length }),
  )
  if (first === undefined) return undefined
  return { name, required: service.required ?? true, artifact: artifactOf(service.artifact), environments: [first, ...others] }
}

