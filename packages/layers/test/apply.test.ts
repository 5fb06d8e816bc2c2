/** `apply` with a function, and with a class and a function. */
import { describe, expect, expectTypeOf, it } from 'vitest'
import { Conv, Conv2d, Dense, Dropout, Module, Sequential } from '../src/index.ts'

const net = () => new Sequential(new Dense(4, { inUnits: 4 }), new Sequential(new Dense(2, { inUnits: 4 })))

describe('apply of a class', () => {
  it('calls the function with the modules of the class alone, children first', () => {
    const made = net()
    const seen: Module[] = []
    expect(made.apply(Dense, (layer) => seen.push(layer))).toBe(made)
    expect(seen.map(({ path }) => path)).toEqual(['0', '1.0'])
    const containers: string[] = []
    made.apply(Sequential, ({ path }) => containers.push(path))
    expect(containers).toEqual(['1', ''])
    let all = 0
    made.apply(Module, () => all++)
    expect(all).toBe(4)
  })

  it('types the module, and finds subclasses', () => {
    const made = new Sequential(new Conv2d(2, 3, { inChannels: 1 }), new Dense(2, { inUnits: 2 }))
    let found = 0
    made.apply(Conv, () => found++)
    expect(found).toBe(1)
    made.apply(Dense, (layer) => expectTypeOf(layer.units).toEqualTypeOf<number>())
  })

  it('is an error where the network has none of the class', () => {
    const expected = 'Sequential: expected a module of class Conv2d, got none; it has'
    expect(() => net().apply(Conv2d, () => undefined)).toThrow(expected)
    expect(() => net().apply(Conv2d, () => undefined)).toThrow(RangeError)
    expect(() => net().apply(class extends Dense {}, () => undefined)).toThrow(
      'of class (anonymous), got none',
    )
    expect(() => net().apply(Dropout, () => undefined)).toThrow('Dense')
  })
})

describe('apply of what is no function', () => {
  it.each<[string, readonly unknown[], string]>([
    ['a class', [Dense], 'expected apply to be given a function, got'],
    ['a class, with the cure', [Dense], 'give the function, too: apply(Dense, (module) => …)'],
    ['an own class', [class Mine {}], 'apply(Mine, (module) => …)'],
    ['two classes', [Dense, Conv2d], 'expected apply to be given a function, got'],
    ['a class and nothing', [Dense, undefined], 'expected apply to be given a function, got undefined'],
    ['the arguments turned round', [() => undefined, Dense], 'expected apply to be given a class of modules'],
    ['a name', ['Dense', () => undefined], 'expected apply to be given a class of modules, got "Dense"'],
    ['nothing', [], 'expected apply to be given a function'],
    ['a promise of a class', [Dense, async () => undefined], 'a function that answers at once'],
  ])('%s', (_, given, message) => {
    const made = net()
    const attempt = () => Reflect.apply(made.apply, made, given)
    expect(attempt).toThrow(TypeError)
    expect(attempt).toThrow(message)
  })

  it('leaves functions of every kind alone', () => {
    let calls = 0
    net().apply(function old() {
      calls++
    })
    net().apply(() => calls++)
    expect(calls).toBe(8)
  })
})
