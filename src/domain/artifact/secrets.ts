// What a credential looks like. Each rule has anchors, cheap to search for, and a pattern tried only where an anchor stands.
// Patterns are sticky, have no nested repetition, and see at most WINDOW characters (FAULTS M13).

export interface SecretRule {
  readonly rule: string
  readonly what: string
  readonly anchors: readonly string[]
  /** Tried with `lastIndex` on the anchor. */
  readonly pattern: RegExp
  /** What looks alike and is harmless: well-known examples and placeholders. */
  readonly harmless?: RegExp
}

/** Characters from an anchor on that a pattern may look at. */
export const WINDOW = 4096

const ROTATE = 'Take it out of the files and out of the history, revoke it, and give it to the service at run time. If it is meant to be there, name the file in `artifact.allow`.'
/** What to do about any finding of this list. */
export const SECRET_REMEDY = ROTATE

export const SECRET_RULES: readonly SecretRule[] = [
  {
    rule: 'private-key',
    what: 'a private key',
    anchors: ['BEGIN '],
    pattern: /BEGIN (?:[A-Z0-9]{2,12} ){0,2}PRIVATE KEY(?: BLOCK)?-----(?:\s|\\r|\\n|["'+,]){1,40}(?:[A-Za-z-]{4,16}: [^\r\n\\]{1,80}(?:\s|\\r|\\n){1,8}){0,4}[A-Za-z0-9+/=]{40}/y,
  },
  { rule: 'aws-access-key', what: 'an AWS access key id', anchors: ['AKIA', 'ASIA'], pattern: /A[KS]IA[A-Z2-7]{16}(?![A-Za-z0-9+/=_-])/y, harmless: /EXAMPLE/ },
  { rule: 'github-token', what: 'a GitHub token', anchors: ['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_'], pattern: /gh[pousr]_[A-Za-z0-9]{36,255}/y },
  { rule: 'github-token', what: 'a GitHub token', anchors: ['github_pat_'], pattern: /github_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59}/y },
  { rule: 'gitlab-token', what: 'a GitLab token', anchors: ['glpat-'], pattern: /glpat-[A-Za-z0-9_-]{20,64}/y },
  { rule: 'npm-token', what: 'an npm token', anchors: ['npm_'], pattern: /npm_[A-Za-z0-9]{36}(?![A-Za-z0-9_])/y },
  { rule: 'npm-auth', what: 'a registry login', anchors: ['_authToken', '_password'], pattern: /_(?:authToken|password)\s{0,8}=\s{0,8}["']?[A-Za-z0-9+/_-][A-Za-z0-9+/=._-]{15,1024}/y },
  { rule: 'slack-token', what: 'a Slack token', anchors: ['xoxb-', 'xoxp-', 'xoxa-', 'xoxs-', 'xoxr-', 'xoxe-'], pattern: /xox[abeprs]-(?=[A-Za-z-]{0,40}[0-9])[A-Za-z0-9-]{20,250}/y },
  { rule: 'slack-webhook', what: 'a Slack webhook', anchors: ['hooks.slack.com/services/'], pattern: /hooks\.slack\.com\/services\/T[A-Z0-9]{6,12}\/B[A-Z0-9]{6,12}\/[A-Za-z0-9]{20,32}/y, harmless: /T0{6,12}\/B0{6,12}\// },
  { rule: 'google-api-key', what: 'a Google API key', anchors: ['AIza'], pattern: /AIza[A-Za-z0-9_-]{35}(?![A-Za-z0-9_-])/y },
  { rule: 'stripe-key', what: 'a Stripe live key', anchors: ['sk_live_', 'rk_live_'], pattern: /[rs]k_live_[A-Za-z0-9]{20,200}/y },
  { rule: 'azure-storage-key', what: 'an Azure storage key', anchors: ['AccountKey='], pattern: /AccountKey=[A-Za-z0-9+/]{86}==/y },
  {
    // The same keys as kubeconfigs and CI variables carry them: base64 of `-----BEGIN (RSA|EC|OPENSSH)? PRIVATE KEY`.
    rule: 'encoded-private-key',
    what: 'a private key in base64',
    anchors: ['LS0tLS1CRUdJTi'],
    pattern: /LS0tLS1CRUdJTi(?:BQUklWQVRFIEtFW|BSU0EgUFJJVkFURSBLRV|BFQyBQUklWQVRFIEtFW|BPUEVOU1NIIFBSSVZBVEUgS0VZ)[A-Za-z0-9+/]{40}/y,
  },
  {
    rule: 'json-web-token',
    what: 'a JSON web token',
    anchors: ['eyJhbGciOi', 'eyJ0eXAiOi', 'eyJraWQiOi'],
    pattern: /eyJ[A-Za-z0-9_-]{10,1000}\.eyJ[A-Za-z0-9_-]{10,2500}\.[A-Za-z0-9_-]{20}/y,
    // The sample of jwt.io and of many documents: its subject is 1234567890.
    harmless: /\.eyJzdWIiOiIxMjM0NTY3ODkwI/,
  },
]

/** Every anchor with the rule it belongs to, by the index that the scanner reports. */
export const SECRET_ANCHORS: readonly { readonly anchor: string; readonly rule: SecretRule }[] = SECRET_RULES.flatMap((rule) => rule.anchors.map((anchor) => ({ anchor, rule })))

/** Whether the text, from the anchor on, is a credential. `before` is the character in front: a longer word is not a token. */
export function isSecret(rule: SecretRule, text: string, before: string): boolean {
  if (/[A-Za-z0-9]/.test(before) && /^[A-Za-z0-9]/.test(text)) return false
  const pattern = new RegExp(rule.pattern.source, 'y')
  const match = pattern.exec(text.slice(0, WINDOW))
  return match !== null && rule.harmless?.test(match[0]) !== true
}
