import '@tensorflow/tfjs-backend-cpu'
import { on } from './tfjs.mjs'

export default on('cpu', ['uniform', 'normal', 'truncated-normal', 'gpt2-init', 'mask', 'tiny-mlp'])

export const bundle = `import * as tf from '@tensorflow/tfjs-core'; import '@tensorflow/tfjs-backend-cpu'
console.log(tf.randomUniform([8, 4]), tf.matMul, tf.relu, tf.add)`
