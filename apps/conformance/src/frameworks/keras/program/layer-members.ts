import { listOf } from '../../../golden/read.ts'
import { type Callable, method, PyMethod, type PyObject, PyProperty } from '../../../python/objects.ts'
import { call } from '../../../python/values.ts'
import { initializerOf, requiredInit } from '../runtime/core/initializer.ts'
import { Layer } from '../runtime/core/layer.ts'
import { VALUES } from '../runtime/core/runtime.ts'
import { KerasTensor, type Shape } from '../runtime/core/tensor.ts'
import type { Weight } from '../runtime/core/weight.ts'
import { Recurrent } from '../runtime/layers/recurrent.ts'
import { Functional } from '../runtime/models/functional.ts'
import { Sequential } from '../runtime/models/sequential.ts'
import { assign } from './assign.ts'
import type { Binding } from './binding.ts'
import { PythonLayer } from './python-layer.ts'
import { serialized } from './serialized.ts'

/** The layer that an object stands for. */
function layerOf(self: PyObject): Layer {
  if (self.held instanceof Layer) return self.held
  throw new TypeError(`${self.type.name}: expected super().__init__() to be called first`)
}

const property = (
  read: (layer: Layer) => unknown,
  write?: (layer: Layer, value: unknown) => void,
): PyProperty =>
  new PyProperty(
    method((self) => read(layerOf(self))),
    write &&
      method((self, [value]) => {
        write(layerOf(self), value)
        return null
      }),
  )

/** What a program may do with any layer. */
function calls(binding: Binding): Record<string, Callable> {
  return {
    __init__: method((self, _, keywords) => {
      const held = binding.note(self, new PythonLayer(binding, self, binding.unwrapAll(keywords)))
      self.attributes.set('build', ((shapes) => buildFor(held, binding.unwrap(shapes))) satisfies Callable)
      return null
    }),
    __setattr__: method((self, [name, value]) => {
      if (self.held instanceof PythonLayer) self.held.track()
      self.attributes.set(String(name), value)
      return null
    }),
    __call__: method((self, given, named) => {
      const positional = given.map((each) => binding.shaped(each))
      const keywords = Object.fromEntries(
        Object.entries(named).map(([name, each]) => [name, binding.shaped(each)]),
      )
      return binding.wrap(layerOf(self).run({ positional, keywords }))
    }),
    __getattr__: method((self, [name]) => attributeOf(binding, layerOf(self), String(name))),
    build: method((self, shapes) => buildFor(layerOf(self), binding.unwrap(shapes))),
    add_weight: method((self, positional, keywords) =>
      addWeight(binding, layerOf(self), positional, keywords),
    ),
    get_layer: method((self, [given], { name = given, index }) => {
      const found = partsOf(layerOf(self)).find((each, i) => each.name === name || i === index)
      if (found === undefined) throw new ReferenceError(`a layer that is not there: ${String(name ?? index)}`)
      return binding.wrap(found)
    }),
    add: method((self, [layer]) => {
      sequentialOf(self).add(binding.unwrap(layer))
      return null
    }),
    pop: method((self) => binding.wrap(sequentialOf(self).pop() ?? null)),
    count_params: method((self) => layerOf(self).weights.reduce((sum, { values }) => sum + values.length, 0)),
    get_weights: method((self) => layerOf(self).weights.map((weight) => arrayOf(binding, weight))),
    set_weights: method((self, [given]) => {
      const { weights } = layerOf(self)
      const values = listOf(given)
      if (values.length !== weights.length)
        throw new RangeError(`expected ${weights.length} weights, got ${values.length}`)
      for (const [i, weight] of weights.entries()) assign(weight, binding.unwrap(values[i]))
      return null
    }),
    get_initial_state: method((self, [given], { batch_size = given }) => {
      const layer = layerOf(self)
      if (!(layer instanceof Recurrent)) throw new TypeError(`${layer.name}: expected a recurrent layer`)
      const batch = typeof batch_size === 'number' ? batch_size : null
      return layer.cell.states.map((length) => binding.wrap(new KerasTensor([batch, length])))
    }),
    get_config: method((self) => configOf(layerOf(self))),
    ...Object.fromEntries(['compile', 'summary'].map((name) => [name, () => null])),
  }
}

/** What a program may ask of any layer. */
function queries(binding: Binding): Record<string, PyProperty> {
  const listed = (of: (layer: Layer) => readonly Weight[]): PyProperty =>
    property((layer) => of(layer).map((weight) => binding.weight(weight)))
  const trained = listed(({ weights }) => weights.filter(({ trainable }) => trainable))
  const all = listed(({ weights }) => weights)
  return {
    name: property((layer) => layer.name),
    built: property(
      (layer) => layer.built,
      (layer, value) => {
        layer.built = value === true
      },
    ),
    trainable: property(
      (layer) => layer.trainable,
      (layer, value) => {
        layer.trainable = value === true
      },
    ),
    layers: property((layer) => partsOf(layer).map((each) => binding.wrap(each))),
    weights: all,
    variables: all,
    trainable_weights: trained,
    trainable_variables: trained,
    non_trainable_weights: listed(({ weights }) => weights.filter(({ trainable }) => !trainable)),
    input: property((layer) => binding.wrap(ends(layer).inputs)),
    output: property((layer) => binding.wrap(ends(layer).outputs)),
    inputs: property((layer) => binding.wrap(ends(layer).all)),
  }
}

/** The configuration of a layer; initializers in theirs. */
function configOf(layer: Layer): Map<string, unknown> {
  const { name } = layer
  if (layer instanceof PythonLayer)
    return new Map<string, unknown>([
      ['name', name],
      ['trainable', layer.trainable],
    ])
  const inits = Object.entries(layer.configInits).map(([key, init]): [string, unknown] => [
    key,
    init && serialized(init),
  ])
  return new Map([...Object.entries(layer.configArgs), ...inits, ['name', name]])
}

/** `cls.from_config(config)` */
const fromConfig = new PyMethod(([type, config], keywords) => {
  const entries = config instanceof Map ? [...config] : []
  return call(type, [], {
    ...Object.fromEntries(entries.map(([name, value]) => [String(name), value])),
    ...keywords,
  })
}, true)

/** The members of the class `keras.layers.Layer`. */
export function layerMembers(binding: Binding): Record<string, unknown> {
  return { ...calls(binding), ...queries(binding), from_config: fromConfig }
}

/** The layers that a program sees in a layer. */
function partsOf(layer: Layer): readonly Layer[] {
  return layer instanceof Functional || layer instanceof Sequential ? layer.layers : layer.sublayers
}

/** The values of a weight as they are now. */
function arrayOf(binding: Binding, weight: Weight): unknown {
  const { values, shape } = weight
  if (!(values instanceof Float32Array)) return binding.weight(weight)
  return binding.wrap(VALUES.tensor(values, { shape }))
}

function sequentialOf(self: PyObject): Sequential {
  if (self.held instanceof Sequential) return self.held
  throw new TypeError(`${self.type.name}: expected a Sequential`)
}

/** The tensors at both ends of a model, or of the last call of a layer. */
function ends(layer: Layer): { readonly inputs: unknown; readonly outputs: unknown; readonly all: unknown } {
  if (layer instanceof Functional || layer instanceof Sequential) {
    const { inputs, outputs } = layer instanceof Functional ? layer : layer.ends
    return { inputs: inputs.length === 1 ? inputs[0] : inputs, outputs, all: inputs }
  }
  const { inputs, outputs } = layer.lastNode
  return {
    inputs: inputs.length === 1 ? inputs[0] : inputs,
    outputs: outputs.length === 1 ? outputs[0] : outputs,
    all: inputs,
  }
}

/** `layer.build(shape, …)`, of one shape or a list of them. */
function buildFor(layer: Layer, given: unknown): null {
  const [first, ...others] = given as readonly unknown[]
  if (layer.built || first === undefined || first === null) return null
  const isList = others.length === 0 && Array.isArray(first) && first.length > 0 && first.every(Array.isArray)
  const shapes = (isList ? first : [first, ...others]) as readonly Shape[]
  layer.buildOnce({ positional: shapes.map((shape) => new KerasTensor(shape)), keywords: {} })
  return null
}

/** What the constructor was given, a weight by its name, or a part. */
function attributeOf(binding: Binding, layer: Layer, name: string): unknown {
  if (Object.hasOwn(layer.inits, name)) return binding.wrap(layer.inits[name])
  if (Object.hasOwn(layer.args, name)) return binding.wrap(layer.args[name])
  const found = layer.weights.find(({ path }) => path.endsWith(`/${name}`))
  if (found !== undefined) return binding.weight(found)
  throw new ReferenceError(`an attribute of ${layer.className} that is not known: ${name}`)
}

function addWeight(
  binding: Binding,
  layer: Layer,
  positional: readonly unknown[],
  keywords: Readonly<Record<string, unknown>>,
): unknown {
  const [givenShape = null, givenInit = null] = positional
  const { shape = givenShape, initializer = givenInit, trainable = true, name = null } = keywords
  const { dtype = 'float32' } = keywords
  if (dtype !== 'float32' && dtype !== null)
    throw new RangeError(`${layer.name}: a weight of ${String(dtype)}`)
  const lengths = (Array.isArray(shape) ? shape : shape === null ? [] : [shape]) as Shape
  const init = initializerOf(binding.runtime, binding.initializer(initializer ?? 'glorot_uniform'))
  const weightName = typeof name === 'string' ? name : binding.runtime.autoName('Variable')
  const options = { trainable: trainable !== false }
  return binding.weight(layer.addWeight(weightName, lengths, requiredInit(init, weightName), options))
}
