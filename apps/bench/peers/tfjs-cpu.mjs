import '@tensorflow/tfjs-backend-cpu'
import { on } from './tfjs.mjs'

const fills = ['uniform', 'normal', 'truncated-normal', 'fill-4', 'fill-64', 'fill-2048']
const starts = ['init-chapter', 'init-small', 'gpt2-init']

export default on('cpu', [...fills, ...starts, 'mask', 'relu', 'tiny-mlp'])

export const bundle = `import * as tf from '@tensorflow/tfjs-core'; import '@tensorflow/tfjs-backend-cpu'
console.log(tf.randomUniform([8, 4]), tf.matMul, tf.relu, tf.add)`
