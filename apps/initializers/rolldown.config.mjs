import { build } from '../../rolldown.shared.mjs'

export default build(['src/main.ts'], { platform: 'node' })
