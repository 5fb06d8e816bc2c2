import { type Callable, method, PyClass, type PyObject } from '../../../python/objects.ts'
import { layerClass } from '../runtime/core/layer.ts'
import { ALIASES, argumentsOf } from '../runtime/core/signatures.ts'
import { LAYERS } from '../runtime/layers/index.ts'
import { makeLayer } from '../runtime/make-layer.ts'
import { Functional } from '../runtime/models/functional.ts'
import { Sequential } from '../runtime/models/sequential.ts'
import type { Binding } from './binding.ts'
import { layerMembers } from './layer-members.ts'
import { LambdaLayer } from './python-layer.ts'

/** `keras.layers` by name, and the classes of models. */
export function layerClasses(binding: Binding): {
  readonly layers: Record<string, PyClass>
  readonly models: { readonly Model: PyClass; readonly Sequential: PyClass }
} {
  const base = new PyClass('Layer', [], layerMembers(binding))
  binding.classes.set('layer', base)
  const classOf = (name: string): PyClass =>
    new PyClass(name, [base], {
      __init__: method((self, positional, keywords) => {
        const className = layerClass(name)
        const given = binding.layerArguments(argumentsOf(className, positional, keywords))
        binding.note(
          self,
          makeLayer(binding.runtime, name, [], { ...given, ...nameOf(binding, self, name, given) }),
        )
        return null
      }),
    })
  const layers = Object.fromEntries(Object.keys(LAYERS).map((name) => [name, classOf(name)]))
  const aliases = Object.entries(ALIASES).flatMap(([name, of]) =>
    layers[of] === undefined ? [] : [[name, layers[of]]],
  )
  const Lambda = new PyClass('Lambda', [base], {
    __init__: method((self, positional, keywords) => {
      binding.note(self, new LambdaLayer(binding, argumentsOf('Lambda', positional, keywords)))
      return null
    }),
  })
  return {
    layers: { ...layers, ...Object.fromEntries(aliases), Lambda, Layer: base },
    models: modelClasses(binding, base),
  }
}

/** The name of an object of a class that a program derives from one of Keras's, which is run as that one. */
function nameOf(
  { runtime }: Binding,
  { type }: PyObject,
  name: string,
  given: Readonly<Record<string, unknown>>,
): { readonly name?: string } {
  const own = type.mro.slice(
    0,
    type.mro.findIndex((each) => each.name === name),
  )
  if (own.length === 0 || layerClass(type.name) === layerClass(name)) return {}
  const changed = ['call', 'build', 'compute_output_shape'].find((each) =>
    own.some(({ attributes }) => attributes.has(each)),
  )
  if (changed !== undefined) throw new TypeError(`a class below ${name} with its own ${changed} is not read`)
  return typeof given.name === 'string' ? {} : { name: runtime.autoName(type.name) }
}

function modelClasses(
  binding: Binding,
  base: PyClass,
): { readonly Model: PyClass; readonly Sequential: PyClass } {
  const Model = new PyClass('Model', [base], {
    __init__: method((self, positional, keywords) => {
      const [inputs = keywords.inputs, outputs = keywords.outputs, name = keywords.name] = positional
      if (inputs === undefined || outputs === undefined) {
        return (base.attributes.get('__init__') as Callable)([self, ...positional], keywords)
      }
      const className = self.type === Model ? 'Functional' : self.type.name
      const args = {
        inputs: binding.unwrap(inputs),
        outputs: binding.unwrap(outputs),
        name,
        trainable: keywords.trainable,
      }
      binding.note(self, new Functional(binding.runtime, className, args))
      return null
    }),
  })
  const SequentialClass = new PyClass('Sequential', [Model], {
    __init__: method((self, [given], { layers = given, ...others }) => {
      const args = { ...others, layers: layers === undefined ? [] : binding.unwrap(layers) }
      binding.note(self, new Sequential(binding.runtime, args, self.type.name))
      return null
    }),
  })
  return { Model, Sequential: SequentialClass }
}
