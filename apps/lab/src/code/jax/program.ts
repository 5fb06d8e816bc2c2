import type { LabState } from '../../state/state.ts'
import type { Printing } from '../framework.ts'
import { program, SHOWN, VALUES } from '../python.ts'
import type { Sites } from '../sites.ts'
import { jaxNetwork } from './networks.ts'
import { Definitions } from './words.ts'

/** The program of JAX and Flax that starts a state's network and prints its first weights. @throws Refusal if there is none. */
export function jaxProgram(state: LabState, sites: Sites, { isLong, isRounded }: Printing): string {
  const definitions = new Definitions()
  const { classes, input } = jaxNetwork(state, sites, definitions)
  const { first, last } = SHOWN
  const values = `p.flatten()[:${VALUES}]`
  const print = `    print(name, ${isRounded ? `np.asarray(${values}).round(4)` : values})`
  const printing = isLong
    ? [
        "parameters = list(flatten_dict(params, sep='.').items())",
        `for name, p in parameters[:${first}] + parameters[-${last}:]:`,
        print,
      ]
    : ["for name, p in flatten_dict(params, sep='.').items():", print]
  const { partials, functions } = definitions
  return program(
    [
      ...(partials.length > 0 ? ['from functools import partial', ''] : []),
      'import jax',
      'import jax.numpy as jnp',
      ...(isRounded ? ['import numpy as np'] : []),
      'from flax import linen as nn',
      'from flax.traverse_util import flatten_dict',
    ],
    ...functions.values(),
    partials,
    ...classes,
    [`params = Net().init(jax.random.key(${state.seed}), ${input})['params']`, ...printing],
  )
}
