import type { LabState } from '../../state/state.ts'
import type { Printing } from '../framework.ts'
import { program, SHOWN, VALUES } from '../python.ts'
import type { Sites } from '../sites.ts'
import { jaxNetwork } from './networks.ts'
import type { Definitions } from './words.ts'

/** The program of JAX and Flax that starts a state's network and prints its first weights. @throws Refusal if there is none. */
export function jaxProgram(state: LabState, sites: Sites, { isLong, isRounded }: Printing): string {
  const definitions: Definitions = new Map()
  const { classes, input } = jaxNetwork(state, sites, definitions)
  const { first, last } = SHOWN
  const print = `    print(name, p.flatten()[:${VALUES}]${isRounded ? '.round(4)' : ''})`
  const printing = isLong
    ? [
        "parameters = list(flatten_dict(params, sep='.').items())",
        `for name, p in parameters[:${first}] + parameters[-${last}:]:`,
        print,
      ]
    : ["for name, p in flatten_dict(params, sep='.').items():", print]
  return program(
    [
      'import jax',
      'import jax.numpy as jnp',
      'from flax import linen as nn',
      'from flax.traverse_util import flatten_dict',
    ],
    ...definitions.values(),
    ...classes,
    [`params = Net().init(jax.random.key(${state.seed}), ${input})['params']`, ...printing],
  )
}
