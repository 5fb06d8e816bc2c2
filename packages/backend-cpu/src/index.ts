export { cpu } from './backends/cpu.ts'
export { cpuPlain } from './backends/cpu-plain.ts'
export type { CpuBackend, CpuFeature } from './backends/features.ts'
export { cpuThreads } from './threads/cpu-threads.ts'
