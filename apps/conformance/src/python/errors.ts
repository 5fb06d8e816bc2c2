import { PyClass, PyObject } from './objects.ts'

/** An exception of the program itself, which it may catch. Errors of the runner are none. */
export class PyError extends Error {
  readonly value: PyObject

  constructor(value: PyObject) {
    const [text = ''] = Array.isArray(value.held) ? value.held : []
    super(`${value.type.name}: ${text}`)
    this.value = value
  }
}

const EXCEPTION = new PyClass('Exception', [], {
  __init__: ([self, ...given]: readonly unknown[]) => {
    if (self instanceof PyObject) self.held = given
    return null
  },
})

const NAMES = [
  ['ArithmeticError', 'Exception'],
  ['ZeroDivisionError', 'ArithmeticError'],
  ['AssertionError', 'Exception'],
  ['AttributeError', 'Exception'],
  ['ImportError', 'Exception'],
  ['LookupError', 'Exception'],
  ['IndexError', 'LookupError'],
  ['KeyError', 'LookupError'],
  ['NameError', 'Exception'],
  ['RuntimeError', 'Exception'],
  ['NotImplementedError', 'RuntimeError'],
  ['StopIteration', 'Exception'],
  ['TypeError', 'Exception'],
  ['ValueError', 'Exception'],
] as const

/** The classes of exceptions by name. */
export const EXCEPTIONS: ReadonlyMap<string, PyClass> = NAMES.reduce(
  (known, [name, base]) => known.set(name, new PyClass(name, [known.get(base) ?? EXCEPTION])),
  new Map([
    ['Exception', EXCEPTION],
    ['BaseException', EXCEPTION],
  ]),
)

/** An exception that a program may catch. */
export function raised(name: string, text: string): PyError {
  return new PyError(new PyObject(EXCEPTIONS.get(name) ?? EXCEPTION, [text]))
}
