import { describe, expect, it } from '@jest/globals'
import { OPERATE_PATH, parseOperate, missingOperate, SMALLEST } from '../../src/config/operate.ts'
import { renderProblem } from '../../src/domain/report/render-problem.ts'

const messages = (text: string): readonly string[] => {
  const read = parseOperate(text, 'o.yml')
  return read.ok ? [] : read.problems.map(renderProblem)
}
const HEAD = 'version: 1\nservice: shop\nartifact: { path: dist }\nenvironments:\n'
const target = (port = 8080): string => `target: { process: { command: [node, s.mjs], port: ${port} } }`
const canary = (steps: string): string => `${HEAD}  production: { ${target()}, strategy: { canary: { steps: ${steps} } } }\n`

describe('the smallest useful file', () => {
  it('[B1] has fewer than ten lines and every default filled in', () => {
    expect(SMALLEST.trim().split('\n').length).toBeLessThan(10)
    const read = parseOperate(SMALLEST)
    if (!read.ok) throw new Error(messages(SMALLEST).join('\n'))
    const { services, source, gate, tasks, ledger } = read.value
    const [service] = services
    const [staging, production] = service.environments
    expect({ source, tasks, ledger, gate }).toEqual({ source: OPERATE_PATH, tasks: { store: 'backlog', directory: 'backlog/tasks', approval: { role: 'write', bots: [] } }, ledger: { store: 'git', namespace: 'refs/flowspec', leaseSeconds: 120 }, gate: { tests: [], programs: [], environment: [], minFreeBytes: 268_435_456 } })
    expect(service).toMatchObject({ name: 'shop', required: true, artifact: { paths: ['dist'], root: 'dist', stack: 'node' } })
    expect(staging).toMatchObject({ name: 'staging', production: false, strategy: 'rolling', steps: [], verifySeconds: 0, traffic: 'optional', smokeLimitSeconds: 300, policy: { verification: 'enforce', requireStaging: false } })
    expect(production).toMatchObject({
      production: true,
      strategy: 'canary',
      steps: [{ weight: 5, bakeSeconds: 60 }, { weight: 25, bakeSeconds: 60 }, { weight: 50, bakeSeconds: 60 }],
      verifySeconds: 600,
      traffic: 'required',
      hold: { limitSeconds: 60, then: 'roll-back' },
      judge: { alpha: 0.01, tolerance: 1, dispersion: 1, plannedPolls: 48 },
      policy: { verification: 'enforce', requireStaging: true },
      smoke: [{ kind: 'tcp', name: 'ready', area: 'health' }],
    })
  })

  it('[B1] is shown when there is no file', () => {
    expect(renderProblem(missingOperate('o.yml'))).toMatch(/^o\.yml: there is no configuration\. Write o\.yml, for example: version: 1 \//)
  })
})

describe('the whole form', () => {
  it('[D2] reads checks, several services and every setting', () => {
    const text = `version: 1
services:
  api:
    required: false
    artifact: { paths: [a.mjs, lib], build: { command: [npm, run, build], timeout: 5m }, stack: files, allow: [x], exclude: ["*.map"] }
    environments:
      live:
        target: { process: { command: [node, a.mjs], port: 0, ready: /ready, instances: 3, env: { MODE: x }, drain: 5s, start-limit: 30s } }
        strategy: blue-green
        slo: 99.9%
        smoke:
          limit: 1m
          checks:
            - { name: auth, http: { path: /login, send: x, status: [200, 302], latency: 500ms, body: { matches: "o+k" }, json: { $.user.id: { exists: true }, "$.a[0]": null } } }
            - { http: /x, consecutive: 2, timeout: 1s }
            - { tcp: { host: db, port: 5432 }, area: database }
            - { command: [node, smoke.mjs], area: core }
        health: { every: 2s }
        judge: { alpha: 0.05, tolerance: 1.2, error-share: 1, latency-bounds: [100ms, 1s], min-requests: 5, dispersion: 2 }
        hold: { limit: 90s, then: advance }
        verification: 1m
        policy: { verification: warn, require-sbom: false, require-provenance: false, require-staging: false }
  web: { artifact: { path: . }, environments: { production: { ${target(1)}, strategy: { rolling: } } } }
gate: { tests: [[npm, test]], programs: [node >= 20, git], environment: [TOKEN], free-space: 1GiB }
notifications: { stakeholders: [ops], command: [node, tell.mjs] }
tasks: { directory: tasks }
ledger: { namespace: refs/heads/flowspec, lease: 30s }
`
    expect(messages(text)).toEqual([])
    const read = parseOperate(text, 'o.yml')
    if (!read.ok) throw new Error('not read')
    const { services, gate } = read.value
    expect(services.map(({ name, required }) => [name, required])).toEqual([['api', false], ['web', true]])
    expect(gate).toEqual({ tests: [{ name: 'npm test', argv: ['npm', 'test'], timeoutSeconds: 600 }], programs: [{ name: 'node', atLeast: '20' }, { name: 'git' }], environment: ['TOKEN'], minFreeBytes: 1024 ** 3 })
    const live = services[0].environments[0]
    expect(services[0].artifact).toMatchObject({ root: '.', build: { name: 'build', timeoutSeconds: 300 } })
    expect(live).toMatchObject({ production: true, smokeLimitSeconds: 60, pollSeconds: 2, judge: { maxErrorRate: 0.001, plannedPolls: 75, latencyBoundsMs: [100, 1000] }, hold: { limitSeconds: 90, then: 'advance' } })
    expect(live.smoke).toMatchObject([
      { name: 'auth', area: 'auth', method: 'POST', expect: { status: [200, 302], latencyMs: 500, bodyMatches: 'o+k', json: [{ path: '$.user.id' }, { path: '$.a[0]', equals: null }] } },
      { name: 'smoke 2', area: 'other', consecutive: 2, timeoutMs: 1000, expect: { status: [200] } },
      { name: 'database', kind: 'tcp', port: 5432 },
      { name: 'core', kind: 'command', argv: ['node', 'smoke.mjs'] },
    ])
    expect(live.health).toMatchObject([{ kind: 'http', path: '/ready', area: 'health' }])
  })
})

describe('wrong files', () => {
  it.each([
    ['', ['o.yml:1:1: the file is empty. Begin it with a key, such as `version: 1`.']],
    ['- a', ['o.yml:1:1: the file is not a mapping. Begin it with a key, such as `version: 1`.']],
    ['version: 1\nversion: 1\n', ['o.yml:2:1: this key is given twice. Keep one of them.']],
    ['a:\n\tb: 1\n', ['o.yml:2:1: a tab is used to indent. Indent with spaces: YAML does not allow tabs there.']],
    ['b: !!js/function x\n', ['o.yml:1:4: a tag that is not allowed. Remove the `!...`: only plain YAML values are read.']],
    ['__proto__: { x: 1 }\nconstructor: 1\n', ['o.yml:1:1: a key that no file may have: __proto__. Choose another name.', 'o.yml:2:1: a key that no file may have: constructor. Choose another name.']],
    ['a\0b', ['o.yml: the file is not UTF-8 text. Save it as UTF-8.']],
    ['#'.repeat(1024 * 1024 + 1), ['o.yml: the file has more than 1024 KiB. Make it smaller; a configuration has a few hundred lines at most.']],
  ])('(M06, I18, M12) %# %.20j', (text, expected) => {
    expect(messages(text)).toEqual(expected)
  })

  it('(I18) refuses an alias bomb', () => {
    const bomb = `a: &a [${'x,'.repeat(10)}]\n${['b', 'c', 'd', 'e', 'f'].map((key, index) => `${key}: &${key} [${`*${'abcde'[index]},`.repeat(10)}]`).join('\n')}\n`
    expect(messages(bomb)).toEqual(['o.yml:1:1: the file repeats itself through aliases too often. Write the values out instead of using `&` and `*`.'])
  })

  it('(M06) reads a byte order mark and CRLF as if they were not there', () => {
    const read = parseOperate(`\ufeff${SMALLEST.replaceAll('\n', '\r\n')}`, 'o.yml')
    expect(read).toEqual(parseOperate(SMALLEST, 'o.yml'))
    expect(messages(SMALLEST.replace('dist', '/dist').replaceAll('\n', '\r\n'))).toEqual([expect.stringContaining('o.yml:3:19: `artifact.path` is not a path inside the repository: /dist.')])
  })

  it('[B1] names every mistake at once, in order, each with place, value and remedy (M05)', () => {
    expect(
      messages(`version: 1
service: Shop
artifact: { path: ../dist, pth: x }
environments:
  production:
    target: { process: { command: npm start, port: 80800, env: { API_TOKEN: 5 } } }
    stratgy: canary
    slo: 99.9
    verification: 600
gate: { tests: [npm] }
`),
    ).toEqual([
      'o.yml:2:10: `service` is not a name: Shop. Use lower-case letters, digits and dashes, at most 63.',
      'o.yml:3:19: `artifact.path` is not a path inside the repository: ../dist. Give a path relative to the root of the repository, with forward slashes and without `..`.',
      'o.yml:3:28: there is no such key in `artifact`: pth. Did you mean `path`?',
      'o.yml:6:35: `environments.production.target.process.command` is not a program with its arguments: npm start. Write a list with at least one word, such as `[npm, run, build]`; it is run without a shell.',
      'o.yml:6:52: `environments.production.target.process.port` is not a port: 80800. Give a whole number from 1 to 65535, or 0 for a free one.',
      'o.yml:6:77: `environments.production.target.process.env.API_TOKEN` is not a text. Write a text; put it in quotes when it looks like a number or a boolean.',
      'o.yml:7:5: there is no such key in `environments.production`: stratgy. Did you mean `strategy`?',
      'o.yml:8:10: `environments.production.slo` is not an objective in percent: 99.9. Write a percentage from 50% to below 100%, such as `99.9%`.',
      'o.yml:9:19: `environments.production.verification` is not a duration: 600. Write a number with its unit, such as `30s`, `5m` or `1h30m`.',
      'o.yml:10:17: `gate.tests.0` is not a program with its arguments: npm. Write a list with at least one word, such as `[npm, run, build]`; it is run without a shell.',
    ])
  })

  it.each([
    ['[{ weight: 0 }]', 'is not a weight of a canary step: 0'],
    ['[{ weight: 101 }]', 'is not a weight of a canary step: 101'],
    ['[{ weight: .nan }]', 'is not a weight of a canary step: NaN'],
    ['[{ weight: 10.5 }]', 'is not a weight of a canary step: 10.5'],
    ['[{ weight: 30 }, { weight: 20 }]', 'does not rise: 20'],
    ['[{ weight: 30% }, { weight: 30 }]', 'does not rise: 30'],
    [`[${Array.from({ length: 200 }, () => '{ weight: 1 }').join(', ')}]`, 'is not a list of 1 to 50 steps'],
    ['[]', 'is not a list of 1 to 50 steps'],
    ['[{ weight: 10, bake: 30 }]', 'is not a duration: 30'],
  ])('(I34) canary steps %.40s', (steps, message) => {
    expect(messages(canary(steps)).join('\n')).toContain(message)
  })

  it.each([
    [`${HEAD}  staging: { ${target(1)} }\n  production: { ${target(1)} }\n`, ['o.yml:6:68: production uses the port of staging: 1. Give each environment its own port.']],
    [`${HEAD}  production: { ${target(1)} }\n  late: { ${target(2)} }\n`, ['o.yml:5:3: production is production and not the last environment. Environments stand in order of promotion; move it to the end.']],
    [`${HEAD}  a: { production: true, ${target(1)} }\n  b: { production: true, ${target(2)} }\n`, ['o.yml:6:20: b is a second production. Exactly one environment of a service is production; remove the flag here.']],
    [`${HEAD}  a: { production: false, ${target(1)} }\n`, ['o.yml:4:1: no environment of shop is production. Remove `production: false` from the one that is.']],
    [`${HEAD}  build: { ${target(1)} }\n`, ['o.yml:5:3: `environments.build` is a name that the ledger keeps for itself. Choose another name than `build`.']],
    [`${HEAD}  p: { ${target(1)}, verification: 6h }\n`, ['o.yml:5:80: a rollout of p may take longer than a job lives: 6h14m15s. Shorten bake times, `hold.limit`, `verification` or the number of steps to at most 5h30m together.']],
    [`version: 1\nservice: shop\nartifact: { path: ., store: s, key: { private: k.pem, public: p.pem } }\nenvironments: { p: { ${target(1)} } }\n`, [
      'o.yml:3:29: the artifact store lies inside the artifact: s. Move `artifact.store` out of the artifact, or name it in `artifact.exclude`.',
      'o.yml:3:48: the private key lies inside the artifact. Move the key out of the artifact: whoever gets the artifact could sign in your name.',
    ]],
    ['version: 1\nservice: shop\nartifact: { path: a, paths: [a] }\nenvironments: {}\n', [expect.stringContaining('is not exactly one of `path` and `paths`'), expect.stringContaining('`environments` is empty')]],
    ['version: 1\nservice: shop\nservices: { a: { artifact: { path: a }, environments: { p: { target: { process: { command: [a], port: 1 } } } } } }\n', ['o.yml:2:1: `service` stands beside `services`. Move it into the service it belongs to.']],
  ])('[B1] (D12) cross-check %#', (text, expected) => {
    expect(messages(text)).toEqual(expected)
  })

  it('[B1] says what is missing at its parent', () => {
    expect(messages('version: 1\nservice: shop\n')).toHaveLength(2)
    expect(messages(`${HEAD}  p: { target: { process: { command: [a] } } }\n`)).toEqual(['o.yml:5:18: `environments.p.target.process.port` is missing. Add it. Give a whole number from 1 to 65535, or 0 for a free one.'])
  })

  it('[B1] never shows a value under a key that looks secret', () => {
    expect(messages(`${HEAD}  p: { target: { process: { command: [a], port: 1, env: { DB_PASSWORD: [hunter2] } } } }\n`).join()).not.toContain('hunter2')
  })

  it('(M12) pollutes no prototype', () => {
    parseOperate('environments: { "__proto__": { polluted: true } }', 'o.yml')
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  })
})
