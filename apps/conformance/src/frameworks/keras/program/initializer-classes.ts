import { method, PyClass, type PyObject } from '../../../python/objects.ts'
import { call } from '../../../python/values.ts'
import { initializerOf, KerasInitializer } from '../runtime/core/initializer.ts'
import { VALUES } from '../runtime/core/runtime.ts'
import { argumentsOf } from '../runtime/core/signatures.ts'
import type { Binding } from './binding.ts'
import { initializerConfig, serialized } from './serialized.ts'

/** Keras's classes with their names in snake_case, which are the same classes. */
const CLASSES: Readonly<Record<string, readonly string[]>> = {
  Zeros: ['zeros'],
  Ones: ['ones'],
  Constant: ['constant'],
  Identity: ['identity', 'IdentityInitializer'],
  RandomUniform: ['random_uniform'],
  RandomNormal: ['random_normal'],
  TruncatedNormal: ['truncated_normal'],
  VarianceScaling: ['variance_scaling'],
  GlorotUniform: ['glorot_uniform'],
  GlorotNormal: ['glorot_normal'],
  HeUniform: ['he_uniform'],
  HeNormal: ['he_normal'],
  LecunUniform: ['lecun_uniform'],
  LecunNormal: ['lecun_normal'],
  Orthogonal: ['orthogonal', 'OrthogonalInitializer'],
}

function heldBy(self: PyObject): KerasInitializer {
  if (self.held instanceof KerasInitializer) return self.held
  throw new TypeError(`${self.type.name}: expected an initializer of Keras`)
}

/** `keras.initializers`. */
export function initializersModule(binding: Binding): Record<string, unknown> {
  const { runtime } = binding
  const base = new PyClass('Initializer', [], {
    __init__: () => null,
    __call__: method((self, [given], { shape = given }) => {
      const lengths = shape as readonly number[]
      return binding.wrap(VALUES.tensor(heldBy(self).values(lengths), { shape: lengths, copy: false }))
    }),
    get_config: method((self) => (self.held === undefined ? new Map() : initializerConfig(heldBy(self)))),
    clone: method((self) => binding.wrap(heldBy(self).clone())),
  })
  binding.classes.set('initializer', base)
  const classes = Object.entries(CLASSES).flatMap(([name, others]) => {
    const made = new PyClass(name, [base], {
      __init__: method((self, positional, keywords) => {
        const given = positional.map((each) => binding.unwrap(each))
        const args = argumentsOf(name, given, binding.unwrapAll(keywords))
        binding.note(self, new KerasInitializer(runtime, name, args))
        return null
      }),
    })
    return [name, ...others].map((each): [string, PyClass] => [each, made])
  })
  const get = ([identifier]: readonly unknown[]): unknown => {
    if (identifier instanceof PyClass) return call(identifier, [], {})
    if (typeof identifier === 'string' || identifier instanceof Map) {
      return binding.wrap(initializerOf(runtime, identifier))
    }
    return identifier
  }
  return {
    Initializer: base,
    ...Object.fromEntries(classes),
    get,
    deserialize: get,
    serialize: ([given]: readonly unknown[]) => serialized(binding.unwrap(given)),
  }
}
