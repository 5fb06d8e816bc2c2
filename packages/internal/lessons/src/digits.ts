import type { Backend } from '@nn/tensor'
import type { Examples } from './examples.ts'
import { Numbers } from './numbers.ts'

type Point = readonly [x: number, y: number]

/** The strokes of each digit, as corners on a grid of 6 × 6. */
const STROKES: readonly (readonly (readonly Point[])[])[] = [
  [
    [
      [1, 1],
      [4, 1],
      [4, 5],
      [1, 5],
      [1, 1],
    ],
  ],
  [
    [
      [2, 2],
      [3, 1],
      [3, 5],
    ],
  ],
  [
    [
      [1, 1],
      [4, 1],
      [4, 3],
      [1, 5],
      [4, 5],
    ],
  ],
  [
    [
      [1, 1],
      [4, 1],
      [2, 3],
      [4, 4],
      [3, 5],
      [1, 5],
    ],
  ],
  [
    [
      [3, 5],
      [3, 1],
      [1, 4],
      [5, 4],
    ],
  ],
  [
    [
      [4, 1],
      [1, 1],
      [1, 3],
      [4, 3],
      [4, 5],
      [1, 5],
    ],
  ],
  [
    [
      [4, 1],
      [1, 3],
      [1, 5],
      [4, 5],
      [4, 3],
      [1, 3],
    ],
  ],
  [
    [
      [1, 1],
      [4, 1],
      [2, 5],
    ],
  ],
  [
    [
      [1, 1],
      [4, 1],
      [1, 5],
      [4, 5],
      [1, 1],
    ],
  ],
  [
    [
      [4, 3],
      [1, 3],
      [1, 1],
      [4, 1],
      [4, 5],
    ],
  ],
]

const SIZE = 8
const COPIES = 10

/** Ink falls off over this distance from a stroke. */
const BREADTH = 0.9

/** The distance of a point from the line between two. */
function distance([px, py]: Point, [ax, ay]: Point, [bx, by]: Point): number {
  const [dx, dy] = [bx - ax, by - ay]
  const along = ((px - ax) * dx + (py - ay) * dy) / (dx * dx + dy * dy)
  const t = Math.min(1, Math.max(0, along))
  const [ex, ey] = [px - ax - t * dx, py - ay - t * dy]
  return Math.sqrt(ex * ex + ey * ey)
}

/** The ink of each of 8 × 8 pixels. */
function draw(strokes: readonly (readonly Point[])[], shift: Point, stretch: number): number[] {
  return Array.from({ length: SIZE * SIZE }, (_, pixel) => {
    const at: Point = [((pixel % SIZE) - shift[0]) / stretch, (Math.floor(pixel / SIZE) - shift[1]) / stretch]
    let nearest = Number.POSITIVE_INFINITY
    for (const corners of strokes)
      for (let i = 1; i < corners.length; i++) {
        const [a, b] = [corners[i - 1], corners[i]]
        if (a !== undefined && b !== undefined) nearest = Math.min(nearest, distance(at, a, b))
      }
    return Math.max(0, 1 - nearest / BREADTH)
  })
}

/** Digits of 8 × 8 pixels, each drawn ten times from its strokes, a little elsewhere and larger or smaller: `[100, 1, 8, 8]`. */
export function digits(backend: Backend): Examples {
  const numbers = new Numbers(2)
  const pixels: number[] = []
  const labels: number[] = []
  for (let copy = 0; copy < COPIES; copy++)
    for (const [digit, strokes] of STROKES.entries()) {
      const shift: Point = [numbers.next() * 1.5, numbers.next() * 1.5]
      pixels.push(...draw(strokes, shift, 1 + numbers.next() * 0.2))
      labels.push(digit)
    }
  return {
    about: 'digits of 8 × 8, drawn from strokes',
    x: backend.tensor(Float32Array.from(pixels), { shape: [labels.length, 1, SIZE, SIZE] }),
    labels: backend.tensor(Int32Array.from(labels)),
  }
}
