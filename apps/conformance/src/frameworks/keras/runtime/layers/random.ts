import type { LayerArguments, LayerClass } from '../core/layer.ts'
import type { KerasRuntime } from '../core/runtime.ts'
import { Plain } from './core.ts'

/** A layer without weights whose forward draws, with a generator of its own. */
class Drawing extends Plain {
  constructor(runtime: KerasRuntime, className: string, args: LayerArguments) {
    super(runtime, className, args)
    runtime.seedGenerator(args.seed)
  }
}

/** One whose generator is made only where there is something to draw. */
class Noise extends Plain {
  constructor(runtime: KerasRuntime, className: string, args: LayerArguments) {
    super(runtime, className, args)
    if (Number(args.rate ?? args.stddev) > 0) runtime.seedGenerator(args.seed)
  }
}

const NOISES = [
  'Dropout',
  'AlphaDropout',
  'GaussianDropout',
  'GaussianNoise',
  'SpatialDropout1D',
  'SpatialDropout2D',
  'SpatialDropout3D',
]

const DRAWING = [
  'RandomBrightness',
  'RandomColorDegeneration',
  'RandomContrast',
  'RandomElasticTransform',
  'RandomErasing',
  'RandomFlip',
  'RandomGaussianBlur',
  'RandomGrayscale',
  'RandomHue',
  'RandomInvert',
  'RandomPerspective',
  'RandomPosterization',
  'RandomRotation',
  'RandomSaturation',
  'RandomSharpness',
  'RandomShear',
  'RandomTranslation',
  'RandomZoom',
  'Solarization',
]

export const RANDOM: Readonly<Record<string, LayerClass>> = {
  ...Object.fromEntries(NOISES.map((name) => [name, Noise])),
  ...Object.fromEntries(DRAWING.map((name) => [name, Drawing])),
  AutoContrast: Plain,
  Equalization: Plain,
}
