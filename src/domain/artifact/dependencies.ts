// Whether the packages that an artifact imports are inside it (SPEC C2), by Node's own rule: look into node_modules of the
// folder of the importer and of every folder above it (Node.js documentation, "Loading from node_modules folders").
import type { Finding } from './safety.ts'

/** One package.json of the artifact, as far as it matters here. */
export interface PackageManifest {
  readonly path: string
  /** Names that must be present at run time: `dependencies` without `optionalDependencies`. */
  readonly needs: readonly string[]
}

/** Reads a package.json; undefined when it is not JSON or no object. */
export function parseManifest(path: string, text: string): PackageManifest | undefined {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value !== 'object' || value === null) return undefined
    const fields = value as Readonly<Record<string, unknown>>
    const optional = keysOf(fields['optionalDependencies'])
    return { path, needs: keysOf(fields['dependencies']).filter((name) => !optional.includes(name)) }
  } catch {
    return undefined
  }
}

function keysOf(value: unknown): readonly string[] {
  return typeof value === 'object' && value !== null ? Object.keys(value) : []
}

/** Whether a package.json stands for an installed package rather than for the service itself or a package's test data. */
export function manifestKind(path: string): 'own' | 'installed' | 'other' {
  if (!path.split('/').includes('node_modules')) return 'own'
  return /(?:^|\/)node_modules\/(?:@[^/]{1,214}\/)?[^/@.][^/]{0,213}\/package\.json$/.test(path) ? 'installed' : 'other'
}

/** Whether an import of a package may stand in the file: source of the service itself. */
export function mayImport(path: string): boolean {
  return /\.(?:[cm]?jsx?|[cm]?tsx?)$/.test(path) && !path.split('/').includes('node_modules')
}

/** The quoted beginnings by which source names a package: `'name'`, `"name/`. */
export function importAnchors(name: string): readonly string[] {
  return ["'", '"', '`'].flatMap((quote) => [`${quote}${name}${quote}`, `${quote}${name}/`])
}

/** Whether the text before a quoted name makes it an import: `from`, `import`, `require(`, `import(`. */
export function isImport(before: string): boolean {
  return /(?:^|[^\w$.])(?:from|import|import\s{0,8}\(|require\s{0,8}\(|require\.resolve\s{0,8}\()\s{0,8}$/.test(before.slice(-64))
}

/**
 * Packages that would not be found at run time. An own package.json's dependency counts when the service's source still
 * imports it (a bundler would have inlined it); an installed package's dependencies always count.
 */
export function missingDependencies(manifests: readonly PackageManifest[], imported: ReadonlySet<string>, paths: ReadonlySet<string>): readonly Finding[] {
  return manifests.flatMap((manifest) => {
    const kind = manifestKind(manifest.path)
    if (kind === 'other') return []
    const needed = kind === 'own' ? manifest.needs.filter((name) => imported.has(name)) : manifest.needs
    return needed.filter((name) => !isPresent(name, manifest.path, paths)).map((name) => missing(name, manifest.path))
  })
}

function isPresent(name: string, manifest: string, paths: ReadonlySet<string>): boolean {
  const folders = manifest.split('/').slice(0, -1)
  return [...folders, ''].some((_, i) => {
    const folder = folders.slice(0, folders.length - i)
    return folder.at(-1) !== 'node_modules' && paths.has([...folder, 'node_modules', name, 'package.json'].join('/'))
  })
}

function missing(name: string, path: string): Finding {
  return {
    kind: 'dependency',
    path,
    rule: 'dependency-missing',
    what: `needs the package ${name}, which is neither in node_modules nor bundled`,
    remedy: 'Run `npm ci --omit=dev` before packing and pack node_modules too, or bundle the service into one file.',
  }
}
