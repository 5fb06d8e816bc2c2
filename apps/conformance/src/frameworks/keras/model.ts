import { patterns } from '../../golden/encode.ts'
import type { ModelRunner } from '../../golden/model.ts'
import { numberOf } from '../../golden/read.ts'
import { BACKENDS } from './backends.ts'
import { runKeras } from './program/run-program.ts'

/** Runs the program of a model of Keras. */
export const kerasModel: ModelRunner = ({ code, seed, backend: name = 'tensorflow' }) => {
  const backend = BACKENDS[name]
  if (backend === undefined) throw new RangeError(`a backend of Keras that is not known: ${name}`)
  const { weights, uniform, randint } = runKeras({ code, seed: numberOf(Number(seed)), backend })
  return {
    parameters: weights.map(({ path, ...weight }) => ({ name: path, ...weight })),
    after: {
      'keras.random.uniform': patterns(uniform, 'float32').map((word) => word.toString(16).padStart(8, '0')),
      'random.randint(1, 1000000000)': randint,
    },
  }
}
