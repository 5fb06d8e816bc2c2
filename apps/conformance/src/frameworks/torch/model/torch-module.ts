import { present } from '../../../golden/present.ts'
import { raised } from '../../../python/errors.ts'
import { type Keywords, method, PyClass, type PyObject } from '../../../python/objects.ts'
import { call, isNumber } from '../../../python/values.ts'
import { LAYERS } from '../../forward/layers.ts'
import { attentionClasses, transformerClass } from './attention.ts'
import { CONTAINERS } from './containers.ts'
import { creationFunctions, fillTensor } from './creation.ts'
import { isFloat, TYPE_NAMES, TypeObject, typeObject } from './dtypes.ts'
import { embeddingClass } from './embedding.ts'
import { initModule } from './init.ts'
import { BASES, layerClass } from './layer.ts'
import { LAZY, lazyClass } from './lazy.ts'
import { MODULE_METHODS } from './module.ts'
import { MODULE } from './module-state.ts'
import { functional, plainClasses } from './plain.ts'
import type { TorchSession } from './session.ts'
import { SIGNATURES } from './signatures.ts'
import { converted, exact, heldBy, isTensorObject, PARAMETER, TENSOR } from './tensor.ts'
import { INDEXING } from './tensor-index.ts'
import { drawingMethods, METHODS } from './tensor-methods.ts'
import { OPERATORS } from './tensor-operators.ts'

/** Gives the classes of tensors and modules, which all programs share, their methods. */
function equip(session: TorchSession): void {
  for (const methods of [OPERATORS, INDEXING, METHODS, drawingMethods(session)]) {
    for (const [name, value] of Object.entries(methods)) TENSOR.attributes.set(name, value)
  }
  for (const [name, value] of Object.entries(MODULE_METHODS)) MODULE.attributes.set(name, value)
  TENSOR.attributes.set(
    '__init__',
    method((self, given) => fillTensor(self, given)),
  )
  PARAMETER.attributes.set(
    '__init__',
    method((self, given, keywords) => fillParameter(session, self, given, keywords)),
  )
}

/** `nn.Parameter(tensor, requires_grad=True)`: the same values as the tensor's. */
function fillParameter(
  session: TorchSession,
  self: PyObject,
  positional: readonly unknown[],
  keywords: Keywords,
): null {
  const [given = keywords.data, requiresGrad = keywords.requires_grad ?? true] = positional
  if (!isTensorObject(given)) throw raised('TypeError', 'cannot make a Parameter of what is no Tensor')
  const held = exact(heldBy(given))
  const isLearnt = requiresGrad === true
  // Integers cannot be learnt: torch.tensor(scale) was of a float that is a whole number.
  const type = isLearnt && !isFloat(held.type) ? session.defaultType : held.type
  const data = type === held.type ? held.data : converted(held, type)
  self.held = { data, type, requiresGrad: isLearnt }
  return null
}

/** A context that changes no value: `torch.no_grad()`, also as a decorator. */
const CONTEXT = new PyClass('context', [], {
  __init__: () => null,
  __enter__: method((self) => self),
  __exit__: () => null,
  __call__: ([, fn]: readonly unknown[]) => fn,
})

/** What takes any setting, of which none changes a value: `torch.backends.cudnn.benchmark = True`. */
const SETTINGS: PyClass = new PyClass('settings', [], {
  __init__: () => null,
  __getattr__: () => call(SETTINGS, []),
})

/** The modules of `torch.nn.modules`, by which programs name classes and those above them. */
function familiesOf(layers: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const files = [
    'activation',
    'batchnorm',
    'container',
    'conv',
    'dropout',
    'instancenorm',
    'linear',
    'normalization',
    'rnn',
    'sparse',
    'transformer',
  ]
  const all = { ...layers, ...BASES }
  return { ...Object.fromEntries(files.map((name) => [name, all])), ...all, module: { Module: MODULE } }
}

function layerClasses(session: TorchSession): Record<string, PyClass> {
  const layers: Record<string, PyClass> = {
    RNNBase: present(BASES.RNNBase, 'RNNBase'),
    ...CONTAINERS,
    ...plainClasses(session),
  }
  for (const [name, signature] of SIGNATURES) {
    // A cell is a recurrent layer, a bag an embedding.
    const create = present(LAYERS[`torch.nn.${name.replace(/(Cell|Bag)$/, '')}`], name)
    const plain = layerClass(session, name, signature, create)
    layers[name] = name.startsWith('Embedding') ? embeddingClass(plain) : plain
  }
  for (const name of LAZY) layers[`Lazy${name}`] = lazyClass(name, present(layers[name], name))
  Object.assign(layers, attentionClasses(session, layers))
  return { ...layers, Transformer: transformerClass(session, layers) }
}

/** The modules `torch` and those below it. */
export function torchModules(session: TorchSession): Record<'torch' | 'torch.nn', Record<string, unknown>> {
  equip(session)
  const init = initModule(session)
  const F = functional(session)
  const layers = layerClasses(session)
  const nn = {
    Module: MODULE,
    Parameter: PARAMETER,
    ...layers,
    init,
    functional: F,
    parameter: { Parameter: PARAMETER },
    modules: familiesOf(layers),
  }
  const context = (): unknown => call(CONTEXT, [])
  const torch: Record<string, unknown> = {
    ...creationFunctions(session),
    ...Object.fromEntries(Object.entries(TYPE_NAMES).map(([name, type]) => [name, typeObject(type)])),
    Tensor: TENSOR,
    FloatTensor: TENSOR,
    backends: call(SETTINGS, []),
    use_deterministic_algorithms: () => null,
    set_num_threads: () => null,
    nn,
    pi: Math.PI,
    inf: Infinity,
    no_grad: ([fn = null]: readonly unknown[]) => fn ?? context(),
    inference_mode: ([fn = null]: readonly unknown[]) => (typeof fn === 'function' ? fn : context()),
    enable_grad: context,
    set_grad_enabled: context,
    manual_seed: ([seed]: readonly unknown[]) => {
      if (!isNumber(seed)) throw raised('TypeError', 'a seed must be an integer')
      session.rng.manualSeed(typeof seed === 'boolean' ? Number(seed) : seed)
      return null
    },
    set_default_dtype: ([type]: readonly unknown[]) => {
      if (!(type instanceof TypeObject)) throw raised('TypeError', 'expected a dtype')
      session.defaultType = type.name
      return null
    },
    get_default_dtype: () => typeObject(session.defaultType),
    get_rng_state: () => session.rng.getState(),
    set_rng_state: ([state]: readonly unknown[]) => {
      if (!(state instanceof Uint8Array)) throw raised('TypeError', 'expected a state of the generator')
      session.rng.setState(state)
      return null
    },
    device: () => 'cpu',
    relu: F.relu,
    sigmoid: F.sigmoid,
    tanh: F.tanh,
    cuda: { is_available: () => false, manual_seed_all: () => null, manual_seed: () => null },
  }
  return { torch, 'torch.nn': nn }
}
