import { mistaken, parsed, type Parsed } from '../../domain/problem.ts'

/**
 * The URL a check asks: a path on the release's own address, or an absolute http(s) URL. Credentials in a URL, other protocols and
 * control characters are refused (FAULTS G09), because each has been used to make a checker talk to someone else.
 */
export function urlOf(path: string, address: string | undefined): Parsed<URL> {
  const refuse = (what: string, remedy: string): Parsed<URL> => mistaken({ code: 'check.bad-url', what, value: path.slice(0, 120), remedy })
  if (hasControls(path)) return refuse('a URL with white space or control characters', 'Percent-encode them.')
  const isAbsolute = /^[a-z][a-z0-9+.-]*:/i.test(path)
  if (!isAbsolute && (!path.startsWith('/') || path.startsWith('//'))) return refuse('neither a path nor an http(s) URL', 'Start it with `/`, `http://` or `https://`.')
  if (!isAbsolute && address === undefined) return refuse('a path, but the release has no address', 'The release must run and listen before it can be asked; see its log.')
  const text = isAbsolute ? path : `${address ?? ''}${path}`
  if (!URL.canParse(text)) return refuse('not a URL', 'Write it as `http://host:port/path`.')
  const url = new URL(text)
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return refuse(`the protocol ${url.protocol}`, 'Only http and https can be asked.')
  if (url.username !== '' || url.password !== '') return refuse('a URL with credentials', 'Send them in a header.')
  return parsed(url)
}

function hasControls(text: string): boolean {
  return [...text].some((character) => character <= ' ' || character === '\u007f')
}

const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/
const HEADER_VALUE = /^[\t\u0020-\u007e\u0080-\u00ff]*$/

/** The first thing about a request that must not be sent: a line break in a header could add another (FAULTS G09). */
export function malformedRequest(check: { readonly method: string; readonly headers: Readonly<Record<string, string>> }): string | undefined {
  if (!TOKEN.test(check.method)) return `the method ${JSON.stringify(check.method.slice(0, 40))} is malformed`
  const bad = Object.entries(check.headers).find(([name, value]) => !TOKEN.test(name) || !HEADER_VALUE.test(value))
  return bad === undefined ? undefined : `the header ${JSON.stringify(bad[0].slice(0, 40))} is malformed`
}
