// What a team would have post to its chat: one line for every change of production, read off the report on standard input.
import { appendFileSync, mkdirSync, readFileSync } from 'node:fs'

const report = JSON.parse(readFileSync(0, 'utf8'))
mkdirSync('out', { recursive: true })
appendFileSync('out/told.txt', `${process.env.NOTIFY}: ${report.result}, ${report.message}\n`)
