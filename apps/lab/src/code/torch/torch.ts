import { toPython } from '@nn/layers'
import type { Framework } from '../framework.ts'
import { torchText } from '../printing/torch.ts'
import { torchProgram } from './program.ts'

export const torch: Framework = {
  name: 'torch',
  title: 'PyTorch',
  dialect: 'torch',
  parameters: (net, { network }) => {
    const named = toPython(net.stateDict())
    // The chapter's activation is a module of its own in PyTorch.
    return network === 'chapter'
      ? new Map([...named].map(([name, value]) => [name.replace(/^1\./, '2.'), value]))
      : named
  },
  print: torchText,
  write: torchProgram,
}
