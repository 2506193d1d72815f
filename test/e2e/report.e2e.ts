// Opens the HTML report in a real browser: nothing overflows, no labels touch, nothing in it runs.
// Needs Debian's chromium (CHROMIUM names another path). `--pictures <folder>` also writes the pictures of the docs.
import { strict as assert } from 'node:assert'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { chromium, type Browser, type Page } from 'playwright-core'
import { renderHtml } from '../../src/domain/report/html.ts'
import type { RunReport } from '../../src/domain/report/run-report.ts'
import { hostileReport, longRolloutReport, oneSampleReport } from '../support/hostile-report.ts'
import { rolledBackReport, SAMPLE_REPORTS } from '../support/sample-report.ts'

const FLAGS = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-lcd-text']
const WIDTHS = [1600, 1280, 960, 768, 520, 390, 360]
const SCHEMES = ['light', 'dark'] as const

const REPORTS: Readonly<Record<string, () => RunReport>> = {
  ...SAMPLE_REPORTS,
  'one sample': oneSampleReport,
  'three thousand samples': () => longRolloutReport(3000),
  'hostile texts': hostileReport,
}

/** What is wrong with the page as it is laid out now. Runs inside the browser, so it stands alone. */
const INSPECT = `(() => {
  const faults = []
  const root = document.scrollingElement
  if (root.scrollWidth > root.clientWidth) faults.push('the page is ' + root.scrollWidth + ' wide in ' + root.clientWidth)
  if (window.__pwned !== undefined) faults.push('a text was executed')
  for (const name of ['script', 'img', 'iframe', 'link', 'object', 'embed', 'form']) if (document.querySelector(name)) faults.push('the page has a ' + name)
  for (const element of document.querySelectorAll('*')) for (const attribute of element.attributes) if (/^on/i.test(attribute.name)) faults.push('handler ' + attribute.name)
  const shown = (element) => element.getClientRects().length > 0
  for (const details of document.querySelectorAll('details')) details.open = true
  if (root.scrollWidth > root.clientWidth) faults.push('unfolded, the page is ' + root.scrollWidth + ' wide in ' + root.clientWidth)
  const edge = root.clientWidth + 0.5
  for (const element of document.querySelectorAll('td, th, dd, dt, h1, h2, p, li, summary')) if (shown(element)) {
    const box = element.getBoundingClientRect()
    if (box.right > edge || box.left < -0.5) faults.push(element.tagName + ' reaches from ' + box.left + ' to ' + box.right)
  }
  let plots = 0
  for (const svg of document.querySelectorAll('svg.plot')) if (shown(svg)) {
    plots += 1
    const frame = svg.getBoundingClientRect()
    const texts = [...svg.querySelectorAll('text')].filter(shown).map((element) => ({ name: svg.querySelector('title').textContent + ': ' + element.textContent, box: element.getBoundingClientRect() }))
    for (const { name, box } of texts) {
      if (box.left < frame.left - 1 || box.right > frame.right + 1 || box.top < frame.top - 1 || box.bottom > frame.bottom + 1) faults.push('clipped: ' + name)
      if (box.height < 8) faults.push('too small to read: ' + name + ', ' + box.height)
    }
    for (const [index, a] of texts.entries()) for (const b of texts.slice(index + 1)) {
      const across = Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left)
      const down = Math.min(a.box.bottom, b.box.bottom) - Math.max(a.box.top, b.box.top)
      if (across > 1 && down > 4) faults.push('overlap: ' + a.name + ' | ' + b.name)
    }
    if (/NaN|Infinity|undefined/.test(svg.outerHTML.replace(/<(title|desc)[^]*?<\\/\\1>/g, ''))) faults.push('not a number in ' + svg.querySelector('title').textContent)
  }
  return { faults: faults.slice(0, 20), plots }
})()`

/** Text against what is behind it, for every colour the report uses (WCAG 2, 1.4.3: 4.5). */
const CONTRAST = `(() => {
  const luminance = (colour) => {
    const [r, g, b] = colour.match(/[\\d.]+/g).map(Number).map((value) => value / 255).map((value) => value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  const behind = (element) => {
    for (let at = element; at; at = at.parentElement) { const colour = getComputedStyle(at).backgroundColor; if (!/, 0\\)$|transparent/.test(colour)) return colour }
    return 'rgb(255, 255, 255)'
  }
  const faults = new Set()
  for (const element of document.querySelectorAll('p, td, th, dd, dt, h1, h2, code, strong, summary, .status, svg text:not(.inside)')) {
    if (element.textContent.trim() === '') continue
    const style = getComputedStyle(element)
    const front = luminance(element.closest('svg') ? style.fill : style.color)
    const back = luminance(behind(element))
    const ratio = (Math.max(front, back) + 0.05) / (Math.min(front, back) + 0.05)
    if (ratio < 4.5) faults.add(element.tagName + '.' + (element.getAttribute('class') ?? '') + ' ' + ratio.toFixed(2))
  }
  return [...faults]
})()`

async function inspect(page: Page, name: string, errors: readonly string[]): Promise<number> {
  const { faults, plots } = (await page.evaluate(INSPECT)) as { readonly faults: readonly string[]; readonly plots: number }
  assert.deepEqual(faults, [], name)
  assert.deepEqual(errors, [], `${name}: errors in the console`)
  return plots
}

async function check(browser: Browser, folder: string, name: string, report: RunReport): Promise<void> {
  const file = join(folder, `${name.replace(/ /gu, '-')}.html`)
  await writeFile(file, renderHtml(report))
  for (const scheme of SCHEMES) {
    const page = await browser.newPage({ colorScheme: scheme, viewport: { width: 1280, height: 900 } })
    const errors: string[] = []
    page.on('console', (message) => {
      if (message.type() === 'error') errors.push(message.text())
    })
    page.on('pageerror', (error) => errors.push(error.message))
    page.on('request', (request) => {
      if (request.url() !== pathToFileURL(file).href) errors.push(`asked for ${request.url().slice(0, 100)}`)
    })
    await page.goto(pathToFileURL(file).href)
    const plots = new Set<number>()
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 900 })
      plots.add(await inspect(page, `${name}, ${width} px, ${scheme}`, errors))
    }
    assert.equal(plots.size, 1, `${name}: the same plots at every width`)
    const expected = (report.stages.length > 0 ? 1 : 0) + report.rollouts.reduce((sum, rollout) => sum + (rollout.samples.length > 0 ? 4 : 0), 0)
    if (name !== 'hostile texts') assert.deepEqual([...plots], [expected], `${name}: plots`)
    assert.deepEqual(await page.evaluate(CONTRAST), [], `${name}, ${scheme}: contrast`)
    // A4 without margins of 2 cm is about 640 px wide.
    await page.setViewportSize({ width: 640, height: 900 })
    await page.emulateMedia({ media: 'print' })
    await inspect(page, `${name}, printed`, errors)
    await page.close()
  }
  console.log(`${name}: well`)
}

/** The part of the report that says most, for the docs. */
async function picture(browser: Browser, folder: string, scheme: (typeof SCHEMES)[number], path: string): Promise<void> {
  const page = await browser.newPage({ colorScheme: scheme, viewport: { width: 980, height: 1000 } })
  const file = join(folder, 'picture.html')
  await writeFile(file, renderHtml(rolledBackReport()))
  await page.goto(pathToFileURL(file).href)
  const bottom = (await page.evaluate(`[...document.querySelectorAll('svg.plot.wide')].find((svg) => svg.textContent.includes('Mean latency')).getBoundingClientRect().top + scrollY - 8`)) as number
  await page.screenshot({ path, fullPage: true, clip: { x: 0, y: 0, width: 980, height: Math.ceil(bottom) } })
  await page.close()
}

const folder = await mkdtemp(join(tmpdir(), 'report-e2e-'))
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: FLAGS })
try {
  for (const [name, report] of Object.entries(REPORTS)) await check(browser, folder, name, report())
  const pictures = process.argv.indexOf('--pictures')
  const target = pictures < 0 ? undefined : process.argv[pictures + 1]
  if (target !== undefined) {
    await picture(browser, folder, 'light', join(target, 'report.png'))
    await picture(browser, folder, 'dark', join(target, 'report-dark.png'))
  }
} finally {
  await browser.close()
  await rm(folder, { recursive: true, force: true })
}
