import { cpu } from '@nn/backend-cpu'
import type { TorchDialect } from '@nn/init/torch'
import type { InitializeOptions, Module } from '@nn/layers'
import { createRng } from '@nn/random'
import type { Framework } from '../dialects/framework.ts'
import type { Model } from '../models/model.ts'

/** Where values come from. */
interface Session {
  /** The default stream, or a framework's session, as `initialize` and `plan` take it. */
  readonly stream: Pick<InitializeOptions, 'rng' | 'dialect'>
  /** The session, where it is PyTorch's. */
  readonly torch: TorchDialect | undefined
}

/** The default stream of a seed, or a framework after its seed was set. */
export function openSession(seed: bigint, framework?: Framework): Session {
  if (framework === undefined) return { stream: { rng: createRng(seed) }, torch: undefined }
  const { dialect, torch } = framework.open(seed, 'model')
  return { stream: { dialect }, torch }
}

/** Builds and starts a model: a port in PyTorch's session by its constructor, all else by the model's own initializers. */
export function startModel(
  { build, init, rules, isPort = false }: Model,
  { stream, torch }: Session,
): Module {
  if (isPort && torch !== undefined) return torch.build(() => build(torch), { backend: cpu })
  const net = build()
  net.initialize({ init, rules, ...stream, backend: cpu })
  return net
}
