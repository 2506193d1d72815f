// Every link in a Markdown file that stays in the repository leads somewhere: to a file, a folder or a heading.
import { posix } from 'node:path'
import type { SourceFile } from './files.ts'

/** Problems of the relative links, images and anchors of `documents`; `exists` knows every path of the repository. */
export function brokenLinks(documents: readonly SourceFile[], exists: (path: string) => boolean): readonly string[] {
  const anchors = new Map(documents.map((document) => [document.path, anchorsOf(document.text)]))
  return documents.flatMap((document) =>
    linksOf(document.text).flatMap(({ target, line }) => {
      const place = `${document.path}:${line}`
      const [path = '', anchor] = target.split('#', 2)
      const file = path === '' ? document.path : posix.normalize(posix.join(posix.dirname(document.path), decodeURIComponent(path))).replace(/\/$/, '')
      if (!exists(file)) return [`${place}: ${target} leads nowhere`]
      if (anchor === undefined || !file.endsWith('.md')) return []
      return anchors.get(file)?.has(anchor) === true ? [] : [`${place}: ${file} has no heading #${anchor}`]
    }),
  )
}

interface Link {
  readonly target: string
  readonly line: number
}

/** Links written `[text](target)`, `![text](target)`, `[text]: target`, `href="target"` or `src="target"`, outside of code. */
function linksOf(text: string): readonly Link[] {
  const patterns = [/\]\(\s*<?([^)\s>]+)>?(?:\s+"[^"]*")?\s*\)/g, /^\s{0,3}\[[^\]]+\]:\s+(\S+)/g, /\b(?:href|src)="([^"]+)"/g]
  return proseLines(text).flatMap(({ prose, line }) =>
    patterns.flatMap((pattern) => [...prose.matchAll(pattern)].flatMap(([, target]) => (target === undefined || isElsewhere(target) ? [] : [{ target, line }]))),
  )
}

function isElsewhere(target: string): boolean {
  return /^[a-z][a-z0-9+.-]*:/i.test(target) || target.startsWith('//')
}

/** The lines outside of code fences, without their code spans. */
function proseLines(text: string): readonly { readonly prose: string; readonly line: number }[] {
  let fence: string | undefined
  return text.split('\n').flatMap((raw, index) => {
    const mark = /^\s*(`{3,}|~{3,})/.exec(raw)?.[1]
    if (fence !== undefined) {
      if (mark?.startsWith(fence) === true) fence = undefined
      return []
    }
    if (mark !== undefined) {
      fence = mark
      return []
    }
    return [{ prose: raw.replace(/(`+)(?:(?!\1).)*\1/g, ''), line: index + 1 }]
  })
}

/** Anchors of a document's headings, as GitHub makes them, and of `<a id="...">`. */
function anchorsOf(text: string): ReadonlySet<string> {
  const seen = new Map<string, number>()
  const anchors = new Set<string>()
  let fence = false
  for (const line of text.split('\n')) {
    if (/^\s*(`{3,}|~{3,})/.test(line)) fence = !fence
    for (const [, id] of line.matchAll(/<a (?:id|name)="([^"]+)"/g)) if (id !== undefined) anchors.add(id)
    const heading = fence ? undefined : /^#{1,6}\s+(.*?)\s*#*$/.exec(line)?.[1]
    if (heading === undefined) continue
    const slug = slugOf(heading)
    const count = seen.get(slug) ?? 0
    seen.set(slug, count + 1)
    anchors.add(count === 0 ? slug : `${slug}-${count}`)
  }
  return anchors
}

function slugOf(heading: string): string {
  return heading
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/[`*]/g, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replace(/\s/g, '-')
}
