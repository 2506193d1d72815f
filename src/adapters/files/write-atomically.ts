import { randomUUID } from 'node:crypto'
import { mkdir, open, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'

/** Writes beside the file and renames over it, so that a reader or a crash sees the old text or the new one, never a part. */
export async function writeAtomically(place: string, text: string): Promise<void> {
  const folder = dirname(place)
  await mkdir(folder, { recursive: true })
  const mode = await modeOf(place)
  const draft = join(folder, `.${basename(place).slice(0, 100)}.${randomUUID()}.tmp`)
  try {
    const file = await open(draft, 'wx', mode)
    try {
      // The mode given to open is cut by the umask; an existing file keeps what it had.
      if (mode !== undefined) await file.chmod(mode)
      await file.writeFile(text, 'utf8')
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(draft, place)
  } catch (error) {
    await rm(draft, { force: true })
    throw error
  }
  await syncFolder(folder)
}

async function modeOf(place: string): Promise<number | undefined> {
  const found = await stat(place).catch(() => undefined)
  return found === undefined ? undefined : found.mode & 0o777
}

/** The rename itself lasts only once the folder is on disk. Some systems cannot open a folder; there it is as good as it gets. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined)
  if (handle === undefined) return
  try {
    await handle.sync()
  } catch {
    return
  } finally {
    await handle.close()
  }
}
