import DefaultTheme from 'vitepress/theme-without-fonts'
import './style.css'
import '../../src/laws/laws.css'

export default DefaultTheme
