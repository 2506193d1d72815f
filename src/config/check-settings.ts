import type { Check, JsonExpectation } from '../domain/health/checks.ts'
import { argvOf, millisOf } from './artifact-settings.ts'
import type { CheckFile } from './operate-schema.ts'

const AREAS = ['health', 'auth', 'core', 'database', 'external', 'other'] as const satisfies readonly Check['area'][]

/** A check with its defaults. Its area is the one given, else the one it is named after. */
export function checkOf(file: CheckFile, fallbackName: string, fallbackArea: Check['area'] = 'other'): Check {
  const name = file.name ?? file.area ?? fallbackName
  const common = {
    name,
    timeoutMs: file.timeout === undefined ? 5000 : millisOf(file.timeout),
    consecutive: file.consecutive ?? 1,
    area: file.area ?? AREAS.find((area) => area === name) ?? fallbackArea,
  }
  if (file.command !== undefined) return { ...common, kind: 'command', argv: argvOf(file.command) }
  if (file.http === undefined) return { ...common, kind: 'tcp', ...(file.tcp?.host === undefined ? {} : { host: file.tcp.host }), ...(file.tcp?.port === undefined ? {} : { port: file.tcp.port }) }
  const http = typeof file.http === 'string' ? { path: file.http } : file.http
  const { send, status = 200, latency, body, json } = http
  const text = typeof body === 'string' ? { contains: body } : body
  return {
    ...common,
    kind: 'http',
    method: http.method ?? (send === undefined ? 'GET' : 'POST'),
    path: http.path,
    headers: http.headers ?? {},
    ...(send === undefined ? {} : { body: send }),
    expect: {
      status: typeof status === 'number' ? [status] : status,
      ...(latency === undefined ? {} : { latencyMs: millisOf(latency) }),
      ...(text?.contains === undefined ? {} : { bodyContains: text.contains }),
      ...(text?.matches === undefined ? {} : { bodyMatches: text.matches }),
      ...(json === undefined ? {} : { json: Object.entries(json).map(([path, wanted]) => expectationOf(path, wanted)) }),
    },
  }
}

function expectationOf(path: string, wanted: string | number | boolean | null | { readonly exists: true }): JsonExpectation {
  return typeof wanted === 'object' && wanted !== null ? { path } : { path, equals: wanted }
}
