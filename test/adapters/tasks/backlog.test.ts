import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { BacklogTasks } from '../../../src/adapters/tasks/backlog.ts'
import { parseTaskFile, withLabel, withoutLabel } from '../../../src/adapters/tasks/task-file.ts'
import { taskStoreContract } from '../../contract/task-store-contract.ts'

async function folder(files: Readonly<Record<string, string>>): Promise<{ readonly root: string; readonly store: BacklogTasks; readonly dispose: () => Promise<void> }> {
  const root = await mkdtemp(join(tmpdir(), 'operate-tasks-'))
  await mkdir(join(root, 'backlog/tasks'), { recursive: true })
  for (const [name, text] of Object.entries(files)) await writeFile(join(root, 'backlog/tasks', name), text)
  return { root, store: new BacklogTasks({ root, directory: 'backlog/tasks' }), dispose: () => rm(root, { recursive: true, force: true }) }
}

const file = (id: string, labels: string): string => `---\nid: ${id}\ntitle: A title\nstatus: To Do\n${labels}\n---\n\n## Text\n`

taskStoreContract('Backlog.md', async (tasks) => {
  const files = tasks.map(({ number, title, labels }) => [`task-${number} - ${title}.md`, `---\nid: task-${number}\ntitle: ${title}\nlabels:\n${labels.map((label) => `  - ${label}\n`).join('')}---\n`])
  return { ...(await folder(Object.fromEntries(files))), idOf: (number) => `task-${number}` }
})

describe('a folder of task files', () => {
  it('[A8] finds task-579.01 and files that are named otherwise, and passes over what is not a task', async () => {
    const { store, dispose } = await folder({ 'task-579.01 - P0.1-Remove.md': file('task-579.01', 'labels: []'), 'odd name.md': file('task-9', 'labels: [x]'), 'README.md': '# no task', 'task-5 - Broken.md': '---\nid: [\n---\n' })
    expect(await store.find('task-579.01')).toMatchObject({ id: 'task-579.01', source: 'backlog/tasks/task-579.01 - P0.1-Remove.md', feature: 'a-title' })
    expect(await store.find('9')).toMatchObject({ id: 'task-9', labels: ['x'] })
    expect(await store.find('task-579')).toBeUndefined()
    await dispose()
  })

  it('[A8] tells where a broken file is broken', async () => {
    const { store, dispose } = await folder({ 'task-5 - Broken.md': '---\nid: task-5\ntitle: a: b\n---\n' })
    await expect(store.find('task-5')).rejects.toMatchObject({ code: 'bad_input', problems: [{ code: 'task.yaml', place: { file: 'backlog/tasks/task-5 - Broken.md', line: 3 } }] })
    await dispose()
  })

  it('[A8] refuses two files with one id and changes neither', async () => {
    const { store, root, dispose } = await folder({ 'task-5 - A.md': file('task-5', 'labels: []'), 'task-5 - B.md': file('TASK-5', 'labels: []') })
    await expect(store.addLabel('task-5', 'x')).rejects.toMatchObject({ problems: [{ code: 'task.duplicate-id', value: expect.stringContaining('task-5 - A.md') }] })
    expect(await readFile(join(root, 'backlog/tasks/task-5 - A.md'), 'utf8')).toBe(file('task-5', 'labels: []'))
    await dispose()
  })

  it('[A8] follows no link out of the repository and leaves no temporary file (M06)', async () => {
    const { store, root, dispose } = await folder({ 'task-6 - Real.md': file('task-6', 'labels: []') })
    const outside = await mkdtemp(join(tmpdir(), 'operate-outside-'))
    await writeFile(join(outside, 'x.md'), file('task-7', 'labels: []'))
    await symlink(join(outside, 'x.md'), join(root, 'backlog/tasks/task-7 - Link.md'))
    await expect(store.find('task-7')).rejects.toMatchObject({ problems: [{ code: 'task.outside' }] })
    await store.addLabel('task-6', 'x')
    expect(await readdir(join(root, 'backlog/tasks'))).toEqual(['task-6 - Real.md', 'task-7 - Link.md'])
    await rm(outside, { recursive: true })
    await dispose()
  })

  it('[A8] without the folder there are no tasks; a malformed id is a mistake', async () => {
    const store = new BacklogTasks({ root: tmpdir(), directory: 'operate-no-such-folder' })
    expect(await store.find('task-1')).toBeUndefined()
    await expect(store.find('../x')).rejects.toMatchObject({ code: 'bad_input' })
  })
})

describe('changing one label', () => {
  const OLD = 'workflow:Validated'
  const NEW = 'workflow:Deployed'

  it.each([
    ['labels: [a, workflow:Validated]', 'labels: [a, workflow:Deployed]'],
    ['labels: ["workflow:Validated", "a"] # mine', 'labels: ["a", "workflow:Deployed"] # mine'],
    ["labels:\n  - a # hm\n  - 'workflow:Validated'\n# end", "labels:\n  - a # hm\n  - 'workflow:Deployed'\n# end"],
    ['labels:\n- workflow:Validated', 'labels:\n- workflow:Deployed'],
    ['labels: []', 'labels: [workflow:Deployed]'],
    ['labels: # none yet', 'labels: [workflow:Deployed] # none yet'],
    ['labels: ~', 'labels: [workflow:Deployed]'],
    ['labels: workflow:Validated', 'labels: [workflow:Deployed]'],
    ['x: 1', 'x: 1\nlabels: [workflow:Deployed]'],
    ['labels: [\n  a, # first\n  workflow:Validated # second\n]', 'labels: [\n  a, # first\n  workflow:Deployed # second\n]'],
    ['labels: [workflow:Validated, b, workflow:Validated]', 'labels: [b, workflow:Deployed]'],
  ])('[A8] leaves every other byte of %j', (before, after) => {
    for (const eol of ['\n', '\r\n']) {
      for (const mark of ['', '\ufeff']) {
        const write = (labels: string): string => mark + file('task-1', labels).replaceAll('\n', eol)
        const added = withLabel(write(before), NEW, 'f')
        expect(added.ok ? withoutLabel(added.value, OLD, 'f') : added).toEqual({ ok: true, value: write(after) })
      }
    }
  })

  it('[A8] is undone by its opposite, whatever the label and the style', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }).filter((label) => label.isWellFormed()), fc.constantFrom('labels: [a, "b"]', "labels:\n  - a\n  - 'b'", 'labels: [\n  a,\n  b\n]'), (label, labels) => {
        fc.pre(label !== 'a' && label !== 'b')
        const before = file('task-1', labels)
        const added = withLabel(before, label, 'f')
        if (!added.ok) throw new Error(JSON.stringify(added.problems))
        expect(parseTaskFile(added.value, 'f')).toMatchObject({ value: { labels: ['a', 'b', label] } })
        const removed = withoutLabel(added.value, label, 'f')
        expect(removed.ok && parseTaskFile(removed.value, 'f')).toMatchObject({ value: { labels: ['a', 'b'] } })
        expect(withLabel(added.value, label, 'f')).toEqual(added)
      }),
    )
  })

  it.each([
    ['no front matter', 'task.no-front-matter', 1],
    ['---\nid: task-1\n', 'task.no-front-matter', 1],
    ['---\ntitle: x\n---\n', 'task.malformed-id', 1],
    ['---\nid: task-1\nlabels: { a: 1 }\n---\n', 'task.labels-form', 3],
    ['---\nid: task-1\nlabels:\n  - workflow: Validated\n---\n', 'task.label-form', 4],
    ['---\nid: task-1\ntitle: [a]\n---\n', 'task.not-a-text', 3],
    ['---\nid: task-1\nid: task-2\n---\n', 'task.yaml', 3],
    ['---\nid: task-1\n\tx: 1\n---\n', 'task.yaml', 3],
    ['---\nid: task-1\na: &a [x]\nlabels: *a\n---\n', 'task.labels-form', 4],
    [`---\nid: task-1\n#${'x'.repeat(300_000)}\n---\n`, 'task.too-large', 1],
  ])('[A8] refuses %.40j as %s on line %d', (text, code, line) => {
    expect(parseTaskFile(text, 'f')).toMatchObject({ ok: false, problems: [expect.objectContaining({ code, place: expect.objectContaining({ line }) })] })
    expect(withLabel(text, 'x', 'f').ok).toBe(false)
  })
})
