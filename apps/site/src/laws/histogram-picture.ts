import type { Density } from './densities.ts'
import { ACCENT, digits, FAINT, INK, label, px, svg, ticks } from './svg.ts'

const [WIDTH, HEIGHT] = [296, 160]
const EDGE = { left: 40, right: 4, top: 16, bottom: 26 }
const BINS = 44

/** Lengths of both axes, in pixels of the picture. */
interface Scales {
  readonly x: (value: number) => number
  readonly y: (density: number) => number
}

/** The histogram of values in ink, and the density of their law as a thin line over it; point masses are arrows. */
export function histogramPicture(values: ArrayLike<number>, law: Density, title: string): string {
  const isPlain = law.masses === undefined
  const margin = (law.high - law.low) * 0.06
  const [from, to] = [law.low - margin, law.high + margin]
  const masses = law.masses ?? []
  const bars = binned(
    values,
    law,
    masses.map(({ value }) => value),
  )
  const line = curve(law)
  const most = Math.max(...bars, ...line.map(([, y]) => y))
  const plot = { width: WIDTH - EDGE.left - EDGE.right, height: HEIGHT - EDGE.top - EDGE.bottom }
  const top = most > 0 ? most * (isPlain ? 1.06 : 1.3) : 1
  const scales: Scales = {
    x: (value) => EDGE.left + ((value - from) / (to - from)) * plot.width,
    y: (density) => EDGE.top + plot.height * (1 - density / top),
  }
  return svg(WIDTH, HEIGHT, title, [
    most > 0 ? barsOf(bars, law, scales) : '',
    most > 0 ? `<path d="${path(line, scales)}" fill="none" stroke="${ACCENT}" stroke-width="1.5"/>` : '',
    ...masses.map((mass) => arrow(mass, shareOf(values, mass.value), scales, EDGE.top)),
    ...axes({ from, to, top: most > 0 ? top : 0 }, scales),
  ])
}

/** Shares of the values in equal bins between the ends of a law, as densities; point masses are left out. */
function binned(values: ArrayLike<number>, { low, high }: Density, masses: readonly number[]): number[] {
  const counts = new Array<number>(BINS).fill(0)
  const width = (high - low) / BINS
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? Number.NaN
    if (masses.includes(value)) continue
    const bin = Math.floor((value - low) / width)
    const count = counts[bin]
    if (count !== undefined) counts[bin] = count + 1
  }
  return counts.map((count) => count / values.length / width)
}

function shareOf(values: ArrayLike<number>, value: number): number {
  let count = 0
  for (let i = 0; i < values.length; i++) if (values[i] === value) count++
  return count / values.length
}

/** Points of the density, with its steps at both ends. */
function curve({ low, high, at }: Density): [x: number, y: number][] {
  const steps = 120
  const inside = Array.from({ length: steps + 1 }, (_, i): [number, number] => {
    const x = low + ((high - low) * i) / steps
    return [x, at(x)]
  })
  // Where a density is flat its ends are enough.
  const bends = inside.filter(([, y], i) => y !== inside[i - 1]?.[1] || y !== inside[i + 1]?.[1])
  return [[low, 0], ...bends, [high, 0]]
}

function path(points: readonly (readonly [x: number, y: number])[], { x, y }: Scales): string {
  return `M${points.map(([a, b]) => `${px(x(a))} ${px(y(b))}`).join('L')}`
}

function barsOf(bars: readonly number[], { low, high }: Density, { x, y }: Scales): string {
  const width = (high - low) / bars.length
  const gap = 0.8
  const rects = bars.flatMap((bar, i) => {
    if (bar === 0) return []
    const [left, right] = [x(low + i * width) + gap / 2, x(low + (i + 1) * width) - gap / 2]
    return [`M${px(left)} ${px(y(0))}V${px(y(bar))}H${px(right)}V${px(y(0))}Z`]
  })
  return `<path d="${rects.join('')}" fill="${INK}" fill-opacity="0.72"/>`
}

/** A point mass: an arrow, with its share as measured and as predicted. */
function arrow(
  { value, share }: { readonly value: number; readonly share: number },
  measured: number,
  { x, y }: Scales,
  top: number,
): string {
  const at = x(value)
  const text = `share ${digits(measured)}, law ${digits(share)}`
  const near = at > WIDTH / 2 + 24 ? ('end' as const) : ('start' as const)
  return [
    `<path d="M${px(at)} ${px(y(0))}V${px(top + 6)}" stroke="${INK}" stroke-width="3"/>`,
    `<path d="M${px(at - 5)} ${px(top + 8)}L${px(at)} ${px(top - 4)}L${px(at + 5)} ${px(top + 8)}Z" fill="${ACCENT}"/>`,
    label(near === 'start' ? at + 10 : at - 10, top + 6, text, near),
  ].join('')
}

/** The x axis with its numbers, and the y axis of densities where there is one. */
function axes(
  { from, to, top }: { readonly from: number; readonly to: number; readonly top: number },
  { x, y }: Scales,
): string[] {
  const base = y(0)
  const marks = ticks(from, to, 4).map((value) => {
    const at = x(value)
    return `<path d="M${px(at)} ${px(base)}v4" stroke="${FAINT}"/>${label(at, base + 17, digits(value))}`
  })
  const densities = top === 0 ? [] : ticks(0, top, 3).slice(1)
  return [
    `<path d="M${px(EDGE.left)} ${px(base)}H${px(WIDTH - EDGE.right)}" stroke="${FAINT}"/>`,
    ...marks,
    ...densities.map((value) => label(EDGE.left - 6, y(value) + 4, digits(value), 'end')),
    densities.length === 0 ? '' : label(2, 11, 'density', 'start'),
  ]
}
