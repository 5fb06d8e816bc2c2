export { cpu } from './cpu.ts'
export { cpuPlain } from './cpu-plain.ts'
export type { CpuBackend, CpuFeature } from './features.ts'
export { cpuThreads } from './threads/cpu-threads.ts'
