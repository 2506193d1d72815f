import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** `[baseline requests, baseline errors, candidate requests, candidate errors]`. */
export type VectorBlock = readonly [number, number, number, number]

interface SequenceCase {
  readonly name: string
  readonly blocks: readonly VectorBlock[]
  readonly logE_path: readonly number[]
}

/** Values computed independently of this code base. */
export interface Vectors {
  readonly two_sample_grid: { readonly cases: readonly SequenceCase[] }
  readonly two_sample_exact_fisher: { readonly cases: readonly SequenceCase[] }
  readonly null_expectation: readonly { readonly nb: number; readonly nc: number; readonly p: number; readonly omega: number; readonly E_exact: number }[]
  readonly restart_mixture: { readonly blocks: readonly VectorBlock[]; readonly K: number; readonly logE_restart: readonly number[]; readonly logE_plain: readonly number[] }
  readonly rate_ratio_cs: { readonly cases: readonly { readonly blocks: readonly VectorBlock[]; readonly alpha: number; readonly lower: number; readonly mle: number; readonly upper: number }[] }
  readonly slo: { readonly cases: readonly { readonly n: number; readonly y: number; readonly theta0: number; readonly logE: number }[] }
  readonly combine: { readonly logEs: readonly number[]; readonly weights: readonly number[]; readonly logE: number }
}

export const VECTORS = JSON.parse(readFileSync(fileURLToPath(new URL('../../vectors/judge.json', import.meta.url)), 'utf8')) as Vectors
