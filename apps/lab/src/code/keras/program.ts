import type { LabState } from '../../state/state.ts'
import type { Printing } from '../framework.ts'
import { program, SHOWN, VALUES } from '../python.ts'
import type { Sites } from '../sites.ts'
import { kerasNetwork } from './networks.ts'

/** The Keras program that starts a state's network and prints its first weights. @throws Refusal if there is none. */
export function kerasProgram(state: LabState, sites: Sites, { isLong, isRounded }: Printing): string {
  const { definitions, build } = kerasNetwork(state, sites)
  const isObject = [...definitions.flat(), ...build].some((line) => line.includes('initializers.'))
  const { first, last } = SHOWN
  return program(
    ['import keras', `from keras import ${isObject ? 'initializers, ' : ''}layers`],
    ...definitions,
    [`keras.utils.set_random_seed(${state.seed})`, ...build],
    [
      `for w in ${isLong ? `net.weights[:${first}] + net.weights[-${last}:]` : 'net.weights'}:`,
      `    print(w.path, w.numpy().flatten()[:${VALUES}]${isRounded ? '.round(4)' : ''})`,
    ],
  )
}
