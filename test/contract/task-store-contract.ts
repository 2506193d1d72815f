import { describe, expect, it } from '@jest/globals'
import type { TaskStore } from '../../src/ports.ts'

export interface TaskStoreSubject {
  readonly store: TaskStore
  readonly dispose: () => Promise<void>
}

/** What every task store must do. `open` gives a store that has exactly the tasks named, with these labels. */
export function taskStoreContract(name: string, open: (tasks: readonly { readonly number: number; readonly title: string; readonly labels: readonly string[] }[]) => Promise<TaskStoreSubject & { readonly idOf: (number: number) => string }>): void {
  describe(`${name} as a task store`, () => {
    const tasks = [
      { number: 4, title: 'Four', labels: ['workflow:Planned'] },
      { number: 42, title: 'Forty-two', labels: ['bug', 'workflow:In Implementation'] },
    ]

    async function using(body: (subject: TaskStoreSubject & { readonly idOf: (number: number) => string }) => Promise<void>): Promise<void> {
      const subject = await open(tasks)
      try {
        await body(subject)
      } finally {
        await subject.dispose()
      }
    }

    it('[A8] finds a task by its whole id, with labels in order', async () => {
      await using(async ({ store, idOf }) => {
        expect(await store.find(idOf(42))).toMatchObject({ id: idOf(42), title: 'Forty-two', labels: ['bug', 'workflow:In Implementation'] })
        expect(await store.find(idOf(4))).toMatchObject({ title: 'Four' })
        expect(await store.find(idOf(2))).toBeUndefined()
        expect((await store.find(idOf(42)))?.feature).toMatch(/^[a-z0-9-]+$/)
      })
    })

    it('[A7] adds and removes one label, idempotently, and no other task changes', async () => {
      await using(async ({ store, idOf }) => {
        const id = idOf(42)
        for (let times = 0; times < 2; times += 1) await store.addLabel(id, 'workflow:Validated')
        expect((await store.find(id))?.labels).toEqual(['bug', 'workflow:In Implementation', 'workflow:Validated'])
        for (let times = 0; times < 2; times += 1) await store.removeLabel(id, 'workflow:In Implementation')
        expect((await store.find(id))?.labels).toEqual(['bug', 'workflow:Validated'])
        expect((await store.find(idOf(4)))?.labels).toEqual(['workflow:Planned'])
      })
    })

    it('[A8] refuses to change a task that does not exist', async () => {
      await using(async ({ store, idOf }) => {
        await expect(store.addLabel(idOf(7), 'x')).rejects.toMatchObject({ code: 'task_not_found' })
      })
    })
  })
}
