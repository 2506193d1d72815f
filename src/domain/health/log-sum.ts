/** ln(sum of e^x): the largest is taken out first, so neither huge nor tiny evidence leaves the range of a double. */
export function logSumExp(values: readonly number[]): number {
  const top = Math.max(...values)
  return top + Math.log(values.reduce((sum, value) => sum + Math.exp(value - top), 0))
}

/** A sum of parts with weights that add up to 1, in logs. Parts without weight are left out, whatever their evidence. */
export function logAverage(parts: readonly { readonly weight: number; readonly logE: number }[]): number {
  return logSumExp(parts.filter((part) => part.weight > 0).map((part) => Math.log(part.weight) + part.logE))
}
