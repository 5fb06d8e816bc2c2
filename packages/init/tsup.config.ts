import { build } from '../../tsup.shared.ts'

export default build(undefined, { isLight: true })
