import { tests } from '../../vitest.shared.ts'

export default tests({ browser: true, together: true })
