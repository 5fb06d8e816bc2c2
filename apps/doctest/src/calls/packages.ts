import * as autograd from '@nn/autograd'
import * as backendCpu from '@nn/backend-cpu'
import * as checkpoint from '@nn/checkpoint'
import * as checkpointNode from '@nn/checkpoint/node'
import * as init from '@nn/init'
import * as initConfig from '@nn/init/config'
import * as initFlax from '@nn/init/flax'
import * as initJax from '@nn/init/jax'
import * as initKeras from '@nn/init/keras'
import * as initLayer from '@nn/init/layer'
import * as initMxnet from '@nn/init/mxnet'
import * as initRecipes from '@nn/init/recipes'
import * as initTensorflow from '@nn/init/tensorflow'
import * as initTorch from '@nn/init/torch'
import * as io from '@nn/io'
import * as ioNode from '@nn/io/node'
import * as layers from '@nn/layers'
import * as layersFlax from '@nn/layers/flax'
import * as layersKeras from '@nn/layers/keras'
import * as optim from '@nn/optim'
import * as random from '@nn/random'
import * as randomFlax from '@nn/random/flax'
import * as randomJax from '@nn/random/jax'
import * as randomKeras from '@nn/random/keras'
import * as randomMxnet from '@nn/random/mxnet'
import * as randomNumpy from '@nn/random/numpy'
import * as randomPython from '@nn/random/python'
import * as randomTensorflow from '@nn/random/tensorflow'
import * as randomTorch from '@nn/random/torch'
import * as tensor from '@nn/tensor'

/** What an entry exports, by name. */
export type Exports = Readonly<Record<string, unknown>>

/** All entries of the published packages. */
export const PACKAGES: Readonly<Record<string, Exports>> = {
  '@nn/backend-cpu': backendCpu,
  '@nn/checkpoint': checkpoint,
  '@nn/checkpoint/node': checkpointNode,
  '@nn/init': init,
  '@nn/init/config': initConfig,
  '@nn/init/layer': initLayer,
  '@nn/init/recipes': initRecipes,
  '@nn/autograd': autograd,
  '@nn/init/flax': initFlax,
  '@nn/init/jax': initJax,
  '@nn/init/keras': initKeras,
  '@nn/init/mxnet': initMxnet,
  '@nn/init/tensorflow': initTensorflow,
  '@nn/init/torch': initTorch,
  '@nn/io': io,
  '@nn/io/node': ioNode,
  '@nn/layers': layers,
  '@nn/layers/flax': layersFlax,
  '@nn/layers/keras': layersKeras,
  '@nn/optim': optim,
  '@nn/random': random,
  '@nn/random/flax': randomFlax,
  '@nn/random/jax': randomJax,
  '@nn/random/keras': randomKeras,
  '@nn/random/mxnet': randomMxnet,
  '@nn/random/numpy': randomNumpy,
  '@nn/random/python': randomPython,
  '@nn/random/tensorflow': randomTensorflow,
  '@nn/random/torch': randomTorch,
  '@nn/tensor': tensor,
}
