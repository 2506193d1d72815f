import type { EnvironmentSettings } from '../domain/policy/settings.ts'
import type { Context } from '../context.ts'
import { ConfigError } from '../errors.ts'

/** The environment the intent names; without a name, production. */
export function environmentOf(context: Context): EnvironmentSettings {
  const { environments } = context.service
  const { environment: name } = context.intent
  const found = environments.find((environment) => (name === undefined ? environment.production : environment.name === name))
  if (found !== undefined) return found
  const names = environments.map((environment) => environment.name).join(', ')
  throw new ConfigError([
    {
      code: 'input.unknown-environment',
      what: `the service ${context.service.name} has no such environment`,
      ...(name === undefined ? {} : { value: name }),
      remedy: `Use one of: ${names}.`,
    },
  ])
}
