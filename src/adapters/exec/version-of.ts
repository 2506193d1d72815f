/** How long a program may take to print its version, milliseconds. */
const LIMIT_MS = 10_000

/**
 * What `<program> --version` prints on its first line; undefined when the program is not on the PATH or prints nothing in time.
 * The toolkit's exec fits here, where nothing is started that could start others; everything else needs process groups (programs.ts),
 * which it does not have.
 */
export async function versionOf(program: string): Promise<string | undefined> {
  // The toolkit would read a blank or a quote as part of a command line.
  if (!/^[\w.+@/:\\-]+$/.test(program)) return undefined
  // Loaded on first use: most commands never ask for a version.
  const { getExecOutput } = await import('@actions/exec')
  const env = Object.fromEntries(Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])))
  const asked = getExecOutput(program, ['--version'], { silent: true, ignoreReturnCode: true, env })
  const limit = new Promise<undefined>((resolve) => setTimeout(() => resolve(undefined), LIMIT_MS).unref())
  try {
    const output = await Promise.race([asked, limit])
    if (output === undefined || output.exitCode !== 0) return undefined
    const [first] = `${output.stdout}\n${output.stderr}`.split('\n').map((line) => line.trim()).filter((line) => line !== '')
    return first
  } catch {
    return undefined
  }
}
