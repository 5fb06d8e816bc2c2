import { isolate } from './isolate.ts'
import { serve } from './serve.ts'

// Kept, because they are taken away from the code that readers type.
const post = self.postMessage.bind(self)
const listen = self.addEventListener.bind(self)

const hear = serve(post)
listen('message', ({ data }) => hear(data))
isolate(self)
