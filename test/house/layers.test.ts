import { beforeAll, describe, expect, it } from '@jest/globals'
import { ESLint } from 'eslint'
import { join } from 'node:path'
import tseslint from 'typescript-eslint'
import { root } from '../../scripts/checks/files.ts'

// The rules are tried on texts that break them: a rule that never speaks would look like a clean house.
describe('the layer rules', () => {
  let eslint: ESLint

  beforeAll(() => {
    // Without types: the files do not exist, and no rule tried here needs types.
    eslint = new ESLint({ cwd: root, overrideConfig: [{ ...tseslint.configs.disableTypeChecked, files: ['**/*.ts'] }, { files: ['**/*.ts'], languageOptions: { parserOptions: { projectService: false } } }] })
  })

  async function rulesBroken(path: string, text: string): Promise<readonly string[]> {
    const [result] = await eslint.lintText(text, { filePath: join(root, path) })
    return [...new Set(result?.messages.map((message) => message.ruleId ?? message.message) ?? ['not linted'])].sort()
  }

  it.each([
    ['src/domain/task/x.ts', "import { readFileSync } from 'node:fs'\nexport const a = readFileSync\n", 'no-restricted-imports'],
    ['src/domain/task/x.ts', "import { z } from 'zod'\nexport const a = z\n", 'no-restricted-imports'],
    ['src/domain/task/x.ts', "import { INPUTS } from '../../contract.ts'\nexport const a = INPUTS\n", 'import-x/no-restricted-paths'],
    ['src/domain/task/x.ts', 'export const a = Date.now()\n', 'no-restricted-properties'],
    ['src/domain/task/x.ts', 'export const a = new Date()\n', 'no-restricted-syntax'],
    ['src/domain/task/x.ts', 'export const a = Math.random()\n', 'no-restricted-properties'],
    ['src/domain/task/x.ts', 'export const a = process.pid\n', 'no-restricted-globals'],
    ['src/domain/task/x.ts', 'export const a = async (): Promise<void> => {}\n', 'no-restricted-syntax'],
    ['src/config/x.ts', "import { readFileSync } from 'node:fs'\nexport const a = readFileSync\n", 'no-restricted-imports'],
    ['src/config/x.ts', "import { openSession } from '../session.ts'\nexport const a = openSession\n", 'import-x/no-restricted-paths'],
    ['src/commands/x.ts', "import { spawn } from 'node:child_process'\nexport const a = spawn\n", 'no-restricted-imports'],
    ['src/commands/x.ts', "import { createPrograms } from '../adapters/exec/programs.ts'\nexport const a = createPrograms\n", 'import-x/no-restricted-paths'],
    ['src/commands/deep/x.ts', "import { createPrograms } from '../../adapters/exec/programs.ts'\nexport const a = createPrograms\n", 'import-x/no-restricted-paths'],
    ['src/execute.ts', "import { createPrograms } from './adapters/exec/programs.ts'\nexport const a = createPrograms\n", 'import-x/no-restricted-paths'],
    ['src/adapters/git/x.ts', "import { openSession } from '../../session.ts'\nexport const a = openSession\n", 'import-x/no-restricted-paths'],
    ['src/ports.ts', "import { OperateError } from './errors.ts'\nexport const a = OperateError\n", 'import-x/no-restricted-paths'],
    ['src/domain/task/x.ts', 'export default 1\n', 'import-x/no-default-export'],
    ['src/domain/task/x.ts', 'export const a = (b: any): string => b\n', '@typescript-eslint/no-explicit-any'],
    ['src/domain/task/x.ts', 'export const a = (b?: string): string => b!\n', '@typescript-eslint/no-non-null-assertion'],
    ['src/domain/task/x.ts', '// @ts-ignore: no\nexport const a = 1\n', '@typescript-eslint/ban-ts-comment'],
    ['src/domain/task/x.ts', 'export const a = (b: string) => b\n', '@typescript-eslint/explicit-module-boundary-types'],
    ['src/domain/task/x.ts', `export const a = [\n${'  1,\n'.repeat(260)}]\n`, 'max-lines'],
  ])('in %s refuse %j', async (path, text, rule) => {
    expect(await rulesBroken(path, text)).toContain(rule)
  })

  it.each([
    ['src/domain/task/x.ts', "import { parseDigest } from '../artifact/digest.ts'\nexport const a = parseDigest\n"],
    ['src/domain/task/x.ts', 'export const a = (at: number): string => new Date(at).toISOString()\n'],
    ['src/config/x.ts', "import { z } from 'zod'\nimport { parse } from 'yaml'\nexport const a = { z, parse }\n"],
    ['src/commands/x.ts', "import { openSession } from '../session.ts'\nexport const a = openSession\n"],
    ['src/adapters/git/x.ts', "import { spawn } from 'node:child_process'\nimport { OperateError } from '../../errors.ts'\nexport const a = { spawn, OperateError }\n"],
    ['src/main.ts', "import { createPrograms } from './adapters/exec/programs.ts'\nexport const a = createPrograms\n"],
  ])('in %s allow %j', async (path, text) => {
    expect(await rulesBroken(path, text)).toEqual([])
  })
})
