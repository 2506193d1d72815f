import { describe, expect, it } from '@jest/globals'
import { brokenLinks } from '../../scripts/checks/links.ts'

const guide = { path: 'docs/guide.md', text: '# Guide\n\n## How it starts\n\n## It\'s `over`!\n\n## How it starts\n\n<a id="here"></a>\n' }
const known = new Set(['docs/guide.md', 'docs/page.md', 'README.md', 'docs/images', 'docs/images/report.png'])

function problemsOf(text: string): readonly string[] {
  return brokenLinks([guide, { path: 'docs/page.md', text }], (path) => known.has(path))
}

describe('the check of links in documents', () => {
  it.each([
    ['a file beside it', '[a](guide.md)'],
    ['a file above it', '[a](../README.md)'],
    ['a folder', '[a](images/)'],
    ['an image', '![a](images/report.png)'],
    ['an image written as HTML', '<img src="images/report.png">'],
    ['a heading', '[a](guide.md#how-it-starts)'],
    ['the second heading of that name', '[a](guide.md#how-it-starts-1)'],
    ['a heading with marks', '[a](guide.md#its-over)'],
    ['an anchor', '[a](guide.md#here)'],
    ['a heading of its own', '# Top\n[a](#top)'],
    ['another site', '[a](https://example.com/nothing.md)'],
    ['nothing, inside of code', 'Write `[a](nothing.md)`.\n\n```md\n[a](nothing.md)\n```\n'],
    ['a reference', '[a][b]\n\n[b]: guide.md'],
  ])('lets pass a link to %s', (_, text) => {
    expect(problemsOf(text)).toEqual([])
  })

  it.each([
    ['a missing file', 'text\n[a](nothing.md)', 'docs/page.md:2: nothing.md leads nowhere'],
    ['a missing image', '![a](images/other.png)', 'docs/page.md:1: images/other.png leads nowhere'],
    ['a missing heading', '[a](guide.md#the-end)', 'docs/page.md:1: docs/guide.md has no heading #the-end'],
    ['a missing reference', '[a][b]\n\n[b]: nothing.md', 'docs/page.md:3: nothing.md leads nowhere'],
    ['a missing file written as HTML', '<a href="nothing.md">a</a>', 'docs/page.md:1: nothing.md leads nowhere'],
  ])('names %s and its place', (_, text, problem) => {
    expect(problemsOf(text)).toEqual([problem])
  })
})
