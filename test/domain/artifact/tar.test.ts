import { describe, expect, it } from '@jest/globals'
import { describeHeader, padding, tarHeader, tarSize } from '../../../src/domain/artifact/tar.ts'

const text = (bytes: Uint8Array, from: number, length: number): string => Buffer.from(bytes).toString('latin1', from, from + length)
const file = (path: string, size = 5, executable = false) => ({ path, size, executable })

describe('the tar format', () => {
  it('[C1] writes a plain ustar header without time and owner', () => {
    const header = tarHeader(file('bin/start', 70_000, true))
    expect(header).toHaveLength(512)
    expect(text(header, 0, 10)).toBe('bin/start\0')
    expect(text(header, 100, 48)).toBe('0000755\0' + '0000000\0' + '0000000\0' + '00000210560\0' + '00000000000\0')
    expect(text(header, 156, 1)).toBe('0')
    expect(text(header, 257, 8)).toBe('ustar\x0000')
    const sum = header.reduce((total, byte, i) => total + (i >= 148 && i < 156 ? 32 : byte), 0)
    expect(text(header, 148, 8)).toBe(`${sum.toString(8).padStart(6, '0')}\0 `)
  })

  it('drops every mode but two, setuid above all (E12)', () => {
    expect(text(tarHeader(file('a')), 100, 8)).toBe('0000644\0')
  })

  it('splits a long path into prefix and name', () => {
    const header = tarHeader(file(`${'d'.repeat(120)}/${'f'.repeat(90)}`))
    expect(header).toHaveLength(512)
    expect(text(header, 345, 121)).toBe(`${'d'.repeat(120)}\0`)
    expect(text(header, 0, 91)).toBe(`${'f'.repeat(90)}\0`)
  })

  it.each([
    ['a name that is too long', 'f'.repeat(150)],
    ['a path that cannot be split', `${'d'.repeat(160)}/${'f'.repeat(99)}`],
    ['letters beyond ASCII', 'süß.txt'],
  ])('writes a pax record for %s', (_, path) => {
    const header = tarHeader(file(path))
    expect(header).toHaveLength(1536)
    expect(text(header, 156, 1)).toBe('x')
    const record = Buffer.from(header).toString('utf8', 512, 512 + Number.parseInt(text(header, 124, 11), 8))
    expect(record).toBe(`${Buffer.byteLength(record)} path=${path}\n`)
    expect(text(header, 1024 + 156, 1)).toBe('0')
  })

  it('writes the size of a file of 8 GiB and more as a pax record', () => {
    const short = Buffer.from(tarHeader(file('big', 8 ** 11)))
    expect(short.toString('latin1', 512, 531)).toContain('size=8589934592\n')
    const long = Buffer.from(tarHeader(file('ü'.repeat(70), 8 ** 11)))
    expect(long.toString('utf8', 512, 1024)).toContain('size=8589934592\n')
  })

  it('counts the length of a pax record with its own digits', () => {
    for (let length = 1; length < 300; length++) {
      const header = Buffer.from(tarHeader(file(`${'n'.repeat(length)}é`)))
      const size = Number.parseInt(header.toString('latin1', 124, 135), 8)
      expect(header.toString('utf8', 512, 512 + size)).toBe(`${size} path=${'n'.repeat(length)}é\n`)
    }
  })

  it.each([[0, 0], [1, 511], [512, 0], [513, 511]])('pads %i bytes by %i', (size, zeros) => {
    expect(padding(size)).toBe(zeros)
  })

  it('says how large an archive is', () => {
    expect(tarSize([file('a', 0), file('b', 513)])).toBe(512 + 512 + 1024 + 1024)
  })

  it.each([['1', 'a hard link'], ['2', 'a symbolic link'], ['3', 'a character device'], ['6', 'a fifo'], ['?', 'an unknown entry']])('names an entry of type %s (E08)', (type, kind) => {
    const header = tarHeader(file('evil'))
    header[156] = type.charCodeAt(0)
    expect(describeHeader(header)).toBe(`${kind} named "evil"`)
  })
})
