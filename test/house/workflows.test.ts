import { describe, expect, it } from '@jest/globals'
import { parse } from 'yaml'
import { listFiles, readTexts } from '../../scripts/checks/files.ts'

interface Step {
  readonly uses?: string
  readonly run?: string
  readonly with?: Readonly<Record<string, unknown>>
}

interface Workflow {
  readonly name?: string
  readonly permissions?: unknown
  readonly jobs: Readonly<Record<string, { readonly permissions?: unknown; readonly 'timeout-minutes'?: number; readonly uses?: string; readonly steps?: readonly Step[] }>>
}

const files = readTexts(listFiles().filter((path) => /^\.github\/workflows\/[^/]+\.ya?ml$/.test(path)))
const workflows = files.map((file) => ({ ...file, workflow: parse(file.text) as Workflow }))

describe('the workflows of this repository', () => {
  it('are there', () => {
    expect(files.map((file) => file.path)).toContain('.github/workflows/self-ci.yml')
  })

  it.each(workflows)('$path has a name and no permissions but those of its jobs', ({ workflow }) => {
    expect(workflow.name).toEqual(expect.any(String))
    expect(workflow.permissions).toEqual({})
    expect(Object.entries(workflow.jobs).filter(([, job]) => typeof job.permissions !== 'object')).toEqual([])
  })

  it.each(workflows)('$path limits the time of its jobs', ({ workflow }) => {
    expect(Object.entries(workflow.jobs).filter(([, job]) => job.uses === undefined && job['timeout-minutes'] === undefined)).toEqual([])
  })

  it.each(workflows)('$path pins every action by full commit and says the version', ({ text }) => {
    const used = text.split('\n').filter((line) => /^\s*(-\s+)?uses:/.test(line))
    expect(used.filter((line) => !/uses:\s+(\.\/|\$\/|[\w.-]+(\/[\w.-]+)+@[0-9a-f]{40} # v\d+(\.\d+)*$)/.test(line))).toEqual([])
  })

  it.each(workflows)('$path leaves no credentials in a checkout', ({ workflow }) => {
    const checkouts = Object.values(workflow.jobs).flatMap((job) => job.steps ?? []).filter((step) => step.uses?.startsWith('actions/checkout@'))
    expect(checkouts.filter((step) => step.with?.['persist-credentials'] !== false)).toEqual([])
  })

  it.each(workflows)('$path lets no expression into a script', ({ workflow }) => {
    const scripts = Object.values(workflow.jobs).flatMap((job) => job.steps ?? []).map((step) => step.run ?? '')
    expect(scripts.filter((script) => script.includes('${{'))).toEqual([])
  })
})
