/** The middle value, or the mean of the two in the middle. */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

const now = () => performance.now() / 1000

async function repeat(run, times) {
  const start = now()
  for (let i = 0; i < times; i++) {
    const result = run()
    if (typeof result?.then === 'function') await result
  }
  return now() - start
}

/** Seconds per call over about `budget` seconds. */
async function sample(contestant, budget, collect = 'minor') {
  if (contestant.run.external !== undefined) return contestant.run.external()
  await contestant.run.prepare?.()
  const times = Math.max(1, Math.round(budget / contestant.estimate))
  // What the one before left is not this one's to clear. The first calls are not timed: V8 makes room for young objects again.
  globalThis.gc?.({ type: collect })
  if (times > 1) await repeat(contestant.run, Math.ceil(times / 4))
  const seconds = (await repeat(contestant.run, times)) / times
  contestant.estimate = seconds
  return seconds
}

/** Calls until the engine has compiled what is to be compiled, and remembers about how long a call takes. */
async function warmUp(contestant, budget) {
  if (contestant.run.external !== undefined) return
  await contestant.run.prepare?.()
  let times = 1
  for (let spent = 0; spent < budget; times *= 2) {
    const seconds = await repeat(contestant.run, times)
    contestant.estimate = seconds / times
    spent += seconds
  }
}

/**
 * A contestant whose measure is not the time of `run` but how many times that of `base` it is: both are called in turn, so that a change of
 * the machine's speed meets both.
 */
export function relative(run, base, budget = 0.2) {
  const pair = [run, base].map((each) => ({ run: each, estimate: budget }))
  let isWarm = false
  const external = async () => {
    if (!isWarm) for (const each of pair) await warmUp(each, 2 * budget)
    isWarm = true
    const ratios = []
    for (let turn = 0; turn < 3; turn++)
      ratios.push((await sample(pair[0], budget)) / (await sample(pair[1], budget)))
    return median(ratios)
  }
  return Object.assign(() => run(), { external })
}

/**
 * Median seconds per call of each function by name. All are measured in every round, one after the other, and rounds are short, so that a
 * change of the machine's speed meets all; the slow ones once. What is measured elsewhere has `external`, which gives the seconds of a call.
 * `collect` is what is collected before each sample: 'major', as some libraries hold large memory until then, or 'minor'.
 */
export async function race(
  runs,
  { rounds = 15, slow = [], budget = 0.04, warm = 4 * budget, collect = 'major' } = {},
) {
  const contestants = Object.entries(runs).map(([name, run]) => ({
    name,
    run,
    seconds: [],
    estimate: budget,
  }))
  for (const contestant of contestants) {
    if (!slow.includes(contestant.name)) await warmUp(contestant, warm)
  }
  for (let round = 0; round < rounds; round++) {
    for (const contestant of contestants) {
      if (round === 0 || !slow.includes(contestant.name))
        contestant.seconds.push(await sample(contestant, budget, collect))
    }
  }
  return Object.fromEntries(contestants.map(({ name, seconds }) => [name, median(seconds)]))
}

/** How much better ours is than the best peer: above 1 is better. `more` says that larger values are better. */
export function ratioOf(ours, peers, more = false) {
  const values = Object.values(peers)
  if (values.length === 0) return null
  return more ? ours / Math.max(...values) : Math.min(...values) / ours
}
