/**
 * Variables that a release inherits from whoever deploys it. Everything else stays behind: a token of the run that deployed would
 * otherwise live on in every process of the release (invariant I9).
 */
const INHERITED = /^(PATH|HOME|USER|LOGNAME|LANG|LANGUAGE|LC_[A-Z]+|TZ|TMPDIR|TEMP|TMP|SSL_CERT_FILE|SSL_CERT_DIR|NODE_EXTRA_CA_CERTS)$/

/** The part of an environment that releases and their supervisor get. */
export function minimalEnvironment(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(Object.entries(env).flatMap(([name, value]) => (value !== undefined && INHERITED.test(name) ? [[name, value]] : [])))
}
