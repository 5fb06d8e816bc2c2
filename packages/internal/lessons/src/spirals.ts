import type { Backend } from '@nn/tensor'
import type { Examples } from './examples.ts'
import { Numbers } from './numbers.ts'

/** Arms of the spiral, and points on each. */
const ARMS = 3
const POINTS = 60

/** A turn by 1/3 of a circle, and one of 0.06 radians: constants, so that no library's sine decides the data. */
const THIRD = { cos: -0.5, sin: 0.8660254037844386 }
const STEP = { cos: 0.9982005399352042, sin: 0.05996400647944459 }

type Turn = typeof STEP

function turn([x, y]: readonly [number, number], { cos, sin }: Turn): readonly [number, number] {
  return [x * cos - y * sin, x * sin + y * cos]
}

/** Points of three arms that wind around each other, `[180, 2]`, and the arm of each. */
export function spirals(backend: Backend): Examples {
  const numbers = new Numbers(1)
  const points: number[] = []
  const labels: number[] = []
  let start: readonly [number, number] = [1, 0]
  for (let arm = 0; arm < ARMS; arm++) {
    let direction = start
    for (let i = 0; i < POINTS; i++) {
      const radius = (i + 1) / POINTS
      const noise = (): number => (numbers.next() - 0.5) * 0.1
      points.push(radius * direction[0] + noise(), radius * direction[1] + noise())
      labels.push(arm)
      direction = turn(direction, STEP)
    }
    start = turn(start, THIRD)
  }
  return {
    about: 'points of three spiral arms',
    x: backend.tensor(Float32Array.from(points), { shape: [ARMS * POINTS, 2] }),
    labels: backend.tensor(Int32Array.from(labels)),
  }
}
