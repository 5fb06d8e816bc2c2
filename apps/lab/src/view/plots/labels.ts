import { type Markish, text } from '@observablehq/plot'

/** The name of a line, at its last point. */
export interface EndLabel {
  readonly name: string
  readonly x: number
  readonly y: number
  readonly color: string
}

/** Height of a line of text, in pixels. */
const LINE = 13

/** Names behind the ends of lines, moved apart where two would stand on each other; `scale`: pixels for one unit of y. */
export function endLabels(labels: readonly EndLabel[], scale: number): Markish[] {
  const places = apart(labels, LINE / scale)
  return labels.map(({ name, x, color }, index) =>
    text([name], { x: [x], y: [places[index] ?? 0], text: [name], fill: color, textAnchor: 'start', dx: 5 }),
  )
}

interface Group {
  /** Sum of the wanted places of its first line. */
  wanted: number
  readonly members: number[]
}

/** Places as near as can be to those that are wanted, of which no two are nearer than `line`: groups that touch become one. */
function apart(labels: readonly EndLabel[], line: number): number[] {
  const groups: Group[] = []
  const bottom = ({ wanted, members }: Group): number => wanted / members.length
  const order = labels.map((_, index) => index).toSorted((a, b) => (labels[a]?.y ?? 0) - (labels[b]?.y ?? 0))
  for (const index of order) {
    let group: Group = { wanted: labels[index]?.y ?? 0, members: [index] }
    for (
      let below = groups.at(-1);
      below && bottom(below) + below.members.length * line > bottom(group);
      below = groups.at(-1)
    ) {
      groups.pop()
      const shift = group.members.length * below.members.length * line
      group = { wanted: below.wanted + group.wanted - shift, members: [...below.members, ...group.members] }
    }
    groups.push(group)
  }
  const places: number[] = []
  for (const group of groups)
    for (const [row, index] of group.members.entries()) places[index] = bottom(group) + row * line
  return places
}
