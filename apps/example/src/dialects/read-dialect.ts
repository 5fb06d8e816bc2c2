import { constant_, zeros_ } from '@nn/init'
import { Dense, relu, Sequential } from '@nn/layers'
import type { Net } from '../chapter/chapter.ts'
import { all } from '../chapter/conditions.ts'
import type { Reader } from '../chapter/reader.ts'
import { Source } from '../chapter/source.ts'
import type { Framework, Session, Speaker } from './framework.ts'
import text from './read-dialect.ts?raw'

/** A step of the chapter: what it is called, and what it does; one session goes on through all of them. */
interface Step {
  readonly title: string
  readonly change: keyof typeof CHANGES
  /** What the prose says of the weights then, and of biases where it changes them. */
  readonly claim: readonly [prose: string, holds: (net: Net) => boolean]
}

const biasesAreZero = (net: Net): boolean => net.layers.every(({ bias }) => all(bias.data.eq(0)))

/** The network as a framework starts it, once its input is known. */
export function start(dialect: Speaker): Net {
  const net = new Sequential(new Dense(8, { activation: relu }), new Dense(1))
  net.initialize({ dialect })
  return net
}

function setNormal(net: Net, dialect: Speaker): void {
  net.apply((m) => {
    if (m instanceof Dense) {
      dialect.normal_(m.weight, { std: 0.01 })
      zeros_(m.bias)
    }
  })
}

function setOnes(net: Net): void {
  net.apply((m) => {
    if (m instanceof Dense) {
      constant_(m.weight, 1)
      zeros_(m.bias)
    }
  })
}

function setBlocks(net: Net, dialect: Speaker): void {
  dialect.xavierUniform_(net.layers[0].weight)
  constant_(net.layers[1].weight, 42)
}

function setStrange(net: Net, dialect: Speaker): void {
  net.apply((m) => {
    if (m instanceof Dense) {
      const { data } = dialect.uniform_(m.weight, { low: -10, high: 10 })
      data.mul_(data.abs().ge(5))
    }
  })
}

/** What changes the network, by the names under which its source is found. */
const CHANGES = { setNormal, setOnes, setBlocks, setStrange }

const STEPS: readonly Step[] = [
  {
    title: 'Built-in initialization: normal weights, zero biases',
    change: 'setNormal',
    claim: ['biases are 0', biasesAreZero],
  },
  {
    title: 'Built-in initialization: constant',
    change: 'setOnes',
    claim: [
      'weights are 1, biases 0',
      (net) => net.layers.every(({ weight }) => all(weight.data.eq(1))) && biasesAreZero(net),
    ],
  },
  {
    title: 'A different initializer for each block',
    change: 'setBlocks',
    claim: [
      "the first layer's weights are within √(6/(4 + 8)), the second's are 42",
      ({ layers: [hidden, output] }) =>
        all(hidden.weight.data.abs().le(Math.sqrt(6 / 12))) && all(output.weight.data.eq(42)),
    ],
  },
  {
    title: 'Custom initialization',
    change: 'setStrange',
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
  const session = framework.open(seed)
  const { dialect } = session
  const [source, own] = [new Source(text, seed), new Source(framework.text, seed)]
  reader.text(`Parameter initialization as ${name} does it, seed ${seed}`)
  reader.title('1. Default initialization')
  python(reader, framework.python(seed))
  reader.text('\nThe same here:')
  const imports = session.steps === undefined ? [...importsOf(own), ...importsOf(source)] : importsOf(own)
  const code = [...own.body('openSession'), ...source.body('start'), ...own.body('drawInput')]
  reader.code([...new Set(imports), ...code])
  const net = start(dialect)
  const X = session.drawInput()
  reader.value('X', X)
  reader.value('net.forward(X)', net.forward(X))
  reader.plan(net.plan({ dialect }))
  showValues(reader, net)
  reader.claim(`the values' laws are ${name}'s own`, isOwn(net, name))
  if (session.steps === undefined) changeNet(reader, source, net, dialect)
  else remakeNet(reader, own, session.steps, X)
}

function python(reader: Reader, lines: readonly string[]): void {
  for (const line of lines) reader.text(`${line.startsWith(' ') ? '...' : '>>>'} ${line}`)
}

/** The imports of a file of the app, but for types of dialects and what is imported as types alone. */
function importsOf(source: Source): string[] {
  return source
    .imports()
    .filter((line) => !line.startsWith('import type'))
    .map((line) => line.replace(/type (?:\w+Dialect|Tensor), /, ''))
}

/** The steps that change one network. */
function changeNet(reader: Reader, source: Source, net: Net, dialect: Speaker): void {
  for (const [i, { title, change, claim }] of STEPS.entries()) {
    reader.title(`${i + 2}. ${title}`)
    reader.code(source.body(change))
    CHANGES[change](net, dialect)
    showValues(reader, net)
    reader.claim(claim[0], claim[1](net))
  }
}

/** The steps of a framework in which a network's values are made anew. */
function remakeNet(
  reader: Reader,
  source: Source,
  steps: NonNullable<Session['steps']>,
  X: Parameters<Net['forward']>[0],
): void {
  for (const [i, { title, name, python: lines, make, claim }] of steps.entries()) {
    reader.title(`${i + 2}. ${title}`)
    python(reader, lines)
    reader.text('\nThe same here:')
    reader.code(source.body(name))
    const net = make(X)
    showValues(reader, net)
    reader.claim(claim[0], claim[1](net))
  }
}

function showValues(reader: Reader, { layers }: Net): void {
  for (const [i, { weight, bias }] of layers.entries()) {
    reader.value(`net.layers[${i}].weight.data`, weight.data)
    reader.value(`net.layers[${i}].bias.data`, bias.data)
  }
}

function isOwn(net: Net, name: string): boolean {
  return [...net.parameters().values()].every(({ choice }) => choice?.reason === `${name}'s default`)
}
