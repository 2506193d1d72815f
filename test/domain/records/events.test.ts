import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { EVENT_TYPES, eventLine, eventOf, type EventStamp, type Happening } from '../../../src/domain/records/event.ts'
import { changeCompleted, rolloutBegan, rolloutEnded, runBegan, runEnded } from '../../../src/domain/records/happenings.ts'
import { rolledBackReport, successReport } from '../../support/sample-report.ts'
import { bareDeployment, bareRollout, change, deployment, HOSTILE, NEW, OLD, plain, ROLLED_BACK, T0, VERIFIED } from './facts.ts'
import { schemaOf, unused, validator } from './schema.ts'

const MACHINE = { states: [], initial: 'To Do', edges: [], source: 'built in' }
const WITH_RUN = { ...MACHINE, run: { inputState: 'Validated', outputState: 'Deployed', subWorkflows: [], mode: 'sequential' as const, stopOnError: true } }
const STAMP: EventStamp = { ulid: '01JQ8ZC4T0V6W2N9K3M5R7XABC', at: T0, projectRoot: '/srv/shop', feature: 'order-limits', run: { id: '17', attempt: 2, url: 'https://example.com/runs/17' } }
const { feature: _feature, ...BARE_STAMP } = { ...STAMP, run: { id: '17', attempt: 2 } }
const BARE = change({ deployment: bareDeployment() })
const { previous: _previous, ...FIRST } = BARE
const { task: _task, environment: _environment, version: _version, commit: _commit, artifact: _artifact, ...BARE_REPORT } = successReport()
const { previous: _before, ...NO_PREVIOUS } = ROLLED_BACK

const ALL: readonly Happening[] = [
  ...runBegan({ service: 'orders', command: 'run', actor: 'mira' }, MACHINE),
  ...runBegan({ ...successReport() }, WITH_RUN),
  ...runBegan({ service: 'orders', command: 'deploy', actor: 'mira' }, MACHINE),
  ...runEnded(successReport(), WITH_RUN),
  ...runEnded({ ...BARE_REPORT, stages: [{ name: 'build', status: 'running', startedAt: T0, notes: '' }, { name: 'staging', status: 'failed', startedAt: T0, notes: '' }] }, MACHINE),
  ...runEnded({ ...BARE_REPORT, command: 'rollback' }, MACHINE),
  ...rolloutBegan(change(), 'staging'),
  ...rolloutBegan(FIRST, 'staging'),
  ...rolloutEnded(change(), VERIFIED),
  ...rolloutEnded(FIRST, VERIFIED),
  ...rolloutEnded(change(), ROLLED_BACK),
  ...rolloutEnded(FIRST, NO_PREVIOUS),
  ...rolloutEnded(FIRST, bareRollout()),
  changeCompleted(change(), { durationMs: 5, filesChanged: ['src/a.ts'], tag: 'v2.5.0', records: ['deploy/records/registry.json', 'deploy/records/orders/production/deployment-manifest.json'] }),
  changeCompleted(FIRST, { durationMs: 5, filesChanged: [], records: [] }),
]

describe('events', () => {
  it('[I1] the schema says exactly what is written, for every type', () => {
    const validate = validator('event')
    const written = ALL.flatMap((happening, index) => [eventOf(happening, index % 2 === 0 ? STAMP : BARE_STAMP)]).map((event) => JSON.parse(eventLine(event, plain)) as Record<string, unknown>)
    for (const event of written) {
      validate(event)
      expect(validate.errors).toBeNull()
      expect(validate({ ...event, context: { ...event['context'] as object, unknown: 1 } })).toBe(false)
      expect(validate({ ...event, event_type: 'deploy.imagined' })).toBe(false)
    }
    expect(new Set(written.map((event) => event['event_type']))).toEqual(new Set(EVENT_TYPES))
    expect(unused(schemaOf('event'), written)).toEqual([])
    for (const type of EVENT_TYPES) {
      const definition = schemaOf('event').$defs?.[type] ?? {}
      expect([type, ...unused(definition, written.filter((event) => event['event_type'] === type).map((event) => event['context']))]).toEqual([type])
    }
  })

  it('[I1] has the envelope of version 1.0', () => {
    const [happening] = rolloutBegan(change(), undefined)
    if (happening === undefined) throw new Error('a rollout begins with an event')
    expect(eventOf(happening, STAMP)).toEqual({
      event_type: 'deploy.started',
      event_id: 'evt_01JQ8ZC4T0V6W2N9K3M5R7XABC',
      schema_version: '1.0',
      timestamp: '2026-03-14T09:30:00.000Z',
      project_root: '/srv/shop',
      feature: 'order-limits',
      context: expect.objectContaining({ service: 'orders', environment: 'production', previous_digest: OLD, digest: NEW }),
      artifacts: [],
      metadata: { source: 'flowspec-operate', run_id: '17', run_attempt: 2, run_url: 'https://example.com/runs/17' },
    })
  })

  it('[I1] one event is one line of JSON, whatever its texts hold', () => {
    fc.assert(fc.property(fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: 'binary' })), (text) => {
      const [happening] = rolloutBegan(change({ deployment: deployment({ actor: text }) }), undefined)
      if (happening === undefined) throw new Error('a rollout begins with an event')
      const line = eventLine(eventOf(happening, STAMP), plain)
      expect(line.split(/\r\n|[\n\r\u2028\u2029\u0085\u000b\u000c\u001c-\u001e]/)).toEqual([line.slice(0, -1), ''])
      expect(JSON.parse(line)).toMatchObject({ context: { actor: text } })
    }))
  })

  it('[I1] a run that walks the meta workflow tells of its stages when they happened', () => {
    const report = successReport()
    const ended = runEnded(report, WITH_RUN)
    expect(ended.map((one) => one.type)).toEqual([...report.stages.flatMap(() => ['sub_workflow.started', 'sub_workflow.completed']), 'deployment.completed', 'meta_workflow.completed'])
    expect(ended[2]).toMatchObject({ at: report.stages[1]?.startedAt, context: { sub_workflow: 'build' } })
    expect(runEnded(rolledBackReport(), WITH_RUN).at(-1)?.context).toMatchObject({ input_state: 'Validated', result: 'ROLLED BACK' })
    expect(runBegan({ service: 'orders', command: 'deploy', actor: 'mira' }, WITH_RUN).map((one) => one.type)).toEqual(['deployment.started'])
  })

  it.each([
    ['a verified rollout', rolloutEnded(change(), VERIFIED), ['deploy.verified']],
    ['one that was rolled back by itself', rolloutEnded(change(), ROLLED_BACK), ['deploy.failed', 'deploy.rolled_back']],
    ['one whose rollback failed', rolloutEnded(change(), bareRollout()), ['deploy.failed']],
    ['a rollback by hand', rolloutEnded(change({ deployment: deployment({ command: 'rollback' }) }), VERIFIED), ['deploy.verified', 'deploy.rolled_back']],
    ['a rollback by hand without a reason', rolloutEnded(change({ deployment: bareDeployment({ command: 'rollback' }) }), VERIFIED), ['deploy.verified', 'deploy.rolled_back']],
    ['the beginning of a promotion', rolloutBegan(change(), 'staging'), ['deploy.started', 'deploy.promoted']],
    ['the beginning of a rollback', rolloutBegan(change({ deployment: deployment({ command: 'rollback' }) }), 'staging'), ['deploy.started']],
  ] as const)('[G1] %s gives its events', (_name, happenings, types) => {
    expect(happenings.map((one) => one.type)).toEqual(types)
  })

  it('[G1] says whether a person or the gate decided, and whether anyone was served', () => {
    expect(rolloutEnded(change(), ROLLED_BACK)[1]?.context).toMatchObject({ automatic: true, touched: true, to_version: '2.4.1', reason_code: 'evidence_against' })
    expect(rolloutEnded(change({ deployment: deployment({ command: 'rollback' }) }), VERIFIED)[1]?.context).toMatchObject({ automatic: false, message: 'planned release' })
    expect(rolloutEnded(change({ deployment: deployment({ touched: false }) }), ROLLED_BACK)[0]?.context).toMatchObject({ touched: false })
    expect(rolloutEnded(change(), bareRollout({ endedAt: 0 }))[0]?.context).toMatchObject({ touched: false, reason_code: 'unexpected_error', duration_ms: 0 })
  })

  it('[F1] deploy.completed carries the files changed and names every record once', () => {
    const manifest = 'deploy/records/orders/production/deployment-manifest.json'
    expect(changeCompleted(change(), { durationMs: 1, filesChanged: ['a', 'b'], records: [manifest, 'CHANGELOG.md'] })).toMatchObject({
      type: 'deploy.completed',
      context: { files_changed: ['a', 'b'], deployment_manifest: manifest },
      artifacts: [{ type: 'deployment_manifest', path: manifest, files_changed: 2 }, { type: 'record', path: 'CHANGELOG.md' }],
    })
  })
})
