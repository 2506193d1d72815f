/** Reasons that speak against the release itself, not against its surroundings. */
const ITS_OWN_FAULT: readonly string[] = ['evidence_against', 'slo_breached', 'health_failed', 'smoke_failed', 'candidate_unhealthy']

/** Whether a failed rollout puts its digest into quarantine (SPEC G3): a cancelled run or an unreachable target does not. */
export function isBlamed(code: string): boolean {
  return ITS_OWN_FAULT.includes(code)
}
