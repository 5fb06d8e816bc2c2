import { useData } from 'vitepress'
import { onMounted, watch } from 'vue'

/** The home page of the theme has no main part for screen readers; so its content is said to be it. */
export function useLandmark(): void {
  const { frontmatter } = useData()
  const mark = (layout: unknown) => {
    const content = document.querySelector('#VPContent')
    if (layout === 'home') content?.setAttribute('role', 'main')
    else content?.removeAttribute('role')
  }
  onMounted(() => {
    watch(() => frontmatter.value.layout, mark, { immediate: true, flush: 'post' })
  })
}
