import { describe, expect, it } from 'vitest'
import type { Callable } from '../src/python/objects.ts'
import { runProgram } from '../src/python/python.ts'

const run = (code: string, names = {}) => runProgram(code, { names })
/** The value of an expression, as Python's `str` writes it. */
const said = (expression: string) => run(`value = ${expression}\nout = str(value)`).out

describe('expressions', () => {
  // Each checked with CPython 3.11.
  it.each([
    ['not 0 or 1', 'True'],
    ['not (0 or 1)', 'False'],
    ['1 and not 0 or 0', 'True'],
    ['not 1 == 2 and 3', '3'],
    ['-2 ** 2', '-4'],
    ['2 ** -1', '0.5'],
    ['2 ** 3 ** 2', '512'],
    ['7 // 2 * 3 % 4 - -1', '2'],
    ['-7 // 2, -7 % 3, 7 % -3', '(-4, 2, -2)'],
    ['1 < 2 < 3, 1 < 3 < 2, 3 > 2 == 2', '(True, False, True)'],
    ['2 in [1, 2] and 3 not in (1, 2)', 'True'],
    ['None is None, None is not None', '(True, False)'],
    ['2 ** 64 + 1', '18446744073709551617'],
    ['2 ** 64 // 2 ** 60', '16'],
    ['0x10 + 1_000', '1016'],
    ["'a' * 3 + 'b'", 'aaab'],
    ['[1] * 2 + [3]', '[1, 1, 3]'],
    ['(1,) + (2, 3)', '(1, 2, 3)'],
    ['1 if [] else 2', '2'],
    ['[x * y for x in range(3) if x for y in (1, 2)]', '[1, 2, 2, 4]'],
    ['{k: v for k, v in zip("ab", [1, 2])}', "{'a': 1, 'b': 2}"],
    ['sum(x ** 2 for x in range(4))', '14'],
    ["f'{1 + 1}.{\"a\"!r}{{}}' 'b'", "2.'a'{}b"],
    ["f'{3:02d}|{1.5:.2f}|{7:>3}'", '03|1.50|  7'],
    ["'%s.%d' % ('a', 3)", 'a.3'],
    ["'{}{x}'.format(1, x=2)", '12'],
    ['[0, 1, 2, 3, 4][1:-1:2], [1, 2, 3][::-1], "abc"[-1]', "([1, 3], [3, 2, 1], 'c')"],
    ['(lambda a, b=2, *c, d=4, **e: (a, b, c, d, e))(1, 5, 6, 7, x=8)', "(1, 5, (6, 7), 4, {'x': 8})"],
    ['(y := 3) + y', '6'],
    ['max(z := 3, z + 1)', '4'],
    ['[*range(2), *[5]]', '[0, 1, 5]'],
    ['{**{"a": 1}, "b": 2}', "{'a': 1, 'b': 2}"],
    ['max([3, 1], key=lambda v: -v), min(2, 1), sorted([2, 3, 1], reverse=True)', '(1, 1, [3, 2, 1])'],
    ['isinstance(1, (str, int)), isinstance(True, int), type(1) == int', '(True, True, True)'],
    ['round(2.5), round(3.5), abs(-2), divmod(7, 3)', '(2, 4, 2, (2, 1))'],
    ["'a.b.c'.split('.'), 'x_y'.replace('_', '-'), 'ab'.find('c')", "(['a', 'b', 'c'], 'x-y', -1)"],
    ['20 ** -0.5', '0.22360679774997896'],
    ['3 ** -0.5', '0.5773502691896257'],
  ])('%s', (expression, expected) => expect(said(expression)).toBe(expected))
})

describe('statements', () => {
  it('classes inherit, override and ask those above them', () => {
    const { out } = run(`
class A:
    kind = 'a'
    def __init__(self, n, **others):
        self.n = n
    def __call__(self, x): return self.n + x
    @property
    def twice(self): return 2 * self.n
    @staticmethod
    def of(n): return n
    @classmethod
    def make(cls): return cls(3)
    def __getattr__(self, name): return name
class M:
    def __init__(self, n):
        super().__init__(n, more=1)
        self.mixed = True
class B(M, A):
    def __init__(self, n):
        super().__init__(n + 1)
        self.rest = [super(B, self).twice for _ in range(2)]
b = B.make()
out = [b.n, b(10), b.twice, b.rest, b.mixed, b.kind, B.of(7), b.missing, isinstance(b, A), type(b).__name__, b.__class__ is B]
`)
    expect(out).toEqual([4, 14, 8, [8, 8], true, 'a', 7, 'missing', true, 'B', true])
  })

  it('functions close over variables, and set those of others where they say so', () => {
    const { out } = run(`
count = 0
def outer():
    total = 0
    def add(n):
        nonlocal total
        global count
        total += n
        count += 1
        return total
    return add
add = outer()
add(2)
out = [add(3), count]
`)
    expect(out).toEqual([5, 2])
  })

  it('loops, targets, with, try, del and assert', () => {
    const { out } = run(`
out = []
for i, (a, *b) in enumerate([(1, 2, 3), (4,)]):
    if i == 1: out.append((a, b)); continue
    out += [a]
else:
    out.append('else')
n = 0
while True:
    n += 1
    if n > 3: break
class Manager:
    def __enter__(self): out.append('in'); return 5
    def __exit__(self, *error): out.append('out')
with Manager() as m:
    out.append(m)
try:
    raise ValueError('no')
except (KeyError, ValueError) as e:
    out.append(type(e).__name__)
finally:
    out.append('finally')
x = {'a': [1, 2]}
x['a'][0] = x['b'] = 9
del x['a'][1]
first, second = second, first = 1, 2
assert n == 4, 'four'
out.append((n, x, first, second))
`)
    const last = [
      4,
      new Map<string, unknown>([
        ['a', [9]],
        ['b', 9],
      ]),
      2,
      1,
    ]
    expect(out).toEqual([1, [4, []], 'else', 'in', 5, 'out', 'ValueError', 'finally', last])
  })

  it('dataclasses have a constructor of their fields', () => {
    const { out } = run(`
from dataclasses import dataclass, field
@dataclass
class Base:
    width: int
    bias: bool = True
@dataclass
class Config(Base):
    layers: list = field(default_factory=list)
    def __post_init__(self): self.width *= 2
a, b = Config(3), Config(width=4, layers=[1], bias=False)
a.layers.append(2)
out = [a.width, a.bias, a.layers, b.width, b.bias, b.layers]
`)
    expect(out).toEqual([6, true, [2], 8, false, [1]])
    expect(() => run('from dataclasses import dataclass\n@dataclass\nclass A:\n  x: int\nA()')).toThrow(
      "missing 'x'",
    )
  })

  it('imports what it is given, and a little of the library', () => {
    const double: Callable = ([x]) => Number(x) * 2
    const modules = { tool: { double, inner: { three: 3 } } }
    const code = `
import math, tool.inner as inner
import tool.inner
from tool import double as twice
from functools import partial
from collections import OrderedDict
out = [math.sqrt(9), inner.three, tool.double(2), partial(twice, 4)(), list(OrderedDict(a=1).items())]
`
    expect(runProgram(code, { modules }).out).toEqual([3, 3, 4, 8, [['a', 1]]])
  })
})

describe('what is not read', () => {
  it.each([
    ['async def f(): pass', 'line 1: a construct that is not read: async'],
    ['def f():\n  yield 1', 'a construct that is not read: yield'],
    ['match 1:\n  case 1: pass', 'a construct that is not read: MatchStatement'],
    ['x = 1j', 'a construct that is not read: a complex number'],
    ['x = b"a"', 'a construct that is not read: bytes'],
    ['x = = 1', 'line 1: a program that is not Python here'],
    ['import torch', 'a module that is not known: torch'],
    ['import math\nmath.lgamma(1)', "a program's name that is not known: lgamma"],
    ['class A(metaclass=type): pass', 'a class with metaclass'],
  ])('%s', (code, error) => expect(() => run(code)).toThrow(error))

  it('is what a program raises, as its own', () => {
    expect(() => run('[][1]')).toThrow('IndexError: index out of range')
    expect(() => run('a')).toThrow("NameError: name 'a' is not defined")
    expect(() => run('def f(a): pass\nf(1, 2)')).toThrow('TypeError: f() takes fewer arguments than 2')
    // An error of the runner is none that a program can catch.
    expect(() => run('try:\n  x = b"a"\nexcept Exception: pass')).toThrow('bytes')
  })
})
