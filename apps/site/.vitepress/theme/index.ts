import type { Theme } from 'vitepress'
import DefaultTheme from 'vitepress/theme-without-fonts'
import { RunBlock } from '../../src/run/run-block.ts'
import { useLandmark } from '../../src/theme/landmark.ts'
import './style.css'
import '../../src/laws/laws.css'
import '../../src/run/run.css'

const theme: Theme = {
  extends: DefaultTheme,
  setup: useLandmark,
  enhanceApp: ({ app }) => {
    app.component('RunBlock', RunBlock)
  },
}

export default theme
