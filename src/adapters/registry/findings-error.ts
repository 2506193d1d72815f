import { sentence, type Finding } from '../../domain/artifact/safety.ts'
import type { Problem } from '../../domain/problem.ts'
import { ConfigError } from '../../errors.ts'

/** What stops a run whose files hold something that must not be deployed: every finding, each with its place. */
export function findingsError(first: Finding, others: readonly Finding[]): ConfigError {
  return new ConfigError([problemOf(first), ...others.map(problemOf)], 'artifact_unsafe')
}

function problemOf(finding: Finding): Problem {
  return {
    code: `artifact.${finding.kind}.${finding.rule}`,
    what: sentence(finding),
    place: { file: finding.path, ...(finding.line === undefined ? {} : { line: finding.line }) },
    remedy: finding.remedy,
  }
}
