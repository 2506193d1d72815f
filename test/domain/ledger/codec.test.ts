import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { decodeEntry, encodeEntry, MAX_ENTRY_LENGTH } from '../../../src/domain/ledger/codec.ts'
import type { Entry } from '../../../src/domain/ledger/entry.ts'
import { advance, due } from '../../../src/domain/rollout/advance.ts'
import { ALICE, anyChain, BOB, digestOf, entryOf, EVENTS, EVERY_EVENT, NOW, rolloutOf } from './samples.ts'

const FULL: Entry = EVENTS.toSorted((a, b) => Number(b.kind === 'lease-taken') - Number(a.kind === 'lease-taken')).reduce<Entry | undefined>((parent, event) => entryOf(event, parent, { renewUntil: NOW + 9 }), undefined) ?? entryOf(EVERY_EVENT.progressed)
const BEGUN = entryOf(EVERY_EVENT.progressed, entryOf(EVERY_EVENT['rollout-began'], entryOf(EVERY_EVENT['lease-taken'])))

/** The message of an entry in which something was replaced. */
function tampered(entry: Entry, path: readonly (string | number)[], value: unknown): string {
  const copy: unknown = JSON.parse(JSON.stringify(entry))
  const at = path.slice(0, -1).reduce<unknown>((node, key) => (node as Record<string | number, unknown>)[key], copy) as Record<string | number, unknown>
  const last = path.at(-1) ?? ''
  if (value === undefined) delete at[last]
  else at[last] = value
  return `subject\n\n${JSON.stringify(copy)}\n`
}

function codeOf(text: string): string | undefined {
  const decoded = decodeEntry(text)
  return decoded.ok ? undefined : decoded.problems[0].code
}

describe('an entry as a commit message', () => {
  it.each<[string, Entry]>([
    ['shop/production: lock taken by run run-a attempt 1 (process 4711 on build-1)', entryOf(EVERY_EVENT['lease-taken'])],
    ['shop/production: lock taken over by run run-b attempt 1 from run run-b attempt 1', entryOf({ kind: 'lease-taken', owner: BOB, expiresAt: NOW, from: BOB })],
    ['shop/production: lock renewed', entryOf(EVERY_EVENT['lease-renewed'])],
    ['shop/production: lock released', entryOf(EVERY_EVENT['lease-released'])],
    ['shop/production: lock broken by carol: the machine burnt down', entryOf(EVERY_EVENT['lease-broken'])],
    ['shop/production: rollout began 1.4.2 (aaaaaaaaaaaa)', entryOf(EVERY_EVENT['rollout-began'])],
    ['shop/production: rollback began 1.4.2 (aaaaaaaaaaaa)', entryOf({ ...EVERY_EVENT['rollout-began'], deployment: { ...EVERY_EVENT['rollout-began'].deployment, command: 'rollback' } })],
    ['shop/production: next: shift to 10 %', entryOf(EVERY_EVENT['effect-began'])],
    ['shop/production: watching at 10 % 1.4.2', entryOf(EVERY_EVENT.progressed)],
    ['shop/production: rollout verified 1.4.2 (aaaaaaaaaaaa)', entryOf(EVERY_EVENT['rollout-ended'])],
    ['shop/production: rollout rolled-back 1.4.2 (aaaaaaaaaaaa): too many errors', entryOf({ kind: 'rollout-ended', outcome: 'rolled-back', at: NOW, rollout: rolloutOf({ cause: { code: 'x', message: 'too\nmany errors', at: NOW } }) })],
    ['shop/production: rollout verified 1.4.2 (aaaaaaaaaaaa)', entryOf({ ...EVERY_EVENT['rollout-ended'], rollout: rolloutOf({ cause: { code: 'x', message: 'left over', at: NOW } }) })],
    ['shop/production: abort requested by bob: errors on the dashboard', entryOf(EVERY_EVENT['abort-requested'])],
    ['shop/production: skip-tests bypassed by bob: flaky', entryOf(EVERY_EVENT.overridden)],
    ['shop/production: quarantined aaaaaaaaaaaa: errors', entryOf(EVERY_EVENT.quarantined)],
    ['shop/production: quarantine of aaaaaaaaaaaa lifted by bob: false alarm', entryOf(EVERY_EVENT['quarantine-lifted'])],
    ['shop/production: packaged 1.4.2 (aaaaaaaaaaaa)', entryOf(EVERY_EVENT.packaged)],
    ['shop/production: finalized dep_1 as v1.4.2', entryOf(EVERY_EVENT.finalized)],
    ['shop/production: finalized dep_1', entryOf({ kind: 'finalized', deployment: 'dep_1' })],
  ])('begins with %j', (line, entry) => {
    expect(encodeEntry(entry).split('\n').slice(0, 2)).toEqual([line, ''])
    expect(decodeEntry(encodeEntry(entry))).toEqual({ ok: true, value: entry })
  })

  it('comes back as it went, with everything in it', () => {
    expect(FULL.state).toMatchObject({ finalized: { tag: 'v1.4.2' }, packaged: [{}], deployments: [{}], live: {} })
    expect(decodeEntry(encodeEntry(FULL))).toEqual({ ok: true, value: FULL })
  })

  it('comes back as it went, whatever is in it', () => {
    fc.assert(
      fc.property(anyChain, fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (heads, service, actor) => {
        for (const { entry } of heads.slice(0, 3)) {
          const odd: Entry = { ...entry, key: { service, environment: 'e' }, actor }
          const decoded = decodeEntry(encodeEntry(odd))
          expect(JSON.stringify(decoded.ok && decoded.value)).toBe(JSON.stringify(odd))
        }
      }),
    )
  })

  it('keeps a field that a later version has added', () => {
    expect(decodeEntry(tampered(BEGUN, ['state', 'current', 'rollout', 'colour'], 'green'))).toMatchObject({ ok: true, value: { state: { current: { rollout: { colour: 'green' } } } } })
  })

  it.each([
    ['empty', ''],
    ['the commit of a person', 'Fix the build\n\nIt was broken.\n'],
    ['one line', 'shop/production: lock released'],
    ['broken JSON', 'subject\n\n{"schema":1,'],
    ['a list', 'subject\n\n[1]'],
    ['null', 'subject\n\nnull'],
    ['nested too deep', `subject\n\n${'['.repeat(200_000)}${']'.repeat(200_000)}`],
    ['no schema', 'subject\n\n{}'],
    ['schema as text', tampered(BEGUN, ['schema'], '1')],
    ['schema 0', tampered(BEGUN, ['schema'], 0)],
    ['too long', `subject\n\n${' '.repeat(MAX_ENTRY_LENGTH)}{}`],
  ])('(C06) is unreadable when it is %s', (_, text) => {
    expect(codeOf(text)).toBe('ledger_unreadable')
  })

  it.each([2, 99, 1.5])('is refused as newer with schema %d, whatever else it says', (schema) => {
    expect(codeOf(`subject\n\n{"schema":${schema},"key":[]}`)).toBe('ledger_newer_schema')
  })

  it.each<[readonly (string | number)[], unknown]>([
    [['key'], undefined],
    [['key', 'service'], 1],
    [['height'], 0],
    [['height'], 1.5],
    [['height'], '3'],
    [['at'], 9e15],
    [['at'], null],
    [['actor'], undefined],
    [['run'], 'me'],
    [['run', 'attempt'], -1],
    [['run', 'pid'], 'x'],
    [['event'], null],
    [['event', 'kind'], 'exploded'],
    [['event', 'kind'], '__proto__'],
    [['event', 'kind'], undefined],
    [['event', 'rollout'], undefined],
    [['state'], []],
    [['state', 'lease', 'fence'], 0],
    [['state', 'lease', 'fence'], 4],
    [['state', 'lease', 'expiresAt'], 'tomorrow'],
    [['state', 'deployments'], {}],
    [['state', 'deployments'], [{}]],
    [['state', 'quarantine'], undefined],
    [['state', 'current', 'deployment', 'digest'], 'sha256:ABC'],
    [['state', 'current', 'deployment', 'outcome'], 'great'],
    [['state', 'current', 'rollout', 'phase'], 'dancing'],
    [['state', 'current', 'rollout', 'touched'], 'yes'],
    [['state', 'current', 'rollout', 'spec', 'steps'], []],
    [['state', 'current', 'rollout', 'spec', 'steps', 0, 'weight'], 'ten'],
    [['state', 'current', 'rollout', 'spec', 'snapshot'], undefined],
    [['state', 'current', 'rollout', 'spec', 'judge', 'alpha'], null],
    [['state', 'current', 'rollout', 'reading', 'releases', 0, 'counters', 'over'], 'many'],
  ])('is unreadable when %j is %j', (path, value) => {
    expect(codeOf(tampered(BEGUN, path, value))).toBe('ledger_unreadable')
  })

  it('says where the mistake is', () => {
    const decoded = decodeEntry(tampered(BEGUN, ['state', 'current', 'rollout', 'spec', 'steps', 1, 'instances', 'stable'], -1))
    expect(decoded).toMatchObject({ ok: false, problems: [{ what: 'entry.state.current.rollout.spec.steps[1].instances.stable is not a whole number from 0' }] })
  })

  it('is unreadable when a number is not finite', () => {
    expect(codeOf(encodeEntry(BEGUN).replace('"weight":10', '"weight":1e999'))).toBe('ledger_unreadable')
  })

  it('is not harmed by __proto__ keys', () => {
    const text = encodeEntry(BEGUN).replace('{"schema"', '{"__proto__":{"polluted":1},"schema"').replace('"judge":{"log"', '"judge":{"__proto__":{"polluted":1},"log"')
    const decoded = decodeEntry(text)
    expect(decoded).toEqual({ ok: true, value: BEGUN })
    expect(text).toContain('"judge":{"__proto__"')
    expect(JSON.stringify(decoded)).not.toContain('polluted')
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  })

  it('never throws, whatever stands there', () => {
    const any = fc.oneof(fc.string(), fc.json().map((json) => `s\n\n${json}`), fc.jsonValue().map((value) => `s\n\n${JSON.stringify({ ...BEGUN, state: value })}`))
    fc.assert(fc.property(any, (text) => {
      expect(decodeEntry(text).ok).toBe(false)
    }))
  })

  it('lets a rollout go on that was read back, or is refused: no JSON in between makes resuming crash', () => {
    const paths = pathsOf(JSON.parse(JSON.stringify(BEGUN.state.current?.rollout)))
    const junk = fc.constantFrom<unknown>(null, -1, 1e300, 'x', [], {}, true, undefined)
    fc.assert(
      fc.property(fc.constantFrom(...paths), junk, (path, value) => {
        const decoded = decodeEntry(tampered(BEGUN, ['state', 'current', 'rollout', ...path], value))
        if (!decoded.ok) return
        const rollout = decoded.value.state.current?.rollout ?? rolloutOf()
        due(rollout)
        const reading = { at: NOW + 1000, epoch: 'e1', boundsMs: [100, 500], releases: [{ digest: digestOf(2), counters: { requests: 30, errors: 1, over: [1, 0], latencySumMs: 200 } }] }
        due(advance(rollout, { kind: 'measured', at: NOW + 1000, checks: [], reading }))
        due(advance(rollout, { kind: 'abort', at: NOW, code: 'cancelled', message: 'stop' }))
      }),
      { numRuns: 500 },
    )
  })

  it('has an owner that can be told apart', () => {
    expect(decodeEntry(encodeEntry(entryOf({ kind: 'lease-taken', owner: { ...ALICE, realm: 'r', birth: 'b', url: 'u' }, expiresAt: NOW })))).toMatchObject({ ok: true, value: { state: { lease: { owner: { realm: 'r', birth: 'b' } } } } })
  })
})

function pathsOf(value: unknown): readonly (readonly (string | number)[])[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, child]) => [[key], ...pathsOf(child).map((rest) => [key, ...rest])])
}
