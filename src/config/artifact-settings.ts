import { parseDuration } from '../domain/duration.ts'
import type { ArtifactSettings, GateCommand, ProgramRequirement } from '../domain/policy/settings.ts'
import type { ArtifactFile, CommandFile } from './operate-schema.ts'

/** What this program itself leaves in a work tree: it never belongs in an artifact. */
const OURS = ['.git', '.flowspec', '.logs', 'out/operate']

const BINARY = { KiB: 1024, MiB: 1024 ** 2, GiB: 1024 ** 3 } as const

/** The artifact with its defaults; `path` is a folder whose content is the artifact. */
export function artifactOf(file: ArtifactFile): ArtifactSettings {
  const [first = '.', ...others] = file.path === undefined ? file.paths ?? [] : [file.path]
  return {
    paths: [first, ...others],
    root: file.root ?? file.path ?? '.',
    exclude: [...OURS, ...(file.exclude ?? [])],
    ...(file.build === undefined ? {} : { build: commandOf(file.build, 'build') }),
    stack: file.stack ?? 'node',
    store: file.store ?? '.flowspec/store',
    allow: file.allow ?? [],
    key: file.key ?? { private: '.flowspec/keys/private.pem', public: '.flowspec/keys/public.pem' },
  }
}

/** A program with its limit; named by itself when no name is given. */
export function commandOf(file: CommandFile, name?: string): GateCommand {
  const given = Array.isArray(file) ? { command: file } : file
  const argv = argvOf(given.command)
  return { name: ('name' in given ? given.name : undefined) ?? name ?? argv.join(' ').slice(0, 80), argv, timeoutSeconds: secondsOf('timeout' in given ? given.timeout : undefined, 600) }
}

/** The schema has seen that there is at least one word. */
export function argvOf(words: readonly string[]): readonly [string, ...string[]] {
  const [program = '', ...rest] = words
  return [program, ...rest]
}

export function secondsOf(duration: string | undefined, otherwise: number): number {
  return duration === undefined ? otherwise : millisOf(duration) / 1000
}

export function millisOf(duration: string): number {
  return parseDuration(duration) ?? 0
}

/** `node >= 20` */
export function programOf(text: string): ProgramRequirement {
  const [name = text, atLeast] = text.split('>=').map((part) => part.trim())
  return { name, ...(atLeast === undefined ? {} : { atLeast }) }
}

/** Bytes of `256MiB`. */
export function sizeOf(text: string): number {
  const unit = text.slice(-3) as keyof typeof BINARY
  return Number(text.slice(0, -3)) * BINARY[unit]
}
