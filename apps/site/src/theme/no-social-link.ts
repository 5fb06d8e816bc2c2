import { defineComponent } from 'vue'

/** In the place of the theme's links to social networks, which name icons of another host. */
const NoSocialLink: ReturnType<typeof defineComponent> = defineComponent({ render: () => undefined })

export default NoSocialLink
