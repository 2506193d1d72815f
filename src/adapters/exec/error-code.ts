/** The code of a system error (`ENOENT`); undefined for anything else. Looks at the shape, because errors may come from another realm. */
export function errorCode(error: unknown): string | undefined {
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}
