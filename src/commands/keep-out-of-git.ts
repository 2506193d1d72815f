import type { Context } from '../context.ts'
import { messageOf } from '../errors.ts'

const EVERYTHING = '# Made by flowspec-operate: what is in this folder belongs to this machine.\n*\n'

/** Artifacts, releases and logs lie in the work tree by default; none of them may be committed by accident. */
export async function keepOutOfGit(context: Context): Promise<void> {
  const { service, files } = context
  const folders = [service.artifact.store, ...service.environments.map((environment) => environment.target.directory), context.intent.reportDirectory]
  for (const folder of new Set(folders)) {
    const path = `${folder}/.gitignore`
    try {
      // A folder that holds something already may be the user's, with files that belong into commits.
      if ((await files.read(path)) === undefined && (await files.list(folder)).length === 0) await files.write(path, EVERYTHING)
    } catch (error) {
      // A full disk must not stop the rollback that this run may be.
      context.console.warn(`${path} could not be written: ${messageOf(error)}`)
    }
  }
}
