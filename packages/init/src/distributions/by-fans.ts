import type { FloatArray, Rng } from '@nn/random'
import { elementwise } from '../initializer/fill.ts'
import type { InitConfig, Initializer } from '../initializer/initializer.ts'
import type { Law } from '../initializer/law.ts'
import type { Fans } from '../parameter/fans.ts'

/** A law of mean 0 with one number, such as a bound or a standard deviation, that depends on the fans. */
interface Scale {
  /** The number for these fans. */
  of(fans: Fans): number
  /** Fills `out` with the elements from `start` on. */
  draw(rng: Rng, out: FloatArray, number: number, start: number): unknown
  law(number: number): Law
  /** The law in words, before the fans are known. */
  readonly text: string
}

/** The initializer of a law that depends on the fans. */
export function byFans(config: InitConfig, { of, draw, law, text }: Scale): Initializer {
  return elementwise({
    config,
    needs: ['rng', 'fans'],
    write: ({ rng, fans }, out, start) => out.length > 0 && draw(rng, out, of(fans), start),
    describe: ({ fans }) => {
      if (fans === undefined) return { text, mean: 0 }
      return fans.fanIn > 0 ? law(of(fans)) : { text: 'no elements' }
    },
    check: ({ fans }) => void of(fans),
  })
}
