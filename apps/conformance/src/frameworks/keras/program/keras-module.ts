import { type Callable, method, PyClass, PyObject } from '../../../python/objects.ts'
import { apply } from '../runtime/applications/application.ts'
import { APPLICATIONS } from '../runtime/applications/index.ts'
import { Layer } from '../runtime/core/layer.ts'
import type { Shape } from '../runtime/core/tensor.ts'
import { makeLayer } from '../runtime/make-layer.ts'
import { cloneModel } from '../runtime/models/clone-model.ts'
import { InputLayer } from '../runtime/models/input.ts'
import type { Binding } from './binding.ts'
import { initializersModule } from './initializer-classes.ts'
import { layerClasses } from './layer-classes.ts'
import { operationsOf, opsModule } from './ops-module.ts'
import { randomModule } from './random-module.ts'
import { tensorClasses } from './tensors.ts'

const SILENCE = new PyClass('Silence', [], {
  __call__: () => null,
  __getattr__: () => new PyObject(SILENCE),
})

/** What says nothing about how a model starts: whatever is asked for can be called, and gives nothing. */
function silent(): PyObject {
  return new PyObject(SILENCE)
}

const SILENT = ['regularizers', 'constraints', 'optimizers', 'losses', 'metrics', 'callbacks', 'datasets']

/** What `with` takes, and leaves as it is. */
const SCOPE = new PyClass('Scope', [], {
  __enter__: ([self]: readonly unknown[]) => self,
  __exit__: () => null,
})

/** `keras.saving`: how classes are found again when a model is loaded. */
function savingModule(): Record<string, unknown> {
  return {
    register_keras_serializable: () => (args: readonly unknown[]) => args[0],
    custom_object_scope: () => new PyObject(SCOPE),
    CustomObjectScope: () => new PyObject(SCOPE),
  }
}

/** A policy whose variables have 32 bits, whatever layers compute in. */
function policyOf([name]: readonly unknown[], keywords: Readonly<Record<string, unknown>> = {}): string {
  const policy = String(name ?? keywords.name ?? keywords.dtype)
  if (policy === 'float32' || policy.startsWith('mixed_')) return policy
  throw new RangeError(`expected a policy whose variables are float32, got ${policy}`)
}

/** `keras.mixed_precision` */
function policyModule(): Record<string, unknown> {
  const set: Callable = (positional, keywords) => {
    policyOf(positional, keywords)
    return null
  }
  return {
    Policy: policyOf,
    DTypePolicy: policyOf,
    set_global_policy: set,
    set_dtype_policy: set,
  }
}

const MERGES = ['Add', 'Subtract', 'Multiply', 'Average', 'Maximum', 'Minimum', 'Concatenate', 'Dot']

/** The functions of `keras.layers` beside its classes: `add([a, b])` is `Add()([a, b])`. */
function merges(binding: Binding): Record<string, Callable> {
  return Object.fromEntries(
    MERGES.map((name) => [
      name.toLowerCase(),
      ([inputs], keywords) => {
        const layer = makeLayer(binding.runtime, name, [], binding.unwrapAll(keywords))
        return binding.wrap(layer.run({ positional: [binding.unwrap(inputs)], keywords: {} }))
      },
    ]),
  )
}

/** `keras.applications` */
function applications(binding: Binding): Record<string, Callable> {
  return Object.fromEntries(
    Object.entries(APPLICATIONS).map(([name, application]) => [
      name,
      (positional, keywords) => {
        const given = positional.map((each) => binding.unwrap(each))
        return binding.wrap(apply(binding.runtime, application, given, binding.unwrapAll(keywords)))
      },
    ]),
  )
}

const input =
  (binding: Binding): Callable =>
  (
    [given],
    { shape = given, batch_size: batch = null, batch_shape: whole = null, name = null, dtype = null },
  ) => {
    const lengths = Array.isArray(whole) ? whole : [batch, ...(Array.isArray(shape) ? shape : [])]
    return binding.wrap(new InputLayer(binding.runtime, lengths as Shape, { name, dtype }).output)
  }

/** `keras.models.clone_model(model)` */
function cloned(binding: Binding, model: unknown): unknown {
  const held = binding.unwrap(model)
  if (!(held instanceof Layer)) throw new TypeError('expected a model to clone')
  return binding.wrap(cloneModel(held))
}

/** The class `keras.layers.InputLayer`. */
function inputLayer(binding: Binding, base: PyClass | undefined): PyClass {
  return new PyClass('InputLayer', base === undefined ? [] : [base], {
    __init__: method((self, [given], keywords) => {
      const { input_shape: old = given, batch_shape: whole = null, name = null, dtype = null } = keywords
      const { shape = old } = keywords
      const lengths = Array.isArray(whole) ? whole : [null, ...(Array.isArray(shape) ? shape : [])]
      binding.note(self, new InputLayer(binding.runtime, lengths as Shape, { name, dtype }))
      return null
    }),
  })
}

/** As much of the module `keras` as programs that build models use. */
export function kerasModule(binding: Binding): Record<string, unknown> {
  const { runtime } = binding
  tensorClasses(binding)
  const { layers, models } = layerClasses(binding)
  const Input = input(binding)
  const seeded: Callable = ([seed]) => {
    runtime.seed(Number(seed))
    return null
  }
  const clear: Callable = () => {
    runtime.clear()
    return null
  }
  const silents = Object.fromEntries(SILENT.map((name) => [name, silent()]))
  return {
    ...silents,
    ...models,
    Input,
    Layer: layers.Layer,
    layers: { ...layers, ...merges(binding), Input, InputLayer: inputLayer(binding, layers.Layer) },
    models: { ...models, clone_model: ([model]: readonly unknown[]) => cloned(binding, model) },
    initializers: initializersModule(binding),
    activations: {
      ...operationsOf(binding),
      linear: ([x]: readonly unknown[]) => x,
      get: ([given]: readonly unknown[]) => given,
    },
    random: randomModule(binding),
    ops: opsModule(binding),
    applications: applications(binding),
    saving: savingModule(),
    mixed_precision: policyModule(),
    utils: { ...savingModule(), set_random_seed: seeded, clear_session: clear, plot_model: () => null },
    backend: { clear_session: clear, backend: () => runtime.backend.name },
    config: silent(),
  }
}
