import { classNameOf, KerasInitializer } from '../runtime/core/initializer.ts'

/** The arguments of an initializer as Keras writes them; a seed that was not given is None. */
export function initializerConfig({ args }: KerasInitializer): Map<string, unknown> {
  return new Map(Object.entries(args))
}

/** `keras.initializers.serialize`; what is no initializer of Keras stays what it is. */
export function serialized(init: unknown): unknown {
  if (!(init instanceof KerasInitializer)) return init
  return new Map<string, unknown>([
    ['module', 'keras.initializers'],
    ['class_name', classNameOf(init.className)],
    ['config', initializerConfig(init)],
    ['registered_name', null],
  ])
}
