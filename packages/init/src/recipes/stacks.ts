import { integer, message, type OptionNames } from '@nn/check'
import { countBlocks } from './depth.ts'
import { demand, type Placed, type RoleOptions } from './roles.ts'

/** How many layers the encoder and the decoder have, where it is not to be counted. */
export interface StackOptions extends RoleOptions {
  /** Default: counted from the roles, of parameters that lie in no module of kind `'decoder'`. */
  readonly encoderLayers?: number
  /** Default: counted from the roles, of parameters that lie in a module of kind `'decoder'`. */
  readonly decoderLayers?: number
}

/** Depth of each stack; 0 for one that there is not. */
export interface Depths {
  readonly encoder: number
  readonly decoder: number
}

/** @internal */
export const STACK_OPTIONS: OptionNames<StackOptions> = {
  encoderLayers: true,
  decoderLayers: true,
  roles: true,
}

/** In which stack a parameter lies: a decoder if a module around it declares that it is one, else an encoder. */
export function stackOf({ kind, within = [] }: Placed): 'encoder' | 'decoder' {
  const nearest = [kind, ...within].find((declared) => declared === 'encoder' || declared === 'decoder')
  return nearest === 'decoder' ? 'decoder' : 'encoder'
}

/** Throws unless the depths that are given are numbers of layers. */
export function checkDepths(where: string, { encoderLayers = 0, decoderLayers = 0 }: StackOptions): void {
  integer(where, 'encoderLayers', encoderLayers, 0)
  integer(where, 'decoderLayers', decoderLayers, 0)
}

/** Counts the layers of both stacks. */
export function depthsOf(where: string, placed: readonly Placed[], options: StackOptions): Depths {
  const outs = demand(where, placed, 'residualOut')
  const count = (stack: 'encoder' | 'decoder', given: number | undefined): number => {
    const counted = countBlocks(outs.filter((out) => stackOf(out) === stack))
    if (given === 0 && counted > 0) {
      throw new RangeError(message(where, `${stack}Layers of the ${counted} that there are`, '0'))
    }
    return given ?? counted
  }
  return {
    encoder: count('encoder', options.encoderLayers),
    decoder: count('decoder', options.decoderLayers),
  }
}
