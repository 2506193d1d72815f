// Checks what came out of JSON against the types of the domain. A shape names the first thing that does not fit, with its
// path; it never changes a value, so that a field which a later version adds survives being read and written by this one.

/** Says what is wrong with the value at the path; undefined when it fits. */
export type Shape = (value: unknown, path: string) => string | undefined

interface Optional {
  readonly optional: Shape
}

/** A shape for every key of the type: one that is forgotten, or required where the type has it optional, does not compile. */
export type Fields<T> = { readonly [K in keyof T]-?: T extends Readonly<Record<K, unknown>> ? Shape : Optional }

/** Latest moment that a Date can express, epoch milliseconds (ECMAScript, time values). */
const LAST_MOMENT = 8.64e15

/** Marks a key that may be absent. */
export function optional(shape: Shape): Optional {
  return { optional: shape }
}

export const text: Shape = (value, path) => (typeof value === 'string' ? undefined : `${path} is not a text`)
export const flag: Shape = (value, path) => (typeof value === 'boolean' ? undefined : `${path} is neither true nor false`)
export const anything: Shape = () => undefined

/** A finite number: JSON's `1e999` is not one. */
export const number: Shape = (value, path) => (Number.isFinite(value) ? undefined : `${path} is not a number`)

/** A whole number from `least` up. */
export function whole(least: number): Shape {
  return (value, path) => (Number.isSafeInteger(value) && Number(value) >= least ? undefined : `${path} is not a whole number from ${least}`)
}

/** Epoch milliseconds that a Date can hold, so that printing them never throws. */
export const moment: Shape = (value, path) =>
  typeof value === 'number' && Math.abs(value) <= LAST_MOMENT ? undefined : `${path} is not a time in epoch milliseconds`

/** A text that the test accepts. */
export function textLike(test: (text: string) => boolean, what: string): Shape {
  return (value, path) => (typeof value === 'string' && test(value) ? undefined : `${path} is not ${what}`)
}

/** One of the words of a union of literals; a word that is forgotten does not compile. */
export function oneOf<W extends string>(words: Readonly<Record<W, true>>): Shape {
  return textLike((word) => Object.hasOwn(words, word), `one of ${Object.keys(words).join(', ')}`)
}

/** A list of at least `least` elements, all of the shape. */
export function list(shape: Shape, least = 0): Shape {
  return (value, path) => {
    if (!Array.isArray(value)) return `${path} is not a list`
    if (value.length < least) return `${path} has fewer than ${least} elements`
    return first(value.map((element, index) => () => shape(element, `${path}[${index}]`)))
  }
}

/** An object with these fields; `satisfies Fields<T>` where it is called ties them to the type. */
export function object(fields: Readonly<Record<string, Shape | Optional>>): Shape {
  const entries = Object.entries(fields)
  return (value, path) => {
    if (!isRecord(value)) return `${path} is not an object`
    return first(entries.map(([key, field]) => () => {
      if (Object.hasOwn(value, key)) return (typeof field === 'function' ? field : field.optional)(value[key], `${path}.${key}`)
      return typeof field === 'function' ? `${path}.${key} is missing` : undefined
    }))
  }
}

/** An alternative of a union on `kind`; `satisfies` a record of all kinds where it is called ties it to the union. */
export function variants(shapes: Readonly<Record<string, Shape>>): Shape {
  const byKind = new Map<unknown, Shape>(Object.entries(shapes))
  return (value, path) => {
    const shape = isRecord(value) && Object.hasOwn(value, 'kind') ? byKind.get(value['kind']) : undefined
    return shape === undefined ? `${path}.kind is not one of ${[...byKind.keys()].join(', ')}` : shape(value, path)
  }
}

/** Both shapes. */
export function both(one: Shape, other: Shape): Shape {
  return (value, path) => one(value, path) ?? other(value, path)
}

/** Whether the value is an object with keys. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function first(checks: readonly (() => string | undefined)[]): string | undefined {
  for (const check of checks) {
    const mistake = check()
    if (mistake !== undefined) return mistake
  }
  return undefined
}
