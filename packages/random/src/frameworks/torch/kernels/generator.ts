import { Mt19937 } from '../../../engines/mt19937.ts'
import { glibcCos, glibcSin } from '../../../numerics/glibc-sin-cos.ts'
import { log1p } from '../../../numerics/log1p.ts'

/** PyTorch's CPU generator: MT19937 seeded by the low 32 bits of the seed, and the normal that the scalar path keeps. */
export class Generator {
  engine: Mt19937
  /** The whole seed, in [0, 2⁶⁴). */
  seed: bigint
  kept: number | null = null

  constructor(seed: bigint) {
    this.seed = seed
    this.engine = Mt19937.seeded(Number(seed & 0xffffffffn))
  }

  clone(): Generator {
    const copy = new Generator(this.seed)
    copy.engine = this.engine.clone()
    copy.kept = this.kept
    return copy
  }

  /** 32 random bits. */
  word(): number {
    return this.engine.next()
  }

  /** 64 random bits, the first word high. */
  word64(): bigint {
    const high = BigInt(this.engine.next())
    return (high << 32n) | BigInt(this.engine.next())
  }

  /** U[0, 1) on the grid of 2⁻⁵³: the low 53 of 64 bits. */
  uniform53(): number {
    const high = this.engine.next() & 0x1fffff
    return (high * 4294967296 + this.engine.next()) * 2 ** -53
  }

  /** N(0, 1) in double precision by Box and Muller, two at a time: the first uniform is the angle, and the second normal is kept. */
  normal(): number {
    const { kept } = this
    this.kept = null
    if (kept !== null) return kept
    const angle = 2 * Math.PI * this.uniform53()
    const radius = Math.sqrt(-2 * log1p(-this.uniform53()))
    this.kept = radius * glibcSin(angle)
    return radius * glibcCos(angle)
  }
}
