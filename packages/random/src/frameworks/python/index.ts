export { createPythonRng, type PythonRng, type PythonState, pythonRngFromJSON } from './python-rng.ts'
export type { PythonSeed } from './seed.ts'
