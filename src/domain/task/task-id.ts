import { mistaken, parsed, type Parsed } from '../problem.ts'

// Linear: every part is bounded and begins with a different kind of character.
const TASK_ID = /^(?:(?<prefix>[A-Za-z][A-Za-z0-9]{0,15})-|#)?(?<number>\d{1,9}(?:\.\d{1,4}){0,4})$/

/**
 * The one spelling of a task's id: `task-42`, `task-579.01`, `#17`. A bare number is a task file's, as Backlog.md has it.
 * Ids are compared whole and never as a prefix: `task-4` is not `task-42` (SPEC A8). Case does not count.
 */
export function parseTaskId(text: string): Parsed<string> {
  const found = text.length > 64 ? null : TASK_ID.exec(text)
  const number = found?.groups?.['number']
  if (number === undefined) {
    return mistaken({
      code: 'task.malformed-id',
      what: 'not a task id',
      value: text.slice(0, 80),
      remedy: 'Write it as `task-42`, `task-42.01`, `42` or `#17`.',
    })
  }
  return parsed(text.startsWith('#') ? `#${number}` : `${(found?.groups?.['prefix'] ?? 'task').toLowerCase()}-${number}`)
}
