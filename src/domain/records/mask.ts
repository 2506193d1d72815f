// Takes secrets out of texts, also in the forms in which programs print them (FAULTS M08).
import type { Mask } from './json-text.ts'

const SHOWN = '***'

/** Shorter texts are masked only where they stand alone: a secret `a` must not blank every `a`. */
const SHORTEST = 4

/**
 * A function that replaces every secret by `***`: as it is, each line of a secret of several lines, and its base64 (at any offset),
 * base64url, percent-encoded, form-encoded, JSON-escaped and hex forms.
 */
export function masker(secrets: readonly string[]): Mask {
  const forms = [...new Set(secrets.flatMap((secret) => [secret, secret.trim(), ...secret.split(/\r\n|\n|\r/).map((line) => line.trim())]))]
    .filter((form) => form.trim() !== '')
  const long = [...new Set(forms.filter((form) => form.length >= SHORTEST).flatMap(variantsOf))].sort((a, b) => b.length - a.length || (a < b ? -1 : 1))
  const alone = forms.filter((form) => form.length < SHORTEST).map((form) => new RegExp(`(?<![\\p{L}\\p{N}])${escaped(form)}(?![\\p{L}\\p{N}])`, 'gu'))
  return (text) => {
    const masked = long.reduce((rest, form) => rest.replaceAll(form, SHOWN), text)
    return alone.reduce((rest, pattern) => rest.replace(pattern, SHOWN), masked)
  }
}

function variantsOf(secret: string): readonly string[] {
  const bytes = new TextEncoder().encode(secret)
  const percent = encodeURIComponent(secret.toWellFormed())
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  const base64 = [0, 1, 2].flatMap((offset) => base64At(bytes, offset))
  return [
    secret,
    ...base64,
    ...base64.map((form) => form.replaceAll('+', '-').replaceAll('/', '_')),
    percent,
    percent.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()),
    percent.replaceAll('%20', '+'),
    JSON.stringify(secret).slice(1, -1),
    hex,
    hex.toUpperCase(),
  ].filter((form) => form.length >= SHORTEST)
}

/** What the bytes look like inside the base64 of a longer text in which they begin at this offset (modulo 3): only the digits that depend on them alone. */
function base64At(bytes: Uint8Array, offset: number): readonly string[] {
  const digits = btoa(String.fromCharCode(...new Uint8Array(offset), ...bytes)).replaceAll('=', '')
  const first = Math.ceil((offset * 8) / 6)
  const last = Math.floor(((offset + bytes.length) * 8) / 6)
  return [digits.slice(first, last)]
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')
}
