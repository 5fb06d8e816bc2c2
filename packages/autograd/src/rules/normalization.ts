import { standardize } from '@nn/tensor'
import { byBoth, byThree, type Rule, same } from './formula.ts'
import { type Reduced, spread } from './reduce.ts'

/** Σ(x − m)²; nothing goes through the mean, as the distances from it add up to 0. */
export const squaresRule: Rule<'x' | 'mean', Reduced> = {
  x: /* @__PURE__ */ byBoth(['x', 'mean'], (g, x, mean, reduced) =>
    standardize(x, { mean: spread(mean, reduced), factor: spread(g.mul(2), reduced) }),
  ),
  mean: null,
}

/** y = (x − mean)·factor·weight + bias. */
export const standardizeRule: Rule<'x' | 'mean' | 'factor' | 'weight' | 'bias'> = {
  x: /* @__PURE__ */ byBoth(['factor', 'weight'], (g, factor, weight) => standardize(g, { factor, weight })),
  mean: /* @__PURE__ */ byBoth(['factor', 'weight'], (g, factor, weight) =>
    standardize(g, { factor, weight }).neg_(),
  ),
  factor: /* @__PURE__ */ byThree(['x', 'mean', 'weight'], (g, x, mean, weight) =>
    standardize(x, { mean, factor: x.backend.ones([]), weight }).mul_(g),
  ),
  weight: /* @__PURE__ */ byThree(['x', 'mean', 'factor'], (g, x, mean, factor) =>
    standardize(x, { mean, factor }).mul_(g),
  ),
  bias: same,
}
