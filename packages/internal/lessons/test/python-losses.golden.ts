import { cpu, cpuExact } from '@nn/backend-cpu'
import { torch } from '@nn/init/torch'
import { describe, expect, test } from 'vitest'
import {
  accuracy,
  LESSONS,
  type Lesson,
  losses,
  PYTHON_SEED,
  pythonLosses,
  toleranceOf,
} from '../src/index.ts'

function run(lesson: Lesson, seed: number, backend = cpu) {
  const net = lesson.build()
  net.initialize({ init: lesson.init, dialect: torch({ seed }), backend })
  const examples = lesson.examples(backend)
  const all = [...losses(net, examples, lesson)]
  const far = pythonLosses(lesson.name).filter(
    (python) => !(Math.abs((all[python.step] ?? 0) - python.loss) < toleranceOf(python)),
  )
  return { all, far, accuracy: accuracy(net, examples) }
}

describe.each([
  ['cpu', cpu],
  ['cpuExact', cpuExact],
] as const)('on %s', (_name, backend) => {
  test.each(LESSONS.map((lesson) => [lesson.name, lesson] as const))(
    '%s has the losses of PyTorch',
    (_lesson, lesson) => {
      const { all, far, accuracy: share } = run(lesson, PYTHON_SEED, backend)
      expect(pythonLosses(lesson.name).length).toBeGreaterThan(5)
      expect(all).toHaveLength(lesson.steps + 1)
      expect(far).toEqual([])
      expect(share).toBeGreaterThan(0.95)
    },
  )
})

test('another seed has others, all of them', () => {
  const [mlp] = LESSONS
  if (mlp === undefined) throw new Error('expected a lesson')
  expect(run({ ...mlp, steps: 20 }, PYTHON_SEED + 1).far.length).toBe(pythonLosses('mlp').length)
})

test('a lesson that PyTorch did not run has none', () => {
  expect(pythonLosses('other')).toEqual([])
})
