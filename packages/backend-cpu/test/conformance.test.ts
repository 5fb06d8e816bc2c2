import { backendConformance } from '@nn/testing'
import { cpu } from '../src/index.ts'
import { accelerated, plain } from './backends.ts'

for (const backend of [cpu, plain, ...accelerated]) backendConformance(backend)
