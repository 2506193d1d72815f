import type { Command } from '../contract.ts'
import type { Context } from '../context.ts'
import type { RunRecorder } from '../recorder.ts'
import { deploy } from './deploy.ts'
import type { Ending } from './ending.ts'
import { finalize } from './finalize.ts'
import { gate } from './gate.ts'
import { packageArtifact } from './package.ts'
import { reconcile } from './reconcile.ts'
import { rollback } from './rollback.ts'
import { run } from './run.ts'
import { status } from './status.ts'
import { verify } from './verify.ts'

/** What each command does. */
export const COMMAND_BODIES: Readonly<Record<Command, (context: Context, recorder: RunRecorder) => Promise<Ending>>> = {
  run,
  gate,
  package: packageArtifact,
  verify,
  deploy,
  rollback,
  finalize,
  reconcile,
  status,
}
