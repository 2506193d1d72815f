// What the three doors share: read the inputs, do the command, tell everyone how it ended. The one try/catch is here.
// Nothing heavy is imported before the inputs are read, because every start pays for it.
import { readInputs, type Intent } from './inputs.ts'
import type { Door } from './operate.ts'

/** The action's main step. */
export async function runAction(): Promise<void> {
  await enter('action')
}

/** The action's post step: finishes what a cancelled or killed main step left behind. */
export async function runPost(): Promise<void> {
  await enter('post')
}

/** The command line. */
export async function runCli(): Promise<void> {
  await enter('cli')
}

async function enter(door: Door): Promise<void> {
  const inputs = readInputs(door === 'cli' ? { argv: process.argv.slice(2) } : { env: process.env })
  if (inputs.ok && inputs.value.show !== undefined) return show(inputs.value)
  // A post step must see what main saw; mistakes in the inputs were main's to tell.
  const { operate } = await import('./operate.ts')
  process.exitCode = await operate(door, inputs)
}

async function show(intent: Intent): Promise<void> {
  const { helpText } = await import('./help.ts')
  const { VERSION } = await import('./version.ts')
  process.stdout.write(intent.show === 'version' ? `${VERSION}\n` : `${helpText(process.argv.length > 3 ? intent.command : undefined)}\n`)
}

