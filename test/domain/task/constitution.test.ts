import { describe, expect, it } from '@jest/globals'
import { decideConstitution, readConstitution } from '../../../src/domain/task/constitution.ts'

const no = { skipValidation: false, confirmUnvalidated: false, lightMode: false }
const marked = (tier: string): string => `# Constitution\n${tier}\n<!-- NEEDS_VALIDATION: Team size -->\ntext [NEEDS_VALIDATION]\n`

describe('reading the constitution', () => {
  it.each([
    ['TIER: Light', 'Light'],
    ['<!-- TIER: Heavy -->', 'Heavy'],
    ['**TIER:** medium', 'Medium'],
    ['nothing', 'Medium'],
    ['TIER: Light\nTIER: Heavy', 'Heavy'],
  ])('[A9] finds the tier in %j', (text, tier) => {
    expect(readConstitution(text)).toEqual({ kind: 'read', tier, unvalidated: [] })
  })

  it('[A9] takes an unknown tier for the strictest', () => {
    expect(readConstitution('TIER: Hevy')).toEqual({ kind: 'read', tier: 'Heavy', unknownTier: 'Hevy', unvalidated: [] })
  })

  it('[A9] counts and names the markers, several on a line too', () => {
    expect(readConstitution(marked(''))).toMatchObject({ unvalidated: ['Team size', 'line 4'] })
    expect(readConstitution('NEEDS_VALIDATION: a\r\nNEEDS_VALIDATION NEEDS_VALIDATION')).toMatchObject({ unvalidated: ['a', 'line 2', 'line 2'] })
    expect(readConstitution(undefined)).toEqual({ kind: 'missing' })
  })
})

describe('what the constitution allows', () => {
  it.each([
    [undefined, no, 'warn', undefined],
    ['TIER: Heavy', no, 'pass', undefined],
    ['TIER: Hevy', no, 'warn', undefined],
    [marked('TIER: Light'), no, 'warn', undefined],
    [marked('TIER: Medium'), no, 'fail', undefined],
    [marked('TIER: Medium'), { ...no, confirmUnvalidated: true }, 'warn', 'confirm-unvalidated'],
    [marked('TIER: Medium'), { ...no, skipValidation: true, confirmUnvalidated: true }, 'skipped', 'skip-validation'],
    [marked('TIER: Heavy'), { ...no, confirmUnvalidated: true }, 'fail', undefined],
    [marked('TIER: Hevy'), no, 'fail', undefined],
    [marked('TIER: Heavy'), { ...no, skipValidation: true }, 'skipped', 'skip-validation'],
  ])('[A9] %j with %j is %s', (text, options, verdict, override) => {
    const decision = decideConstitution(readConstitution(text), options)
    expect(decision.check).toMatchObject({ group: 'constitution', verdict })
    expect(decision.override).toBe(override)
    if (verdict === 'fail') expect(decision.check.remedy).toMatch(/confirm-unvalidated|skip-validation/)
  })

  it('[A9] names the parts, at most ten of them, and reports light mode', () => {
    const many = Array.from({ length: 12 }, (_, index) => `NEEDS_VALIDATION: p${index}`).join('\n')
    expect(decideConstitution(readConstitution(many), { ...no, lightMode: true }).check.detail).toBe('tier Medium; light mode; 12 parts not validated: p0, p1, p2, p3, p4, p5, p6, p7, p8, p9, ...')
    expect(decideConstitution(readConstitution('NEEDS_VALIDATION: one'), no).check.detail).toBe('tier Medium; 1 part not validated: one')
    expect(decideConstitution({ kind: 'missing' }, { ...no, lightMode: true }).check.detail).toBe('there is no memory/constitution.md; light mode')
  })
})
