// What a file's name alone gives away (SPEC C2).
import type { Finding } from './safety.ts'
import { SECRET_REMEDY } from './secrets.ts'

const ENVIRONMENTS = '(?:prod|production|stag(?:e|ing)|dev|development|test|testing|qa|uat|preprod|preview|local)'

interface NameRule {
  readonly kind: 'secret' | 'environment'
  readonly rule: string
  readonly what: string
  /** Tried on the lower-case path. */
  readonly pattern: RegExp
}

/** The first rule that matches speaks. */
const NAME_RULES: readonly NameRule[] = [
  { kind: 'environment', rule: 'dotenv-of-an-environment', what: 'settings of one environment', pattern: new RegExp(`(?:^|/)\\.env\\.${ENVIRONMENTS}(?:\\.local)?$`) },
  { kind: 'secret', rule: 'dotenv', what: 'a file of settings and secrets', pattern: /(?:^|\/)\.env(?!\.(?:example|sample|template|dist|schema|defaults)$)(?:\.[a-z0-9_-]{1,64})?$/ },
  { kind: 'secret', rule: 'ssh-key', what: 'a private SSH key by its name', pattern: /(?:^|\/)id_(?:rsa|dsa|ecdsa|ed25519)(?:_sk)?$/ },
  { kind: 'secret', rule: 'kubeconfig', what: 'a Kubernetes login', pattern: /(?:^|\/)(?:\.kube\/config|kubeconfig|[^/]{1,128}\.kubeconfig)$/ },
  { kind: 'secret', rule: 'login-file', what: 'a file of logins', pattern: /(?:^|\/)(?:\.netrc|_netrc|\.pypirc|\.git-credentials|\.dockercfg|\.docker\/config\.json|\.aws\/credentials|\.pgpass|\.htpasswd)$/ },
  { kind: 'secret', rule: 'key-store', what: 'a key store', pattern: /\.(?:p12|pfx|jks|keystore|ppk)$/ },
  { kind: 'secret', rule: 'terraform-state', what: 'Terraform state, which holds secrets in clear', pattern: /\.tfstate(?:\.backup)?$/ },
  {
    kind: 'environment',
    rule: 'config-of-an-environment',
    what: 'configuration of one environment',
    pattern: new RegExp(`(?:^|/)(?:config|settings|appsettings|application|environment|secrets|values)[.-]${ENVIRONMENTS}\\.(?:json|jsonc|json5|ya?ml|toml|ini|xml|properties|[cm]?js|ts)$`),
  },
  {
    kind: 'environment',
    rule: 'config-folder-of-environments',
    what: 'configuration of one environment',
    pattern: new RegExp(`(?:^|/)(?:config|configs|settings|environments?)/(?:env(?:ironments?)?/)?${ENVIRONMENTS}\\.(?:json|jsonc|json5|ya?ml|toml|ini|xml|properties|[cm]?js|ts)$`),
  },
]

const ENVIRONMENT_REMEDY = 'Leave it out with `artifact.exclude` and give the values to each environment in its target; one artifact serves all of them. If it is meant to be there, name it in `artifact.allow`.'

/** What the name says against a file, if anything. Configuration of packages under node_modules is theirs, not ours. */
export function nameFinding(path: string): Finding | undefined {
  const lower = path.toLowerCase()
  const inPackage = lower.split('/').includes('node_modules')
  const rule = NAME_RULES.find((one) => !(inPackage && one.kind === 'environment') && one.pattern.test(lower))
  if (rule === undefined) return undefined
  return { kind: rule.kind, path, rule: rule.rule, what: rule.what, remedy: rule.kind === 'secret' ? SECRET_REMEDY : ENVIRONMENT_REMEDY }
}
