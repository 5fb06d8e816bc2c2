import '@tensorflow/tfjs-backend-cpu'
import { on } from './tfjs.mjs'

const fills = ['uniform', 'normal', 'truncated-normal', 'fill-4', 'fill-64', 'fill-2048']
const starts = ['init-chapter', 'init-small', 'gpt2-init']

export default on('cpu', [...fills, ...starts, 'mask', 'relu', 'tiny-mlp'])

export const bundles = {
  bundle: `import * as tf from '@tensorflow/tfjs-core'; import '@tensorflow/tfjs-backend-cpu'
console.log(tf.randomUniform([8, 4]), tf.matMul, tf.relu, tf.add)`,
  'draw-bundle': `import { randomUniform } from '@tensorflow/tfjs-core'; import '@tensorflow/tfjs-backend-cpu'
const a = Math.sqrt(6 / 12)
console.log(randomUniform([8, 4], -a, a, 'float32', 42).dataSync())`,
}
