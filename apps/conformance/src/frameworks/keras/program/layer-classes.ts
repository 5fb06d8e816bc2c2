import { type Callable, method, PyClass } from '../../../python/objects.ts'
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
        const given = positional.map((each) => binding.unwrap(each))
        binding.note(self, makeLayer(binding.runtime, name, given, binding.layerArguments(keywords)))
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
