import type { RolloutReport } from '../run-report.ts'
import type { Stair } from './line.ts'
import { isTime } from './points.ts'

/** The rollout without what has no time, so that everything else can be placed. */
export function placeable(rollout: RolloutReport): RolloutReport {
  return { ...rollout, samples: rollout.samples.filter((sample) => isTime(sample.at)), moments: rollout.moments.filter((moment) => isTime(moment.at)) }
}

/** From the beginning to the end of a rollout, widened to hold every sample; times that are none are left out. */
export function spanOf(rollout: RolloutReport): readonly [number, number] {
  const times = [rollout.startedAt, rollout.endedAt, ...rollout.samples.map((sample) => sample.at)].filter((at) => isTime(at))
  const from = times.reduce((low, at) => Math.min(low, at), Infinity)
  const to = times.reduce((high, at) => Math.max(high, at), -Infinity)
  return Number.isFinite(from) ? [from, Math.max(to, from + 1000)] : [0, 1000]
}

/**
 * When the weight changed. A sample's weight held while it was taken, so the change lies between it and the sample before:
 * at the shift recorded there, else right after the earlier sample. At the end of a rollback it falls to zero.
 */
export function weightStairs(rollout: RolloutReport): readonly Stair[] {
  const shifts = rollout.moments.filter((moment) => moment.kind === 'shift')
  const list: Stair[] = []
  let before = rollout.startedAt
  let weight = 0
  for (const sample of rollout.samples) {
    if (sample.weight !== weight) {
      const since = before
      const shift = shifts.find((moment) => moment.at >= since && moment.at <= sample.at)
      list.push({ at: shift?.at ?? since, value: sample.weight })
      weight = sample.weight
    }
    before = sample.at
  }
  const lastShift = shifts.filter((moment) => moment.at >= before).at(-1)
  const reached = /^\d+(?:\.\d+)?(?= %)/u.exec(lastShift?.text.slice(0, 20) ?? '')
  if (lastShift !== undefined && reached !== null) list.push({ at: lastShift.at, value: Number(reached[0]) })
  if (rollout.outcome !== 'verified' && list.length > 0) {
    const turned = rollout.cause?.at ?? rollout.endedAt
    list.push({ at: turned + (rollout.rollbackMs ?? 0), value: 0 })
  }
  return list.filter((stair) => isTime(stair.at) && Number.isFinite(stair.value))
}
