// Tasks as Backlog.md keeps them: one Markdown file each, the workflow label in the front matter (SPEC A8).
import { randomBytes } from 'node:crypto'
import { lstat, open, readdir, readFile, realpath, rename, rm } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import type { Parsed, Problem } from '../../domain/problem.ts'
import { featureOf } from '../../domain/task/feature.ts'
import type { Task } from '../../domain/task/task.ts'
import { parseTaskId } from '../../domain/task/task-id.ts'
import { AdapterError, ConfigError, messageOf } from '../../errors.ts'
import type { TaskStore } from '../../ports.ts'
import { parseTaskFile, withLabel, withoutLabel } from './task-file.ts'

/** `task-42 - Title.md`, `task-579.01 - Title.md`, `task-42.md`. */
const FILE_NAME = /^([A-Za-z][A-Za-z0-9]{0,15}-\d{1,9}(?:\.\d{1,4}){0,4})(?=[ _-]|\.md$)/
const ID_LINE = /^id:[ \t]{0,20}["']?([^"'\s#]{1,64})/m

interface Found {
  readonly path: string
  readonly text: string
  readonly task: Task
}

/** The tasks in a folder of the work tree. Malformed files are the user's mistake (`ConfigError`), each with line and column. */
export class BacklogTasks implements TaskStore {
  readonly #root: string
  readonly #directory: string

  /** `directory` is relative to `root`. */
  constructor(options: { readonly root: string; readonly directory: string }) {
    this.#root = options.root
    this.#directory = options.directory
  }

  async find(id: string): Promise<Task | undefined> {
    return (await this.#find(id))?.task
  }

  async addLabel(id: string, label: string): Promise<void> {
    await this.#edit(id, (text, file) => withLabel(text, label, file))
  }

  async removeLabel(id: string, label: string): Promise<void> {
    await this.#edit(id, (text, file) => withoutLabel(text, label, file))
  }

  async #edit(id: string, edit: (text: string, file: string) => Parsed<string>): Promise<void> {
    const found = await this.#find(id)
    if (found === undefined) throw new AdapterError({ code: 'task_not_found', message: `there is no task ${id} in ${this.#directory}`, remedy: 'Check the id, or create the task file.' })
    const edited = edit(found.text, found.task.source)
    if (!edited.ok) throw new ConfigError(edited.problems)
    if (edited.value !== found.text) await replace(found.path, { before: found.text, after: edited.value })
  }

  /** The one file with this id. Ids are compared whole: `task-4` is not `task-42`. */
  async #find(id: string): Promise<Found | undefined> {
    const wanted = parseTaskId(id)
    if (!wanted.ok) throw new ConfigError(wanted.problems)
    const found: Found[] = []
    for (const name of await this.#files()) {
      const candidate = await this.#read(name, wanted.value)
      if (candidate !== undefined) found.push(candidate)
    }
    const [first, ...others] = found
    if (others.length > 0) {
      throw new ConfigError([
        {
          code: 'task.duplicate-id',
          what: `${found.length} files have the id ${wanted.value}`,
          value: found.map(({ task }) => task.source).join(', ').slice(0, 500),
          place: { file: others[0]?.task.source ?? this.#directory, line: 2 },
          remedy: 'Give each task its own id; this tool changes neither while it cannot tell them apart.',
        } satisfies Problem,
      ])
    }
    return first
  }

  async #files(): Promise<readonly string[]> {
    try {
      const names = await readdir(join(this.#root, this.#directory))
      return names.filter((name) => name.endsWith('.md')).sort()
    } catch (error) {
      if (isMissing(error)) return []
      throw new AdapterError({ code: 'task_not_found', message: `the tasks in ${this.#directory} cannot be read: ${messageOf(error)}`, remedy: 'Check that it is a folder and may be read.', cause: error })
    }
  }

  async #read(name: string, wanted: string): Promise<Found | undefined> {
    const path = join(this.#root, this.#directory, name)
    const source = `${this.#directory}/${name}`
    const named = FILE_NAME.exec(name)?.[1]
    const isNamed = named !== undefined && isSameId(named, wanted)
    const text = await this.#text(path, { source, isNamed })
    if (text === undefined) return undefined
    const said = ID_LINE.exec(text.slice(0, 20_000))?.[1]
    // Other people's broken files are not this run's business; the file that seems to be meant must be right.
    if (said === undefined ? !isNamed : !isSameId(said, wanted)) return undefined
    const parsed = parseTaskFile(text, source)
    if (!parsed.ok) throw new ConfigError(parsed.problems)
    const { id, title, labels } = parsed.value
    return id === wanted ? { path, text, task: { id, title, labels, source, feature: featureOf(title, id) } } : undefined
  }

  async #text(path: string, options: { readonly source: string; readonly isNamed: boolean }): Promise<string | undefined> {
    try {
      const about = await lstat(path)
      if (about.isSymbolicLink()) {
        const inside = relative(await realpath(this.#root), await realpath(path))
        if (inside.startsWith(`..${sep}`) || inside === '..') throw new ConfigError([{ code: 'task.outside', what: 'the task file is a link that leads out of the repository', place: { file: options.source }, remedy: 'Replace the link by the file.' }])
      } else if (!about.isFile()) return undefined
      return await readFile(path, 'utf8')
    } catch (error) {
      if (!options.isNamed) return undefined
      if (error instanceof ConfigError) throw error
      throw new AdapterError({ code: 'task_not_found', message: `${options.source} cannot be read: ${messageOf(error)}`, remedy: 'Check the file and its permissions.', cause: error })
    }
  }
}

function isSameId(text: string, wanted: string): boolean {
  const id = parseTaskId(text)
  return id.ok && id.value === wanted
}

function isMissing(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT'
}

/** Writes beside and renames, so a reader sees the old file or the new one. What someone else wrote meanwhile is not lost. */
async function replace(path: string, change: { readonly before: string; readonly after: string }): Promise<void> {
  const real = await realpath(path)
  const temporary = `${real}.${randomBytes(6).toString('hex')}.tmp`
  try {
    const { mode } = await lstat(real)
    const file = await open(temporary, 'wx', mode & 0o777)
    try {
      await file.writeFile(change.after)
      await file.sync()
    } finally {
      await file.close()
    }
    if ((await readFile(real, 'utf8')) !== change.before) throw new AdapterError({ code: 'bookkeeping_pending', message: `${path} was changed by someone else meanwhile`, remedy: 'Run the same command again.' })
    await rename(temporary, real)
  } catch (error) {
    await rm(temporary, { force: true })
    if (error instanceof AdapterError) throw error
    throw new AdapterError({ code: 'bookkeeping_pending', message: `${path} could not be written: ${messageOf(error)}`, remedy: 'Check that the folder may be written.', cause: error })
  }
}
