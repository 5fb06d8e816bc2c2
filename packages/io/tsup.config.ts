import { build } from '../../tsup.shared.ts'

export default build(['src/index.ts', 'src/node/index.ts'], { external: [/^node:/] })
