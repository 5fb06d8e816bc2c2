import { backendConformance } from '@nn/testing'
import { cpu } from '../src/index.ts'

backendConformance(cpu)
