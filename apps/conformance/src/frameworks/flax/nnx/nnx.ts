import { type Callable, PyClass } from '../../../python/objects.ts'
import { jit } from '../../jax/programs/compiled.ts'
import { ACTIVATIONS, GLU, ONE_HOT } from '../../jax/programs/functions.ts'
import { INITIALIZERS } from '../../jax/programs/initializers.ts'
import { POOL } from '../linen/linen.ts'
import { LAYERS } from './layers.ts'
import { DICT, LIST, MODULE, nnxParameters, PARAM, SEQUENTIAL, VARIABLE } from './module.ts'
import { RNGS, streamCounts } from './rngs.ts'

const same: Callable = ([value]) => value

/** `flax.nnx` */
export const NNX: Readonly<Record<string, unknown>> = {
  Module: MODULE,
  Rngs: RNGS,
  Variable: VARIABLE,
  Param: PARAM,
  BatchStat: new PyClass('BatchStat', [VARIABLE]),
  Cache: new PyClass('Cache', [VARIABLE]),
  List: LIST,
  Dict: DICT,
  Sequential: SEQUENTIAL,
  initializers: INITIALIZERS,
  ...ACTIVATIONS,
  glu: GLU,
  one_hot: ONE_HOT,
  avg_pool: POOL,
  max_pool: POOL,
  min_pool: POOL,
  data: same,
  static: same,
  jit,
  ...LAYERS,
}

export { nnxParameters, streamCounts }
