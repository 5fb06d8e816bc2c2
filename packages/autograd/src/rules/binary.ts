import { type BinaryOp, type Tensor, where } from '@nn/tensor'
import { by, byBoth, byThree, linearly, type Rule, same } from './formula.ts'

/** g where an operand was chosen, half of it where both are equal, 0 where the other was; NaN was chosen of both. */
function chosen(g: Tensor, isOther: Tensor, isTie: Tensor): Tensor {
  return where(isOther, 0, where(isTie, g.mul(0.5), g))
}

/** y = f(a, b). Ties of `maximum` and `minimum` share the gradient evenly, as in PyTorch and JAX. */
export const binaryRules: Readonly<Record<BinaryOp, Rule<'a' | 'b'>>> = {
  add: { a: same, b: same },
  sub: { a: same, b: /* @__PURE__ */ linearly((g) => g.neg()) },
  mul: { a: /* @__PURE__ */ by('b', (g, b) => g.mul(b)), b: /* @__PURE__ */ by('a', (g, a) => g.mul(a)) },
  div: {
    a: /* @__PURE__ */ by('b', (g, b) => g.div(b)),
    b: /* @__PURE__ */ byBoth(['b', 'out'], (g, b, y) => y.div(b).neg_().mul_(g)),
  },
  pow: {
    a: /* @__PURE__ */ byBoth(['a', 'b'], (g, a, b) => where(b.eq(0), 0, a.pow(b.sub(1)).mul_(b).mul_(g))),
    b: /* @__PURE__ */ byThree(['a', 'b', 'out'], (g, a, b, y) => {
      const isZero = a.eq(0).logicalAnd(b.ge(0))
      return where(isZero, 0, a.log().mul_(y).mul_(g))
    }),
  },
  remainder: {
    a: same,
    b: /* @__PURE__ */ byBoth(['a', 'b'], (g, a, b) => a.div(b).floor_().neg_().mul_(g)),
  },
  maximum: {
    a: /* @__PURE__ */ byBoth(['a', 'b'], (g, a, b) => chosen(g, a.lt(b), a.eq(b))),
    b: /* @__PURE__ */ byBoth(['a', 'b'], (g, a, b) => chosen(g, a.gt(b), a.eq(b))),
  },
  minimum: {
    a: /* @__PURE__ */ byBoth(['a', 'b'], (g, a, b) => chosen(g, a.gt(b), a.eq(b))),
    b: /* @__PURE__ */ byBoth(['a', 'b'], (g, a, b) => chosen(g, a.lt(b), a.eq(b))),
  },
}

/** y = condition ? a : b. */
export const whereRule: Rule<'condition' | 'a' | 'b'> = {
  condition: null,
  a: /* @__PURE__ */ by('condition', (g, condition) => where(condition, g, 0)),
  b: /* @__PURE__ */ by('condition', (g, condition) => where(condition, 0, g)),
}
