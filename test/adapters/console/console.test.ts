import { PassThrough } from 'node:stream'
import { spawnSync } from 'node:child_process'
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { actionConsole, neutral } from '../../../src/adapters/console/action.ts'
import { chooseConsole } from '../../../src/adapters/console/choose.ts'
import { maskOf } from '../../../src/adapters/console/mask.ts'
import { plainConsole } from '../../../src/adapters/console/plain.ts'
import { sinkOf } from '../../../src/adapters/console/sink.ts'
import { ansiStyle, wantsColour } from '../../../src/adapters/console/style.ts'
import { isUtf8, terminalConsole } from '../../../src/adapters/console/terminal.ts'
import { ascii, cells, fit } from '../../../src/adapters/console/width.ts'
import { plainStyle } from '../../../src/domain/report/terminal.ts'
import { HOSTILE } from '../../support/hostile-report.ts'

function recorder(): { readonly write: (text: string) => void; readonly text: () => string } {
  let all = ''
  return { write: (text) => void (all += text), text: () => all }
}

const none = maskOf([])

/** What the runner takes for a command (ActionCommand.cs): TryParseV2 on the trimmed line, TryParse anywhere in it. */
function commandsOf(log: string): readonly string[] {
  return log.split(/\r\n|\r|\n/u).filter((line) => line.trim().startsWith('::') || /##\[/u.test(line))
}

describe('the console of an action', () => {
  const make = (now = (): number => 0) => {
    const out = recorder()
    return { out, console: actionConsole({ out: out.write, mask: maskOf(['hunter22']), progressEveryMs: 1000, now }) }
  }

  it('lets no text become a command of the runner, whatever it is (M01)', () => {
    fc.assert(
      fc.property(fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: fc.constantFrom(':', '#', '[', 'a', '\n', '\r', ' ', '\u2028', '\ufeff', '\u0085', '\u00a0') })), (text) => {
        const { out, console } = make()
        console.line(text)
        console.progress(text)
        expect(commandsOf(out.text())).toEqual([])
        console.warn(text)
        console.error(text, { file: text, line: 3 })
        expect(commandsOf(out.text())).toHaveLength(2)
        expect(commandsOf(out.text()).every((line) => /^::(?:warning|error) ?[^:]*::/u.test(line) && !line.includes('##['))).toBe(true)
      }),
    )
  })

  it.each([['::add-path::x', ': :add-path::x'], ['  ::x', '  : :x'], ['a ##[error]b', 'a ## [error]b'], ['std::string', 'std::string'], ['###[x]', '### [x]']])('writes %j as %j', (text, expected) => {
    expect(neutral(text)).toBe(expected)
  })

  it('[K3] annotates with place, and keeps what is more than ten as lines', () => {
    const { out, console } = make()
    for (let index = 0; index < 12; index += 1) console.error('100 % bad\nreally', { file: 'a,b:c', line: 3, column: 7 })
    expect(out.text().match(/^::error file=a%2Cb%3Ac,line=3,col=7::100 %25 bad%0Areally$/gmu)).toHaveLength(10)
    expect(out.text().match(/^error: 100 % bad$/gmu)).toHaveLength(2)
    console.warn('careful')
    expect(out.text()).toContain('::warning::careful\n')
  })

  it('groups once: a group inside a group is a line, and every group ends', async () => {
    const { out, console } = make()
    const answer = await console.group('outer', () => console.group('inner', async () => 7))
    await expect(console.group('bad', () => Promise.reject(new Error('no')))).rejects.toThrow('no')
    expect(answer).toBe(7)
    expect(out.text()).toBe('::group::outer\ninner\n::endgroup::\n::group::bad\n::endgroup::\n')
  })

  it('prints progress now and then, and no secret', () => {
    let at = 0
    const { out, console } = make(() => at)
    for (at = 0; at < 2500; at += 500) console.progress(`at ${at} with hunter22`)
    expect(out.text()).toBe('at 0 with ***\nat 1000 with ***\nat 2000 with ***\n')
  })
})

describe('plain lines', () => {
  it('have no colour and no cursor movement, and errors go to the other stream', async () => {
    const [out, err] = [recorder(), recorder()]
    let at = 0
    const console = plainConsole({ out: out.write, err: err.write, mask: none, progressEveryMs: 1000, now: () => at })
    for (const text of HOSTILE) console.line(text)
    console.progress('one')
    console.progress('two')
    at = 1000
    console.progress('three')
    await console.group('title', async () => console.line('inside'))
    console.warn('careful')
    console.error('bad', { file: 'a.yml', line: 2 })
    console.error('worse')
    expect(out.text()).not.toMatch(/[\p{Cc}--[\n\t]]/v)
    expect(out.text()).toMatch(/one\nthree\ntitle\ninside\n$/u)
    expect(err.text()).toBe('warning: careful\nerror: a.yml:2: bad\nerror: worse\n')
  })
})

describe('a terminal', () => {
  const make = (columns = 40, utf8 = true) => {
    const out = recorder()
    return { out, console: terminalConsole({ out: out.write, mask: none, style: plainStyle, columns: () => columns, utf8 }) }
  }

  it('redraws progress in the last line and lets facts scroll above it', () => {
    const { out, console } = make()
    console.line('begin')
    console.progress('10 %')
    console.line('a fact')
    console.progress('20 %')
    expect(out.text()).toBe('begin\n\r\u001b[2K10 %\r\u001b[2Ka fact\n10 %\r\u001b[2K20 %')
  })

  it('never writes the last column, so that no line wraps', () => {
    const { out, console } = make(20)
    console.progress('x'.repeat(100))
    console.progress('\u6f22'.repeat(100))
    for (const line of out.text().split('\r\u001b[2K')) expect(cells(line)).toBeLessThanOrEqual(19)
  })

  it('ends the progress of a phase with the phase, also when it fails', async () => {
    const { out, console } = make()
    await console.group('phase', async () => console.progress('half'))
    console.line('after')
    await expect(console.group('bad', () => Promise.reject(new Error('no')))).rejects.toThrow('no')
    expect(out.text()).toBe('phase\n\r\u001b[2Khalf\r\u001b[2Kafter\nbad\n')
  })

  it('passes no sequence of a text on (M10)', () => {
    const { out, console } = make()
    for (const text of HOSTILE) {
      console.line(text)
      console.warn(text)
      console.error(text, { file: text })
    }
    expect(out.text()).not.toMatch(/[\p{Cc}--[\n\t]]/v)
  })

  it('writes ASCII where the locale has nothing else', () => {
    const { out, console } = make(12, false)
    console.line('caf\u00e9 \u2026')
    console.progress('abcdefghijklmnop')
    expect(out.text()).toBe('caf? ...\n\r\u001b[2Kabcdefgh...')
    expect(ascii('a\u{1f4a3}b')).toBe('a?b')
  })

  it.each([[{}, true], [{ LANG: 'en_US.UTF-8' }, true], [{ LANG: 'C' }, false], [{ LANG: 'en_US.UTF-8', LC_ALL: 'POSIX' }, false], [{ LC_ALL: '', LC_CTYPE: 'C.utf8' }, true]])('reads %j as UTF-8: %p', (env, expected) => {
    expect(isUtf8(env)).toBe(expected)
  })

  it('measures and cuts by cells', () => {
    expect([cells('abc'), cells('\u6f22\u5b57'), cells('e\u0301'), fit('abc', 3), fit('abcd', 3), fit('\u6f22\u5b57x', 4)]).toEqual([3, 4, 1, 'abc', 'ab\u2026', '\u6f22\u2026'])
  })
})

describe('colour', () => {
  it.each([
    [{}, true, true], [{}, false, false], [{ NO_COLOR: '1' }, true, false], [{ NO_COLOR: '' }, true, true], [{ NO_COLOR: '1', FORCE_COLOR: '1' }, true, false],
    [{ FORCE_COLOR: '1' }, false, true], [{ FORCE_COLOR: '0' }, true, false], [{ TERM: 'dumb' }, true, false],
  ])('with %j on a terminal (%p) is wanted: %p', (env, isTty, expected) => {
    expect(wantsColour(env, isTty)).toBe(expected)
  })

  it('ends where the word ends', () => {
    expect(ansiStyle('bad', 'x')).toBe('\u001b[31mx\u001b[0m')
  })
})

describe('the choice of a console', () => {
  const stream = (isTTY: boolean, columns?: number) => Object.assign(new PassThrough(), { isTTY, ...(columns === undefined ? {} : { columns }) })

  it.each([
    [{ GITHUB_ACTIONS: 'true' }, true, 'action'], [{}, true, 'terminal'], [{}, false, 'plain'], [{ CI: 'true' }, true, 'plain'], [{ CI: 'false' }, true, 'terminal'], [{ TERM: 'dumb' }, true, 'plain'],
  ] as const)('with %j on a terminal (%p) is %s', (env, isTty, kind) => {
    expect(chooseConsole({ stdout: stream(isTty), stderr: stream(false), env, now: () => 0 }).kind).toBe(kind)
  })

  it('knows how wide a closing text may be', () => {
    const width = (columns: number | undefined): number => chooseConsole({ stdout: stream(true, columns), stderr: stream(true), env: {}, now: () => 0 }).width
    expect([width(undefined), width(60), width(300)]).toEqual([80, 60, 100])
  })

  it('draws within the window as it is now', () => {
    const stdout = stream(true, 30)
    chooseConsole({ stdout, stderr: stream(true), env: { NO_COLOR: '1' }, now: () => 0 }).console.progress('x'.repeat(99))
    expect(String(stdout.read()).replace('\r\u001b[2K', '')).toHaveLength(29)
  })
})

describe('a stream whose reader has gone', () => {
  it('is not written to any more, and the program ends by itself (D18)', () => {
    const stream = new PassThrough()
    const sink = sinkOf(stream)
    sink('one')
    stream.emit('error', Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }))
    sink('two')
    expect(String(stream.read())).toBe('one')
    const broken = sinkOf({ write: () => { throw new Error('closed') }, on: () => stream })
    expect(() => { broken('x'); broken('y') }).not.toThrow()
  })

  it('does not stop a real process whose output is cut off (D18)', () => {
    const module = new URL('../../../src/adapters/console/sink.ts', import.meta.url).href
    const script = `const { sinkOf } = await import(${JSON.stringify(module)}); const out = sinkOf(process.stdout); for (let i = 0; i < 20000; i++) out('line ' + i + '\\n'); process.stdout.destroy(); out('more'); await new Promise((done) => setTimeout(done, 50)); process.stderr.write('went on')`
    const ran = spawnSync(process.execPath, ['--no-warnings', '--input-type=module', '-e', script], { encoding: 'utf8', maxBuffer: 1e7 })
    expect([ran.status, ran.stderr]).toEqual([0, 'went on'])
  })
})

describe('masking', () => {
  const secret = 'correct horse/battery+staple"\u00e9'

  it.each([
    ['itself', secret],
    ['URL-encoded', encodeURIComponent(secret)],
    ['inside JSON', JSON.stringify({ a: secret })],
    ['in base64', Buffer.from(secret).toString('base64')],
    ['in base64url', Buffer.from(secret).toString('base64url')],
    ['in hex', Buffer.from(secret).toString('hex')],
  ])('hides a secret %s (M08)', (_, text) => {
    const masked = maskOf([secret])(`before ${text} after`)
    expect(masked).toContain('***')
    expect(masked).not.toContain('battery')
    expect(masked.startsWith('before ') && masked.endsWith(' after')).toBe(true)
  })

  it('hides the secret in base64 of `user:secret` (M08)', () => {
    for (const user of ['', 'a:', 'ab:', 'abc:']) {
      const basic = Buffer.from(`${user}${secret}`).toString('base64')
      expect(maskOf([secret])(basic)).toContain('***')
    }
  })

  it('hides every line of a secret of several lines, and short ones only where they stand alone (M08)', () => {
    const mask = maskOf(['-----BEGIN-----\nabcdefgh\r\nijklmnop\n', 'q7', ''])
    expect(mask('x abcdefgh y ijklmnop z')).toBe('x *** y *** z')
    expect(mask('q7 is in aq7b; pin=q7')).toBe('*** is in aq7b; pin=***')
    expect(maskOf(['', ' ', '\n'])('a b')).toBe('a b')
    expect(maskOf(['.*'])('a .* b')).toBe('a *** b')
  })
})
