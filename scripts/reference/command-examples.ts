// What each command printed in a repository made as docs/guides/getting-started.md says.
import type { Command } from '../../src/contract.ts'

interface Example {
  readonly command: string
  readonly output: string
}

export const COMMAND_EXAMPLES = {
  run: {
    command: 'run --task-id task-43',
    output: `
validation
build
checksums: 2 files
no secrets inside: none found, 2 files examined
...
production: rolling of 1.0.0+7f40aab837db (e9b3eebdf1fc); 1.0.0+a47a0270c6d8 runs now
production: 1.0.0+7f40aab837db is up and healthy, without traffic
production: 1 of 1 smoke checks passed
production: 50 % of the traffic goes to 1.0.0+7f40aab837db
production: 50 % passed on probes alone, no traffic was seen
production: 100 % of the traffic goes to 1.0.0+7f40aab837db
production: live digest read back: e9b3eebdf1fc
production: 1 of 1 smoke checks passed
production: 1.0.0+a47a0270c6d8 stopped
production: 1.0.0+7f40aab837db is live and verified
finalize
SUCCESS  shop, production
1.0.0+7f40aab837db is live and verified in production; task-43 is Deployed.`,
  },
  gate: {
    command: 'gate --task-id task-44',
    output: `
REFUSED  shop
the task is Planned; operate needs Validated
Next: From Planned these are valid: implement. To go on anyway give
\`skip-state-check\` with a \`reason\`: it is recorded in the ledger and shown in
the report.`,
  },
  package: {
    command: 'package',
    output: `
build
checksums: 2 files
no secrets inside: none found, 2 files examined
no environment-specific configuration: none found, 2 files examined
dependencies bundled: none found, 1 package.json examined
SUCCESS  shop
1.0.0+7a183988e91a is
sha256:30a869b0d7af1253b55b7a77d4698a2c34ba835dcc4a5f3bce70fef5004027fb.`,
  },
  verify: {
    command: 'verify',
    output: `
ok   artifact: manifest, file list and layer have their digests
ok   provenance present: 1 found
ok   provenance signature: valid
ok   predicate type: https://slsa.dev/provenance/v1
ok   subject: 30a869b0d7af1253b55b7a77d4698a2c34ba835dcc4a5f3bce70fef5004027fb
...
ok   commit: 7a183988e91a99a5c443262706470927fed3d0b1
ok   SBOM present: 1 found
...
SUCCESS  shop, production
1.0.0+7a183988e91a holds: 13 checks passed.`,
  },
  deploy: {
    command: 'deploy',
    output: `
validation
production
production: 30a869b0d7af verified, 13 checks
REFUSED  shop
30a869b0d7af was never verified in staging
Next: Deploy it there first: \`flowspec-operate deploy --environment staging
--digest
sha256:30a869b0d7af1253b55b7a77d4698a2c34ba835dcc4a5f3bce70fef5004027fb\`.`,
  },
  rollback: {
    command: "rollback --reason 'wrong greeting'",
    output: `
production: e755d1818057 verified, 13 checks
production: rolling of 1.0.0+a47a0270c6d8 (e755d1818057); 1.0.0+7f40aab837db runs now
production: 1.0.0+a47a0270c6d8 is up and healthy, without traffic
production: 1 of 1 smoke checks passed
production: 100 % of the traffic goes to 1.0.0+a47a0270c6d8
production: live digest read back: e755d1818057
production: 1 of 1 smoke checks passed
production: 1.0.0+7f40aab837db stopped
production: 1.0.0+a47a0270c6d8 is live and verified
SUCCESS  shop, production
production runs 1.0.0+a47a0270c6d8 again, verified; task-43 is Validated.`,
  },
  finalize: {
    command: 'finalize',
    output: `
finalize
SUCCESS  shop
1.0.0+823b0eb76c9c is live in production and finalized already.`,
  },
  reconcile: {
    command: 'reconcile',
    output: `
production: an earlier run left 1.0.0+22bd8462da23 at 100 % (reading-back); finishing that first
production: rolling of 1.0.0+22bd8462da23 (93885d2568ff); 1.0.0+7f40aab837db runs now
production: all traffic is on 1.0.0+7f40aab837db again
production: live digest read back: e9b3eebdf1fc
production: rolled back to 1.0.0+7f40aab837db
production: finished an interrupted rollout (rolled-back)
production: freed the lock of local-69213627-2951-4bb9-a3c5-b7790f7c25fa
SUCCESS  shop
Repaired: production: finished an interrupted rollout (rolled-back); production:
freed the lock of local-69213627-2951-4bb9-a3c5-b7790f7c25fa.`,
  },
  status: {
    command: 'status --environment production',
    output: `
production: 1.0.0+823b0eb76c9c (43ce8bec8e28) live since 2026-11-21T13:21:13.453Z, deploy by Dana for task-44
  lock: free
  2026-11-21T13:22:28.686Z rollback 1.0.0+7f40aab837db (e9b3eebdf1fc) failed, dep_01M7Z4B67RGHTVCW4EV5M09J11
  2026-11-21T13:21:13.453Z deploy 1.0.0+823b0eb76c9c (43ce8bec8e28) verified, dep_01M7Z48SK1W2KG9SHC24YG0AAT
  ...
  last 30 days: 3 deployments (0.10 a day), lead time 18.5 s, change failure rate 60 %, time to restore 95.4 s
  ledger: 106 entries, chain intact
SUCCESS  shop
shop: 1 environments, every ledger intact.`,
  },
} as const satisfies Readonly<Record<Command, Example>>
