import { cpu } from '@nn/backend-cpu'
import { torch } from '@nn/init/torch'
import { describe, expect, it } from 'vitest'
import { Dense } from '../src/index.ts'

describe('torch', () => {
  it('gives nn.Linear(3, 2) after manual_seed(0)', () => {
    const layer = new Dense(2, { inUnits: 3 })
    layer.initialize({ dialect: torch({ seed: 0 }), backend: cpu })
    expect(layer.weight.data.toNested()).toEqual([
      [-0.004322517663240433, 0.3097158372402191, -0.4751853346824646],
      [-0.4248946011066437, -0.2223689705133438, 0.15482072532176971],
    ])
    expect(layer.bias.data.toNested()).toEqual([-0.011439144611358643, 0.45777493715286255])
  })
})
