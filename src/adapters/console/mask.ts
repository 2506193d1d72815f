// Secrets leave this process in no form that can be read back (FAULTS M08, M11).

/** Replaces every known secret in a text. */
export type Mask = (text: string) => string

/** Shorter secrets are hidden only where they stand alone: hiding every `a` would destroy the log and give the secret away. */
const SHORT = 4

/** A mask for these secrets: as they are, each line of them, and URL-, JSON- and base64-encoded. Empty ones are ignored. */
export function maskOf(secrets: readonly string[]): Mask {
  const forms = [...new Set(secrets.flatMap(formsOf))].filter((form) => form.trim() !== '').sort((a, b) => b.length - a.length)
  const long = forms.filter((form) => form.length >= SHORT)
  const short = forms.filter((form) => form.length < SHORT).map((form) => new RegExp(`(?<![\\p{L}\\p{N}_])${literal(form)}(?![\\p{L}\\p{N}_])`, 'gu'))
  return (text) => short.reduce((masked, form) => masked.replace(form, '***'), long.reduce((masked, form) => masked.replaceAll(form, '***'), text))
}

/** The text as a pattern that matches only itself. */
function literal(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/gu, '\\$&')
}

function formsOf(secret: string): readonly string[] {
  const lines = secret.split(/\r\n|\r|\n/u)
  const whole = [secret, ...lines]
  return whole.flatMap((form) => {
    const bytes = Buffer.from(form, 'utf8')
    const encoded = form.length < SHORT ? [] : [bytes.toString('base64'), bytes.toString('base64url'), bytes.toString('hex'), ...shifted(bytes)]
    return [form, encodeURIComponent(form.toWellFormed()), JSON.stringify(form).slice(1, -1), ...encoded]
  })
}

/** The part of the base64 text that stays the same when something of one or two bytes stands before it (`user:secret`). */
function shifted(bytes: Buffer): readonly string[] {
  return [1, 2].map((before) => Buffer.concat([Buffer.alloc(before), bytes]).toString('base64').slice(before === 1 ? 2 : 3, -4)).filter((text) => text.length >= 8)
}
