import { backendConformance } from '@nn/testing'
import { cpu, cpuExact } from '../src/index.ts'
import { accelerated, plain } from './backends.ts'

for (const backend of [cpu, cpuExact, plain, ...accelerated]) backendConformance(backend)
