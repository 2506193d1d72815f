// One self-contained HTML file: no request leaves it and no script runs in it, whatever stands in the data.
import { shortDigest } from '../artifact/digest.ts'
import { esc } from './chart/escape.ts'
import { bytes, count, duration, plural, sentences } from './format.ts'
import { head, stages, titleOf } from './html-head.ts'
import { rolloutSection } from './html-rollout.ts'
import { STYLE } from './html-style.ts'
import { code, folded, status, table } from './html-table.ts'
import { firstOf } from './rows.ts'
import type { RunReport } from './run-report.ts'

const POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
const MOST_ROLLOUTS = 12

/** The whole report as one HTML document (SPEC F2, K3). Everything that comes from outside is text, never markup. */
export function renderHtml(report: RunReport): string {
  // The last rollout is what the run is about; those that went well before it are there to unfold.
  const rollouts = firstOf([...report.rollouts].reverse(), MOST_ROLLOUTS)
  const sections = [
    head(report),
    problems(report),
    stages(report),
    ...rollouts.shown.map((rollout, index) => rolloutSection(rollout, { id: `r${index}`, folded: index > 0 && rollout.outcome === 'verified' })),
    rollouts.more === 0 ? '' : `<p>${plural(rollouts.more, 'more rollout')} in result.json.</p>`,
    plan(report),
    validation(report),
    evidence(report),
    artifact(report),
    records(report),
  ]
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${esc(titleOf(report), 200)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
${sections.filter((section) => section !== '').join('\n')}
<footer>flowspec-operate, report schema ${count(report.schema_version)}. Times are UTC. All numbers are in result.json beside this file.</footer>
</main>
</body>
</html>
`
}

function problems(report: RunReport): string {
  if (report.problems.length === 0) return ''
  const rows = report.problems.map((problem) => {
    const { place } = problem
    const where = place === undefined ? '' : [place.file, place.line, place.column].filter((part) => part !== undefined).join(':')
    return [code(where), problem.value === undefined ? problem.what : `${problem.what}: ${problem.value}`, problem.remedy]
  })
  return `<section><h2>${plural(report.problems.length, 'problem')}</h2>${table([{ title: 'Where' }, { title: 'What' }, { title: 'Remedy' }], rows, 'Problems')}</section>`
}

function plan(report: RunReport): string {
  if (report.plan === undefined) return ''
  const columns = [{ title: '#', numeric: true }, { title: 'Effect' }, { title: 'Where' }, { title: 'Digest' }, { title: 'Kind' }, { title: 'At least', numeric: true }]
  const rows = report.plan.map((one) => [count(one.order), one.effect, one.where, code(one.digest?.slice(0, 19) ?? ''), one.required ? 'required' : 'best effort', duration(one.estimatedSeconds * 1000)])
  const body = table(columns, rows, 'Plan')
  return report.result === 'PLANNED' ? `<section><h2>Plan</h2>${body}</section>` : `<section><h2>Plan</h2>${folded(`${plural(rows.length, 'effect')}, as planned before anything was changed`, body)}</section>`
}

function validation(report: RunReport): string {
  if (report.validation === undefined) return ''
  const columns = [{ title: 'Check' }, { title: 'Group' }, { title: 'Verdict' }, { title: 'Found' }]
  const rows = report.validation.checks.map((check) => [
    check.name,
    check.group,
    status(check.verdict),
    sentences(check.detail, check.verdict === 'pass' ? undefined : check.remedy),
  ])
  return `<section><h2>Validation: ${esc(report.validation.verdict)}</h2>${table(columns, rows, 'Validation')}</section>`
}

function evidence(report: RunReport): string {
  if (report.evidence === undefined) return ''
  const columns = [{ title: 'Check' }, { title: 'Verdict' }, { title: 'Expected' }, { title: 'Found' }]
  const rows = report.evidence.checks.map((check) => [check.name, status(check.verdict), check.expected, check.found])
  return `<section><h2>What is proven about the artifact: ${esc(report.evidence.verdict)}</h2>${table(columns, rows, 'Verification')}</section>`
}

function artifact(report: RunReport): string {
  if (report.artifact === undefined) return ''
  const { digest, layer, files, size } = report.artifact
  const rows = files.map((file) => [code(file.path), bytes(file.size), { markup: `<code title="${esc(file.digest)}">${shortDigest(file.digest)}</code>` }])
  const list = folded(`${plural(files.length, 'file')}, ${bytes(size)}`, table([{ title: 'File' }, { title: 'Size', numeric: true }, { title: 'sha256' }], rows, 'Files'))
  return `<section><h2>Artifact</h2><p><code>${esc(digest)}</code></p><p>Layer <code>${esc(layer)}</code></p>${list}</section>`
}

function records(report: RunReport): string {
  if (report.records.length === 0) return ''
  const { shown, more } = firstOf(report.records, 100)
  const items = shown.map((path) => `<li><code>${esc(path)}</code></li>`)
  return `<section><h2>Records</h2><ul>${items.join('')}</ul>${more === 0 ? '' : `<p>${count(more)} more in result.json.</p>`}</section>`
}
