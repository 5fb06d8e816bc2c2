import type { Law } from '@nn/init'
import { firstValues } from '../measure/first-values.ts'
import { type Bins, histogram, rangeOf } from '../measure/histogram.ts'
import { lawDensity } from '../measure/law-density.ts'
import { type Moments, moments } from '../measure/moments.ts'
import { lawRequestOf } from '../networks/steps.ts'
import { startedOf } from '../signal/shared.ts'
import type { Compute, WeightsData } from './picture.ts'

const BINS = 60

/** The values of each parameter, beside the density of its law. */
export const weights: Compute<WeightsData> = async (state) => {
  const { network } = await startedOf(state)
  const parameters = [...network.net.parameters()].map(([path, parameter]) => {
    const values = parameter.data.toArray()
    const measured = moments(values)
    const law: Law = parameter.choice?.init.describe(lawRequestOf(parameter)) ?? { text: '' }
    return {
      path,
      shape: parameter.data.shape,
      law: law.text,
      histogram: histogram(values, { ...endsOf(law, measured), bins: BINS }),
      density: lawDensity(law),
      mean: { measured: measured.mean, predicted: law.mean },
      std: { measured: measured.std, predicted: law.std },
      first: firstValues(parameter, state.dialect),
    }
  })
  return { parameters }
}

/** The law's own ends, where it has some, or those of the values. */
function endsOf({ low, high }: Law, measured: Moments): Pick<Bins, 'low' | 'high'> {
  const isBounded = low !== undefined && high !== undefined && low < high && Number.isFinite(high - low)
  return isBounded ? { low, high } : rangeOf(measured)
}
