import type { Section } from '../chapter/chapter.ts'
import { builtInConstant } from './built-in-constant.ts'
import { builtInNormal } from './built-in-normal.ts'
import { customClass } from './custom-class.ts'
import { customFunction } from './custom-function.ts'
import { defaultInitialization } from './default-initialization.ts'
import { directSetting } from './direct-setting.ts'
import { perBlock } from './per-block.ts'

/** The chapter's sections, in its order. */
export const sections: readonly Section[] = [
  defaultInitialization,
  builtInNormal,
  builtInConstant,
  perBlock,
  customFunction,
  customClass,
  directSetting,
]
