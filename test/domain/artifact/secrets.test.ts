import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { anchorScanner } from '../../../src/domain/artifact/anchors.ts'
import { isSecret, SECRET_ANCHORS, SECRET_RULES, WINDOW } from '../../../src/domain/artifact/secrets.ts'

const scanner = anchorScanner(SECRET_ANCHORS.map(({ anchor }) => anchor))

/** Every rule that fires on a text, found the way packing finds it. */
function rulesFor(text: string): readonly string[] {
  const bytes = Buffer.from(text, 'latin1')
  const found: string[] = []
  scanner.scan(bytes, 0, bytes.length, (index, at) => {
    const entry = SECRET_ANCHORS[index]
    if (entry !== undefined && isSecret(entry.rule, text.slice(at, at + WINDOW), at > 0 ? text.slice(at - 1, at) : '')) found.push(entry.rule.rule)
  })
  return found
}

// Put together here so that no scanner takes this file for a leak.
const of = (...parts: readonly string[]): string => parts.join('')
const letters = (count: number): string => 'aB3dE5gH7jK9mN1pQ2rS4tU6vW8xY0z'.repeat(20).slice(0, count)

describe('what a credential looks like', () => {
  it.each([
    ['private-key', of('-----BEGIN RSA ', 'PRIVATE KEY-----\n', letters(64))],
    ['private-key', of('-----BEGIN ', 'PRIVATE KEY-----\\n', letters(64))],
    ['private-key', of('-----BEGIN RSA ', 'PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,AB12\n\n', letters(64))],
    ['private-key', of('-----BEGIN OPENSSH ', 'PRIVATE KEY-----\r\n', letters(64))],
    ['aws-access-key', of('AKI', 'AQ3EGRD5ZHJ7KLMN2')],
    ['github-token', of('gh', 'p_', letters(36))],
    ['github-token', of('github', '_pat_', letters(22), '_', letters(59))],
    ['gitlab-token', of('glp', 'at-', letters(20))],
    ['npm-token', of('np', 'm_', letters(36))],
    ['npm-auth', of('//registry.example/:_auth', 'Token=', letters(36))],
    ['slack-token', of('xo', 'xb-', '123456789012-', letters(24))],
    ['slack-webhook', of('https://hooks.sl', 'ack.com/services/T1A2B3C4D/B1A2B3C4D/', letters(24))],
    ['google-api-key', of('AI', 'za', letters(35))],
    ['stripe-key', of('sk_', 'live_', letters(24))],
    ['azure-storage-key', of('Account', 'Key=', letters(86), '==')],
    ['encoded-private-key', Buffer.from(of('-----BEGIN EC ', 'PRIVATE KEY-----\n', letters(64))).toString('base64')],
    ['json-web-token', of('eyJhbGciOi', 'JIUzI1NiJ9', '.eyJ', letters(40), '.', letters(43))],
  ])('[C2] %s', (rule, text) => {
    expect(rulesFor(`const x = "${text}"\n`)).toContain(rule)
  })

  it.each([
    ['the example of AWS', of('AKI', 'AIOSFODNN7EXAMPLE')],
    ['a header without a key', of("pem.startsWith('-----BEGIN ", "PRIVATE KEY-----')")],
    ['a public key', of('-----BEGIN ', 'PUBLIC KEY-----\n', letters(64))],
    ['a variable in .npmrc', '//registry.example/:_authToken=${NPM_TOKEN}'],
    ['the sample of jwt.io', 'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIn0.SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c'],
    ['the sample webhook of Slack', 'https://hooks.slack.com/services/T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX'],
    ['a longer word that holds an anchor', of('MAKI', 'AQ3EGRD5ZHJ7KLMN2')],
    ['words', 'a beginning with npm_config_registry and xoxb- in a sentence'],
  ])('leaves alone %s', (_, text) => {
    expect(rulesFor(text)).toEqual([])
  })

  it.each(SECRET_RULES.map((rule) => [rule.rule, rule] as const))('has a pattern for %s that stays fast on hostile text (M13)', (_, rule) => {
    const [anchor = ''] = rule.anchors
    for (const filler of ['a', 'A', '-', ' ', '\n', '.', 'eyJ', 'a: b\n', '\\n', 'A ', anchor, 'T1/']) {
      const text = `${anchor}${filler.repeat(WINDOW)}`
      const steps = [...Array(50).keys()].filter(() => isSecret(rule, text, ''))
      // Fifty tries on a full window each: an exponential or cubic pattern would never come back.
      expect([0, 50]).toContain(steps.length)
    }
  })
})

describe('the search for anchors', () => {
  it('finds exactly what a naive search finds, once each', () => {
    const alphabet = fc.constantFrom('a', 'b', 'c')
    const word = (min: number, max: number) => fc.array(alphabet, { minLength: min, maxLength: max }).map((chars) => chars.join(''))
    fc.assert(fc.property(fc.array(word(2, 6), { minLength: 1, maxLength: 4 }), word(0, 120), fc.nat(20), fc.nat(120), (anchors, text, from, length) => {
      const to = Math.min(from + length, text.length)
      const found: string[] = []
      anchorScanner(anchors).scan(Buffer.from(text), from, to, (index, at) => found.push(`${index}@${at}`))
      const expected = anchors.flatMap((anchor, index) => [...Array(Math.max(0, to - from)).keys()].map((i) => i + from).filter((at) => text.startsWith(anchor, at)).map((at) => `${index}@${at}`))
      expect(found.sort()).toEqual(expected.sort())
    }), { numRuns: 2000 })
  })
})
