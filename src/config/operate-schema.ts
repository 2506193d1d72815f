// The form of `.flowspec/operate.yml`. Everything that one value alone can get wrong is here; what only several values together can get
// wrong is in cross-checks.ts. The published JSON Schema is made from this.
import { z } from 'zod'
import { parseDuration } from '../domain/duration.ts'
import { argv, boolean, choice, duration, list, mapping, matching, name, number, path, patternText, says, text, whole, word } from './forms.ts'

const AREAS = ['health', 'auth', 'core', 'database', 'external', 'other'] as const

const gateCommand = z
  .union([argv, mapping({ name: word.optional(), command: argv, timeout: duration.optional() })], says('argv'))
  .meta({ description: 'A program with its arguments, run without a shell; or the same with `name` and `timeout` (default 10m).' })

const scalar = z.union([text, z.number(), z.boolean(), z.null()], says('scalar'))

const http = mapping({
  path: matching('url-path', /^(?:\/|https?:\/\/[^\s/])[^\s]*$/).meta({ description: "Path on the release's own address, or a whole http(s) address." }),
  method: choice('GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS').optional(),
  headers: z.record(matching('variable', /^[A-Za-z][A-Za-z0-9-]{0,63}$/), word, says('mapping')).optional(),
  send: text.optional().meta({ description: 'Body of the request.' }),
  status: z.union([whole('status', 100, 599), list(whole('status', 100, 599)).min(1, says('status'))], says('status')).optional().meta({ description: 'Expected status, or several; default 200.' }),
  latency: duration.optional().meta({ description: 'The answer must come within this time.' }),
  body: z.union([text, mapping({ contains: text.optional(), matches: patternText.optional() })], says('text')).optional().meta({ description: 'Text that the answer contains, or `{ matches: <regular expression> }`.' }),
  json: z
    .record(matching('json-path', /^\$(?:\.[A-Za-z_][\w-]{0,63}|\[\d{1,6}\]){0,20}$/), z.union([scalar, mapping({ exists: z.literal(true, says('scalar')) })], says('scalar')), says('mapping'))
    .optional()
    .meta({ description: 'Values in the answer: `$.status: ok`, or `$.id: { exists: true }`.' }),
})

const check = mapping({
  name: word.optional(),
  area: choice(...AREAS).optional().meta({ description: 'Which of the expected kinds it speaks for. Taken from the name when that is one of them.' }),
  timeout: duration.optional().meta({ description: 'Limit of one attempt; default 5s.' }),
  consecutive: whole('consecutive', 1, 100).optional().meta({ description: 'How many times in a row it must pass; default 1.' }),
  http: z.union([matching('url-path', /^(?:\/|https?:\/\/[^\s/])[^\s]*$/), http], says('url-path')).optional(),
  tcp: mapping({ host: matching('host', /^[A-Za-z0-9:][A-Za-z0-9.:_-]{0,252}$/).optional(), port: whole('fixed-port', 1, 65535).optional() }).optional(),
  command: argv.optional(),
}).refine((value) => [value.http, value.tcp, value.command].filter((kind) => kind !== undefined).length === 1, says('one-check'))

const checks = list(check)

const canary = mapping({
  steps: list(
    mapping({
      weight: z.union([whole('weight', 1, 99), matching('weight', /^[1-9]\d?%$/)], says('weight')).meta({ description: 'Percent of the requests, 1 to 99.' }),
      bake: duration.optional().meta({ description: 'Least time at this step; default 60s.' }),
    }),
  )
    .min(1, says('steps'))
    .max(50, says('steps'))
    .superRefine((steps, context) => {
      steps.forEach((step, index) => {
        const before = steps[index - 1]
        if (before !== undefined && weightOf(step.weight) <= weightOf(before.weight)) context.addIssue({ code: 'custom', message: 'ascending', path: [index, 'weight'] })
      })
    })
    .optional()
    .meta({ description: 'Rising weights; default 5, 25 and 50 percent, 60s each. Full weight follows by itself.' }),
})

/** Percent as a number, from `10` or `10%`. */
export function weightOf(weight: number | string): number {
  return typeof weight === 'number' ? weight : Number(weight.slice(0, -1))
}

const nothing = z.union([z.null(), mapping({})], says('mapping')).optional()
const strategy = z
  .union(
    [
      choice('rolling', 'blue-green', 'canary'),
      mapping({ canary: z.union([z.null(), canary], says('mapping')).optional(), rolling: nothing, 'blue-green': nothing }).refine((value) => Object.keys(value).length === 1, says('one-strategy')),
    ],
    says('one-strategy'),
  )
  .meta({ description: 'How traffic moves: `rolling` (default), `blue-green` or `canary`; `canary: { steps: [...] }` sets its steps.' })

const processTarget = mapping({
  command: argv.meta({ description: 'Run inside the unpacked release. PORT and HOST are in its environment.' }),
  port: whole('port', 0, 65535).meta({ description: 'Port of the public proxy; 0 picks a free one and keeps it.' }),
  host: matching('host', /^[A-Za-z0-9:][A-Za-z0-9.:_-]{0,252}$/).optional().meta({ description: 'Default 127.0.0.1.' }),
  instances: whole('instances', 1, 32).optional().meta({ description: 'Default 2 in production, else 1.' }),
  directory: path.optional().meta({ description: 'Where releases, logs and state live; default .flowspec/run/<service>/<environment>.' }),
  env: z.record(matching('variable', /^[A-Za-z_][A-Za-z0-9_]{0,127}$/), text, says('mapping')).optional(),
  ready: matching('own-path', /^\/[^\s]*$/).optional().meta({ description: 'Path that answers 2xx when an instance is ready. Without it an open port is enough.' }),
  'start-limit': duration.optional().meta({ description: 'Default 60s.' }),
  drain: duration.optional().meta({ description: 'How long requests may end when an instance is stopped; default 10s.' }),
})

const environment = mapping({
  production: boolean.optional().meta({ description: 'Exactly one environment is production; by default the one of that name, else the last.' }),
  target: mapping({ process: processTarget }).meta({ description: 'Where the software runs.' }),
  strategy: strategy.optional(),
  smoke: z.union([checks, mapping({ limit: duration.optional(), checks })], says('list')).optional().meta({ description: 'Checks before traffic and at the end; default the ready path. `{ limit, checks }` sets the limit (default 300s).' }),
  health: z.union([checks, mapping({ every: duration.optional(), checks: checks.optional() })], says('list')).optional().meta({ description: 'Checks that are repeated while the rollout is watched; default the ready path. `every` is the poll interval (default 5s).' }),
  judge: mapping({
    alpha: number('alpha', 1e-9, 0.2).optional(),
    tolerance: number('tolerance', 1, 10).optional(),
    'error-share': number('share', 0, 1).optional(),
    'latency-bounds': list(duration)
      .max(20, says('bounds'))
      .refine((bounds) => bounds.every((bound, index) => index === 0 || millis(bound) > millis(bounds[index - 1] ?? '')), says('bounds'))
      .optional(),
    'min-requests': whole('count', 0, 1_000_000).optional(),
    dispersion: number('dispersion', 1, 100).optional(),
  })
    .optional()
    .meta({ description: 'The statistical comparison; the defaults are sound.' }),
  slo: matching('percentage', /^(?:[5-9]\d)(?:\.\d{1,6})?%$/).optional().meta({ description: 'Objective for successful requests, such as 99.9%.' }),
  hold: mapping({ limit: duration.optional(), then: choice('roll-back', 'advance').optional() }).optional().meta({ description: 'How long a step may stay undecided after its bake time (default 60s) and what then (default roll-back).' }),
  traffic: choice('required', 'optional').optional().meta({ description: 'Whether a step can pass without traffic; default required for a canary, else optional.' }),
  verification: duration.optional().meta({ description: 'How long the release is watched at full weight; default 600s in production, else 0s.' }),
  policy: mapping({
    verification: choice('enforce', 'warn').optional(),
    'require-sbom': boolean.optional(),
    'require-provenance': boolean.optional(),
    'require-staging': boolean.optional(),
  }).optional(),
})

const artifact = mapping({
  path: path.optional().meta({ description: 'Folder whose content is the artifact.' }),
  paths: list(path).min(1, says('empty')).optional().meta({ description: 'Files and folders, relative to the root of the repository.' }),
  root: path.optional().meta({ description: 'Paths inside the artifact are relative to this folder; default the folder of `path`, or the root of the repository.' }),
  exclude: list(word).optional(),
  allow: list(word).optional().meta({ description: 'Files that look like secrets or environment-specific configuration and are meant to be there.' }),
  build: gateCommand.optional(),
  stack: choice('node', 'python', 'go', 'dotnet', 'files').optional(),
  store: path.optional().meta({ description: 'OCI image layout on disk; default .flowspec/store.' }),
  key: mapping({ private: path, public: path }).optional(),
}).refine((value) => (value.path === undefined) !== (value.paths === undefined), says('one-artifact'))

const environments = z
  .record(name.refine((text) => text !== 'build', says('reserved-name')), environment, says('mapping'))
  .refine((value) => Object.keys(value).length > 0, says('empty'))

const service = mapping({ required: boolean.optional().meta({ description: "Whether the task's label waits for this service; default true." }), artifact, environments })

export const operateSchema = mapping({
  version: z.literal(1, says('version')).meta({ description: 'Version of this form.' }),
  service: name.optional().meta({ description: 'Name of the only service.' }),
  artifact: artifact.optional(),
  environments: environments.optional().meta({ description: 'In order of promotion.' }),
  services: z.record(name, service, says('mapping')).refine((value) => Object.keys(value).length > 0, says('empty')).optional().meta({ description: 'Several services, each with artifact and environments.' }),
  tasks: mapping({
    store: choice('backlog', 'github').optional().meta({ description: 'Files of Backlog.md (default), or issues and pull requests.' }),
    directory: path.optional().meta({ description: 'Folder of the task files; default backlog/tasks.' }),
    role: choice('write', 'maintain', 'admin').optional().meta({ description: 'Least role of someone whose label counts on GitHub; default write.' }),
    bots: list(word).optional().meta({ description: 'Bots whose label counts on GitHub, such as `release-app[bot]`; default none.' }),
  }).optional(),
  ledger: mapping({ store: choice('git', 'github').optional().meta({ description: 'Refs of the local repository (default), or of the repository on GitHub.' }), namespace: matching('namespace', /^refs(?:\/[A-Za-z0-9_][A-Za-z0-9_-]*){1,8}$/).optional(), lease: duration.optional() }).optional(),
  gate: mapping({
    tests: list(gateCommand).optional().meta({ description: 'Commands that must succeed before anything is deployed.' }),
    programs: list(matching('program', /^[A-Za-z0-9][\w.+-]{0,63}(?: *>= *\d{1,9}(?:\.\d{1,9}){0,3})?$/)).optional(),
    environment: list(matching('variable', /^[A-Za-z_][A-Za-z0-9_]{0,127}$/)).optional(),
    'free-space': matching('size', /^\d{1,6}(?:KiB|MiB|GiB)$/).optional(),
  }).optional(),
  notifications: mapping({
    stakeholders: list(word).optional().meta({ description: 'Who is told about releases and rollbacks of production.' }),
    command: argv.optional().meta({ description: 'Tells them: run after production changed or a change failed, with the report as JSON on its standard input.' }),
  }).optional(),
})

export type OperateFile = z.infer<typeof operateSchema>
export type ServiceFile = z.infer<typeof service>
export type EnvironmentFile = z.infer<typeof environment>
export type ArtifactFile = z.infer<typeof artifact>
export type CheckFile = z.infer<typeof check>
export type CommandFile = z.infer<typeof gateCommand>

function millis(bound: string): number {
  return parseDuration(bound) ?? 0
}
