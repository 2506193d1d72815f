import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { featureOf } from '../../../src/domain/task/feature.ts'
import { firstCandidates, taskCandidates } from '../../../src/domain/task/find.ts'
import { parseTaskId } from '../../../src/domain/task/task-id.ts'
import { hostile } from '../../support/hostile-texts.ts'

describe('a task id', () => {
  it.each([
    ['task-42', 'task-42'],
    ['TASK-42', 'task-42'],
    ['42', 'task-42'],
    ['task-579.01', 'task-579.01'],
    ['#17', '#17'],
    ['ops-7', 'ops-7'],
  ])('[A8] %s is read as %s', (text, id) => {
    expect(parseTaskId(text)).toEqual({ ok: true, value: id })
  })

  it.each(['', 'task-', 'task 42', 'task-42 ', '#', '##1', '#task-1', 'task--1', '-1', '1.2.3.4.5.6', `1${'.1'.repeat(40)}`])('[A8] %j is none', (text) => {
    expect(parseTaskId(text)).toMatchObject({ ok: false, problems: [{ code: 'task.malformed-id' }] })
  })

  it.each(hostile)('[A6] the hostile text %# is no id (M01)', (text) => {
    expect(parseTaskId(text).ok).toBe(false)
  })
})

describe('finding the task', () => {
  it('[A6] asks input, event, branch and commits in that order, each id once', () => {
    expect(
      taskCandidates({ input: '42', event: ['#17'], branch: 'feature/task-7-x', messages: ['Fix\n\nTask: task-42\nCloses #18'] }),
    ).toEqual([
      { id: 'task-42', from: 'input' },
      { id: '#17', from: 'event' },
      { id: 'task-7', from: 'branch' },
      { id: '#18', from: 'commit' },
    ])
    expect(taskCandidates({ input: 'nonsense', event: ['x'] })).toEqual([])
    expect(taskCandidates({})).toEqual([])
    expect(firstCandidates({})).toEqual([])
    expect(firstCandidates({ event: ['#1', '#2'], branch: 'task-3' }).map((one) => one.id)).toEqual(['#1', '#2'])
  })

  it.each([
    ['task-42-title', ['task-42']],
    ['task-42', ['task-42']],
    ['feature/task-42.01_x', ['task-42.01']],
    ['17-fix-it', ['#17']],
    ['user/17-fix-it', ['#17']],
    ['task-42x', []],
    ['main', []],
    ['release-2024', []],
  ])('[A6] reads the branch %s as %j', (branch, ids) => {
    expect(taskCandidates({ branch }).map((one) => one.id)).toEqual(ids)
  })

  it.each([
    ['task-42: short', ['task-42']],
    ['short\n\nRefs: task-42, #17', ['task-42', '#17']],
    ['short\r\n\r\nFixes #17\r\nTask-Id: task-9', ['#17', 'task-9']],
    ['short\n\nRefs: 42', []],
    ['mentions task-42 in passing', []],
    ['', []],
  ])('[A6] reads the message %j as %j', (message, ids) => {
    expect(taskCandidates({ messages: [message] }).map((one) => one.id)).toEqual(ids)
  })
})

describe('the feature', () => {
  it.each([
    ['Résumé: Ærø & Co!', 'task-1', 'resume-r-co'],
    ['', 'task-42', 'task-42'],
    ['日本', '#17', 'task-17'],
    ['CON', 'task-1', 'task-1'],
    ['../../etc/passwd', 'x', 'etc-passwd'],
    ['a'.repeat(100), 'x', 'a'.repeat(60)],
    ['', '', 'task'],
    [`abc ${'b'.repeat(70)}`, 'x', 'abc'],
  ])('[A6] of %j (%s) is %s', (title, id, feature) => {
    expect(featureOf(title, id)).toBe(feature)
  })

  it('[A6] is always safe for a file name, and short', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (title) => expect(featureOf(title, 'task-1')).toMatch(/^[a-z0-9][a-z0-9-]{0,59}$/)))
  })
})
