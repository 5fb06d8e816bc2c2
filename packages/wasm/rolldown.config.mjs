import { build } from '../../rolldown.shared.mjs'

export default build(['src/index.ts'])
