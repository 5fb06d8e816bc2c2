import { cpu } from '@nn/backend-cpu'
import {
  accuracy,
  LESSONS,
  type Lesson,
  losses as lossesOf,
  NEAR,
  PYTHON_SEED,
  pythonLosses,
  toleranceOf,
} from '@nn/lessons'
import type { Reader } from '../chapter/reader.ts'
import type { Chosen } from '../command/arguments.ts'
import type { Framework } from '../dialects/framework.ts'
import type { Output } from '../output.ts'
import { progressBar } from '../run/progress.ts'
import { openSession } from '../run/start-model.ts'
import { curve } from './curve.ts'
import { readShared } from './shared.ts'
import { readSymmetry } from './symmetry.ts'

/** Columns of a curve where nobody says how wide the terminal is. */
const WIDTH = 60

/** Who is asked, and for what. */
export interface Training {
  readonly seed: bigint
  readonly dialect: Chosen<Framework> | undefined
  readonly output: Output
}

/** Trains the book's networks on data made here, and shows what an initialisation decides of it. */
export function readTraining(reader: Reader, { seed, dialect, output }: Training): void {
  for (const lesson of LESSONS) readLesson(reader, lesson, { seed, dialect, output })
  readSymmetry(reader, seed)
  readShared(reader, seed)
}

function readLesson(reader: Reader, lesson: Lesson, { seed, dialect, output }: Training): void {
  const { name, about, build, init, steps, code } = lesson
  const examples = lesson.examples(cpu)
  reader.title(`${about}, on ${examples.about}`)
  const how = dialect === undefined ? '' : `, as ${dialect.name} starts it`
  reader.text(`${steps} steps of ${code}; seed ${seed}${how}\n`)
  const net = build()
  net.initialize({ init, ...openSession(seed, dialect?.value).stream, backend: cpu })
  const losses: number[] = []
  for (const loss of lossesOf(net, examples, lesson)) {
    output.progress?.(`${progressBar(losses.length, steps)} steps  loss ${loss.toFixed(4)}`)
    losses.push(loss)
  }
  output.progress?.('')
  const width = Math.min(WIDTH, (output.columns ?? WIDTH) - 8)
  for (const line of curve(losses, width)) reader.output(line)
  const [first = 0, last = 0] = [losses[0], losses.at(-1)]
  const share = accuracy(net, examples)
  reader.text(
    `\n  loss ${first.toFixed(4)} → ${last.toFixed(4)}, ${(100 * share).toFixed(1)} % of the examples right`,
  )
  reader.claim('the loss has fallen to less than a quarter', last < first / 4)
  if (dialect?.name !== 'torch' || seed !== BigInt(PYTHON_SEED)) return
  const wanted = pythonLosses(name)
  const isNear = wanted.map(
    (python) => Math.abs((losses[python.step] ?? 0) - python.loss) < toleranceOf(python),
  )
  const early = wanted.filter(({ rounding }) => rounding < NEAR).length
  const said = `PyTorch's losses: ${early} of ${wanted.length} to ${NEAR}, the others as near as its own rounding`
  reader.claim(said, wanted.length > 0 && isNear.every(Boolean))
}
