/** Steps of the bar. */
const WIDTH = 30

/** A bar of how much of a whole is done: `[█████░░░░░] 50% of 1,000`. */
export function progressBar(done: number, whole: number): string {
  const share = whole === 0 ? 1 : done / whole
  const full = Math.round(share * WIDTH)
  const percent = String(Math.floor(share * 100)).padStart(3)
  return `[${'█'.repeat(full)}${'░'.repeat(WIDTH - full)}] ${percent}% of ${whole.toLocaleString('en-US')}`
}
