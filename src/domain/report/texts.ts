/** Applies a function to every text in a JSON value, keys excepted; used to mask and to shorten. */
export function mapTexts(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value)
  if (Array.isArray(value)) return value.map((item) => mapTexts(item, change))
  if (typeof value === 'object' && value !== null) return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapTexts(item, change)]))
  return value
}

/** Cuts every text and every list of a JSON value. Digests are shorter than any limit used here and stay whole. */
export function limited(value: unknown, limits: { readonly text: number; readonly items: number }): unknown {
  if (typeof value === 'string') return value.length <= limits.text ? value : `${value.slice(0, limits.text - 1).replace(/\p{Cs}$/u, '')}\u2026`
  if (Array.isArray(value)) return value.slice(0, limits.items).map((item) => limited(item, limits))
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).slice(0, Math.max(limits.items, 40)).map(([key, item]) => [key.slice(0, limits.text), limited(item, limits)]))
  }
  return value
}
