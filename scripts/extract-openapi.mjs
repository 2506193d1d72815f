// Cuts the operations that this product uses out of GitHub's OpenAPI description, which is far too large to install for a test.
// Usage: node scripts/extract-openapi.mjs <api.github.com.json of @octokit/openapi> > test/support/github/openapi.json
import { readFileSync } from 'node:fs'

const REPO = '/repos/{owner}/{repo}'
const OPERATIONS = [
  ['get', `${REPO}/issues/{issue_number}`],
  ['get', `${REPO}/issues/{issue_number}/labels`],
  ['post', `${REPO}/issues/{issue_number}/labels`],
  ['delete', `${REPO}/issues/{issue_number}/labels/{name}`],
  ['get', `${REPO}/issues/{issue_number}/timeline`],
  ['get', `${REPO}/pulls/{pull_number}`],
  ['get', `${REPO}/collaborators/{username}/permission`],
  ['get', `${REPO}/git/ref/{ref}`],
  ['post', `${REPO}/git/refs`],
  ['patch', `${REPO}/git/refs/{ref}`],
  ['delete', `${REPO}/git/refs/{ref}`],
  ['get', `${REPO}/git/matching-refs/{ref}`],
  ['post', `${REPO}/git/commits`],
  ['get', `${REPO}/git/commits/{commit_sha}`],
  ['get', `${REPO}/actions/runs/{run_id}/attempts/{attempt_number}`],
]
/** Of the many kinds of timeline events only those that are read. */
const TIMELINE = ['labeled-issue-event', 'unlabeled-issue-event', 'timeline-committed-event', 'state-change-issue-event']
const WORDS = ['description', 'example', 'examples', 'externalDocs', 'title', 'x-github', 'deprecated', 'default', 'format']

const source = JSON.parse(readFileSync(process.argv[2], 'utf8'))
const schemas = {}

/** The schema as JSON Schema: without words for people, `nullable` spelt out, and everything that it refers to kept. */
function plain(value, isName = false) {
  if (Array.isArray(value)) return value.map((one) => plain(one))
  if (typeof value !== 'object' || value === null) return value
  if (typeof value.$ref === 'string') {
    keep(value.$ref.split('/').at(-1))
    return { $ref: value.$ref.replace('#/components/schemas/', '#/schemas/') }
  }
  const { nullable, ...rest } = isName ? { ...value } : value
  const kept = Object.fromEntries(
    Object.entries(rest)
      .filter(([key]) => isName || !WORDS.includes(key))
      .map(([key, child]) => [key, plain(child, key === 'properties')]),
  )
  if (isName && nullable !== undefined) kept.nullable = plain(nullable)
  return nullable === true && !isName ? { anyOf: [kept, { type: 'null' }] } : kept
}

function keep(name) {
  if (Object.hasOwn(schemas, name)) return
  schemas[name] = {}
  schemas[name] = plain(source.components.schemas[name])
}

function resolved(value) {
  return typeof value?.$ref === 'string' ? value.$ref.split('/').slice(1).reduce((at, part) => at[part], source) : value
}

const operations = OPERATIONS.map(([method, path]) => {
  const operation = source.paths[path][method]
  const responses = Object.entries(operation.responses).map(([status, response]) => {
    const schema = resolved(response).content?.['application/json']?.schema
    if (schema === undefined) return [status, null]
    if (!path.endsWith('/timeline') || status !== '200') return [status, plain(schema)]
    return [status, { type: 'array', items: { anyOf: TIMELINE.map((name) => plain({ $ref: `#/components/schemas/${name}` })) } }]
  })
  const request = operation.requestBody?.content?.['application/json']?.schema
  return { method: method.toUpperCase(), path, ...(request === undefined ? {} : { request: plain(request) }), responses: Object.fromEntries(responses) }
})

process.stdout.write(`${JSON.stringify({ $comment: `Made from ${source.info.title}, version ${source.info.version}, by scripts/extract-openapi.mjs (MIT, github/rest-api-description).`, operations, schemas })}\n`)
