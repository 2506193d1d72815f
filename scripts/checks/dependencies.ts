// Every dependency is pinned exactly and has a reason that people can read.

export interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
}

/** Problems of the dependencies; `document` is docs/dependencies.md, which has a table row `| `name` | reason |` for each. */
export function dependencyProblems(manifest: Manifest, document: string): readonly string[] {
  const rows = new Map([...document.matchAll(/^\|\s*`([^`]+)`\s*\|(.*)\|\s*$/gm)].map(([, name = '', reason = '']) => [name, reason.trim()]))
  const used = { ...manifest.dependencies, ...manifest.devDependencies }
  return [
    ...Object.entries(used).flatMap(([name, version]) => (/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version) ? [] : [`package.json: ${name} is ${version}, which is not one exact version`])),
    ...Object.keys(used).flatMap((name) => ((rows.get(name) ?? '') !== '' ? [] : [`docs/dependencies.md: gives no reason for ${name}`])),
    ...[...rows.keys()].flatMap((name) => (name in used ? [] : [`docs/dependencies.md: ${name} is not a dependency any more`])),
  ]
}
