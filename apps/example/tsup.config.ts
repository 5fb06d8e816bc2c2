import { build } from '../../tsup.shared.ts'

export default build(['src/main.ts'], { platform: 'node' })
