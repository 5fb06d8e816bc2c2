import { cpu } from '@nn/backend-cpu'
import { constant_, zeros_ } from '@nn/init'
import { Dense } from '@nn/layers'
import { buildNet, type Net } from '../chapter/chapter.ts'
import { all } from '../chapter/conditions.ts'
import type { Reader } from '../chapter/reader.ts'
import type { Framework, Speaker } from './dialects.ts'

/** A step of the chapter: what it is called, how it reads, and what it does; one session goes on through all of them. */
interface Step {
  readonly title: string
  readonly code: string
  run(net: Net, dialect: Speaker): void
  /** What the prose says of the weights then, and of biases where it changes them. */
  readonly claim: readonly [prose: string, holds: (net: Net) => boolean]
}

/** Calls `change` with every dense layer, as the chapter's PyTorch cells do. */
function each(net: Net, change: (layer: Dense) => void): void {
  net.apply((module) => {
    if (module instanceof Dense) change(module)
  })
}

const biasesAreZero = (net: Net): boolean => net.layers.every(({ bias }) => all(bias.data.eq(0)))

const STEPS: readonly Step[] = [
  {
    title: 'Built-in initialization: normal weights, zero biases',
    code: 'net.apply((m) => { dialect.normal_(m.weight, { std: 0.01 }); zeros_(m.bias) })',
    run: (net, dialect) =>
      each(net, ({ weight, bias }) => {
        dialect.normal_(weight, { std: 0.01 })
        zeros_(bias)
      }),
    claim: ['biases are 0', biasesAreZero],
  },
  {
    title: 'Built-in initialization: constant',
    code: 'net.apply((m) => { constant_(m.weight, 1); zeros_(m.bias) })',
    run: (net) =>
      each(net, ({ weight, bias }) => {
        constant_(weight, 1)
        zeros_(bias)
      }),
    claim: [
      'weights are 1, biases 0',
      (net) => net.layers.every(({ weight }) => all(weight.data.eq(1))) && biasesAreZero(net),
    ],
  },
  {
    title: 'A different initializer for each block',
    code: 'dialect.xavierUniform_(net.layers[0].weight); constant_(net.layers[1].weight, 42)',
    run: ({ layers: [hidden, output] }, dialect) => {
      dialect.xavierUniform_(hidden.weight)
      constant_(output.weight, 42)
    },
    claim: [
      "the first layer's weights are within √(6/(4 + 8)), the second's are 42",
      ({ layers: [hidden, output] }) =>
        all(hidden.weight.data.abs().le(Math.sqrt(6 / 12))) && all(output.weight.data.eq(42)),
    ],
  },
  {
    title: 'Custom initialization',
    code: 'net.apply((m) => { const { data } = dialect.uniform_(m.weight, { low: -10, high: 10 }); data.mul_(data.abs().ge(5)) })',
    run: (net, dialect) =>
      each(net, ({ weight }) => {
        const { data } = dialect.uniform_(weight, { low: -10, high: 10 })
        data.mul_(data.abs().ge(5))
      }),
    claim: [
      'each weight is 0 or of [5, 10] in size',
      (net) =>
        net.layers.every(({ weight }) => {
          const size = weight.data.abs()
          return all(size.eq(0).logicalOr(size.ge(5).logicalAnd(size.le(10))))
        }),
    ],
  },
]

/** The chapter in one framework's bits: its default, then its steps, as one session of that framework. */
export function readDialect(reader: Reader, name: string, framework: Framework, seed: bigint): void {
  const { dialect, drawInput } = framework.open(seed)
  reader.text(`Parameter initialization as ${name} does it, seed ${seed}`)
  reader.title('1. Default initialization')
  for (const line of framework.python(seed)) reader.text(`>>> ${line}`)
  const net = buildNet()
  net.initialize({ dialect })
  const x = cpu.tensor(drawInput(new Float32Array(8)), { shape: [2, 4] })
  reader.value('X', x)
  reader.value('net.forward(X)', net.forward(x))
  reader.text(String(net.plan({ dialect })))
  showValues(reader, net)
  reader.claim(`the values' laws are ${name}'s own`, isOwn(net, name))
  for (const [i, { title, code, run, claim }] of STEPS.entries()) {
    reader.title(`${i + 2}. ${title}`)
    reader.text(code)
    run(net, dialect)
    showValues(reader, net)
    reader.claim(claim[0], claim[1](net))
  }
}

function showValues(reader: Reader, { layers }: Net): void {
  for (const [i, { weight, bias }] of layers.entries()) {
    reader.value(`layers[${i}].weight.data`, weight.data)
    reader.value(`layers[${i}].bias.data`, bias.data)
  }
}

function isOwn(net: Net, name: string): boolean {
  return [...net.parameters().values()].every(({ choice }) => choice?.reason === `${name}'s default`)
}
