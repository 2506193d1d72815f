// The name of a release: what people call the digest.

/**
 * A name that is legal in a git tag (git-check-ref-format), an OCI annotation, a file name and on a command line. It becomes part of
 * all of them.
 */
const VERSION = /^[0-9A-Za-z](?:[0-9A-Za-z._+-]{0,126}[0-9A-Za-z])?$/

/** Whether a text can be the version of a release. */
export function isVersion(text: string): boolean {
  return VERSION.test(text) && !text.includes('..') && !text.toLowerCase().endsWith('.lock')
}

/**
 * The version of a release from a commit: the input, which was checked where it was read; or the tag that names exactly this commit
 * (`v1.4.0` gives `1.4.0`); or the version of package.json with the short commit, because many commits share it; or the short commit
 * alone. A tag or a package version that cannot be one is left out.
 */
export function releaseVersion(facts: { readonly commit: string; readonly input?: string; readonly tag?: string; readonly packageVersion?: string }): string {
  if (facts.input !== undefined) return facts.input
  const tagged = facts.tag?.replace(/^v(?=\d)/, '')
  if (tagged !== undefined && isVersion(tagged)) return tagged
  const short = facts.commit.slice(0, 12)
  const base = facts.packageVersion !== undefined && facts.packageVersion.length < 100 && isVersion(facts.packageVersion) ? facts.packageVersion : '0.0.0'
  // Build metadata begins with `+` once; a version that has some already is extended with a dot (semver 2.0.0, section 10).
  return `${base}${base.includes('+') ? '.' : '+'}${short}`
}
