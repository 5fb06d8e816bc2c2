import { build } from '../../tsup.shared.ts'

export default build(undefined, { onMain: ['src/flax', 'src/foreign', 'src/keras'] })
