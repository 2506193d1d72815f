// The changelog in the form of keepachangelog.com: one section a release, newest first, hand-written text kept byte for byte (SPEC F1).
import { parseSubject, type CommitSubject } from './commit-subject.ts'
import { code, prose } from './markdown.ts'
import { dayOf } from './paths.ts'

export interface ReleaseCommit {
  readonly sha: string
  readonly subject: string
  readonly author: string
  readonly at: number
}

const GROUPS = [
  ['breaking', 'Breaking changes'],
  ['features', 'Features'],
  ['fixes', 'Fixes'],
  ['other', 'Other changes'],
] as const satisfies readonly (readonly [CommitSubject['group'], string])[]

const NEW_FILE = '# Changelog\n\nEvery release that was verified in production, newest first.\n'

/** The section of one release: its commits grouped, breaking changes first, in the order in which they were made. `at` in epoch milliseconds. */
export function changelogSection(version: string, at: number, commits: readonly ReleaseCommit[]): string {
  const read = commits.toReversed().map((commit) => ({ commit, subject: parseSubject(commit.subject) }))
  const groups = GROUPS.flatMap(([group, title]) => {
    const lines = read.filter(({ subject }) => subject.group === group).map(({ commit, subject }) => lineOf(commit, subject))
    return lines.length === 0 ? [] : [`### ${title}\n\n${lines.join('')}`]
  })
  const body = groups.length === 0 ? 'No commits since the release before.\n' : groups.join('\n')
  return `## [${headingName(version)}] - ${dayOf(at)}\n\n${body}`
}

function lineOf(commit: ReleaseCommit, subject: CommitSubject): string {
  const scope = subject.scope === undefined ? '' : `**${prose(subject.scope, 60)}:** `
  return `- ${scope}${prose(subject.text, 200)} (${code(commit.sha.slice(0, 12))}, ${prose(commit.author, 80)})\n`
}

interface Heading {
  readonly start: number
  readonly name: string
}

/**
 * Puts a section where it belongs: above the newest release, below `[Unreleased]` and whatever a person wrote there. A version that
 * has a section already changes nothing. Every byte that was there stays; line ends follow the file's.
 */
export function insertSection(existing: string | undefined, version: string, section: string): string {
  if (existing === undefined || existing.trim() === '') return `${NEW_FILE}\n${section}`
  const headings = headingsOf(existing)
  if (headings.some((heading) => isVersionHeading(heading.name, version))) return existing
  const newest = headings.find((heading) => !/^\[?unreleased\]?/i.test(heading.name))
  const at = newest?.start ?? footerStart(existing)
  const lineEnd = existing.includes('\r\n') ? '\r\n' : '\n'
  const before = existing.slice(0, at)
  const gap = before.endsWith(`${lineEnd}${lineEnd}`) ? '' : before.endsWith('\n') ? lineEnd : `${lineEnd}${lineEnd}`
  const after = existing.slice(at)
  return `${before}${gap}${section.replaceAll('\n', lineEnd)}${after === '' ? '' : lineEnd}${after}`
}

/** Headings of the second level; what stands in a code fence or a comment is none. */
function headingsOf(text: string): readonly Heading[] {
  const found: Heading[] = []
  let start = 0
  let closes: 'fence' | 'comment' | undefined
  for (const line of text.split('\n')) {
    const plain = line.trimEnd()
    if (closes === 'fence') closes = /^ {0,3}(?:```|~~~)/.test(plain) ? undefined : closes
    else if (closes === 'comment') closes = plain.includes('-->') ? undefined : closes
    else if (/^ {0,3}(?:```|~~~)/.test(plain)) closes = 'fence'
    else if (plain.includes('<!--') && !plain.includes('-->')) closes = 'comment'
    else if (plain.startsWith('## ')) found.push({ start, name: plain.slice(3).trim() })
    start += line.length + 1
  }
  return found
}

/** `[1.2.0] - 2026-11-21`, `1.2.0`, `v1.2.0 (2026-11-21)`, `[1.2.0](https://...)`. */
function isVersionHeading(name: string, version: string): boolean {
  const shown = headingName(version)
  return [`[${shown}]`, `[v${shown}]`, shown, `v${shown}`].some((form) => name === form || name.startsWith(`${form} `) || name.startsWith(`${form}(`))
}

/** Where the link definitions at the end of the file begin; the end of the file when there are none. */
function footerStart(text: string): number {
  let footer = text.length
  // As if the last line, too, had a newline behind it.
  let end = text.length + 1
  for (const line of text.split('\n').toReversed()) {
    const start = end - 1 - line.length
    if (/^\[[^\]]{1,200}\]:/.test(line)) footer = start
    else if (line.trim() !== '') break
    end = start
  }
  return footer
}

/** A version as it stands in a heading: nothing in it is Markdown. */
function headingName(version: string): string {
  return version.replace(/[^0-9A-Za-z._+-]+/g, '-').slice(0, 128)
}
