import { mkdir, open, type FileHandle } from 'node:fs/promises'
import { dirname } from 'node:path'
import { syncFolder } from './write-atomically.ts'

const NEWLINE = 0x0a

/**
 * Appends whole lines in one write to a file opened with O_APPEND, which the system orders among processes. When an earlier writer
 * died in the middle of a line, that line is ended first, so that it spoils nothing but itself. Readers skip empty lines.
 */
export async function appendWhole(place: string, text: string): Promise<void> {
  const folder = dirname(place)
  await mkdir(folder, { recursive: true })
  const file = await open(place, 'a+')
  try {
    const { size } = await file.stat()
    const prefix = size > 0 && !(await endsWithNewline(file, size)) ? '\n' : ''
    const bytes = Buffer.from(`${prefix}${text}${text.endsWith('\n') ? '' : '\n'}`, 'utf8')
    const { bytesWritten } = await file.write(bytes)
    // A short write means a full disk; the next write says which error it is.
    if (bytesWritten < bytes.length) await file.appendFile(bytes.subarray(bytesWritten))
    await file.sync()
    if (size === 0) await syncFolder(folder)
  } finally {
    await file.close()
  }
}

async function endsWithNewline(file: FileHandle, size: number): Promise<boolean> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(1), 0, 1, size - 1)
  return bytesRead === 1 && buffer[0] === NEWLINE
}
