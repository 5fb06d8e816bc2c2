import { cpu } from '@nn/backend-cpu'
import type { TorchSession } from '../model/session.ts'
import type { Construct } from './construct.ts'
import { type Classes, portObject } from './port-object.ts'
import { timmModules } from './timm.ts'
import { torchvisionModules } from './torchvision.ts'
import { transformersModules } from './transformers.ts'

/** torchvision, transformers and timm, as modules of a program. */
export function libraryModules(session: TorchSession, nn: Classes): Record<string, unknown> {
  const construct: Construct = (make) => {
    const type = session.defaultType
    if (type === 'float64') throw new TypeError('a library model of float64 is not read')
    const dialect = session.dialectOf(type)
    return portObject(
      dialect.build(() => make(dialect), { backend: cpu }),
      nn,
      type,
    )
  }
  return { ...torchvisionModules(construct), ...transformersModules(construct), ...timmModules(construct) }
}
