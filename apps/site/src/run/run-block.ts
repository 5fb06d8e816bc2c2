import { withBase } from 'vitepress'
import { defineComponent, h, onBeforeUnmount, onMounted, shallowRef, type VNode } from 'vue'
import type { Message } from './message.ts'
import { run } from './run.ts'

/** What a block said, but for its end. */
type Row = Exclude<Message, { kind: 'done' }>

/** The foot of a block of code: makes its code editable, runs it, and shows what it says. */
export const RunBlock: ReturnType<typeof defineComponent> = defineComponent({
  name: 'RunBlock',
  setup() {
    const foot = shallowRef<HTMLElement>()
    const rows = shallowRef<readonly Row[]>()
    const original = shallowRef<string>()
    const isEdited = shallowRef(false)
    const stop = shallowRef<() => void>()

    const code = () => foot.value?.parentElement?.querySelector('code')
    const start = () => {
      stop.value?.()
      rows.value = []
      const modules = new URL(withBase('/modules/'), location.href).href
      stop.value = run({ code: code()?.innerText ?? '', modules }, (message) => {
        if (message.kind === 'done') stop.value = undefined
        else rows.value = [...(rows.value ?? []), message]
      })
    }
    const reset = () => {
      const element = code()
      if (element) element.innerHTML = original.value ?? ''
      isEdited.value = false
      rows.value = undefined
    }
    onMounted(() => {
      const element = code()
      if (!element) return
      original.value = element.innerHTML
      makeEditable(element)
      element.addEventListener('input', () => {
        isEdited.value = true
      })
      element.addEventListener('keydown', (event) => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) start()
      })
    })
    onBeforeUnmount(() => stop.value?.())

    return () =>
      h('div', { class: 'run', ref: foot }, [
        h('div', { class: 'run-bar' }, [
          stop.value ? button('Stop', stop.value) : button('Run', start, original.value === undefined),
          isEdited.value ? button('Reset', reset) : undefined,
          h('span', { class: 'run-hint' }, stop.value ? 'running …' : 'editable; Ctrl+Enter runs'),
        ]),
        h(
          'div',
          { class: 'run-out', role: 'log', 'aria-label': 'Output' },
          rows.value && output(rows.value, !stop.value),
        ),
      ])
  },
})

function makeEditable(element: HTMLElement): void {
  element.contentEditable = 'plaintext-only'
  element.spellcheck = false
  for (const [name, value] of [
    ['role', 'textbox'],
    ['aria-multiline', 'true'],
    ['aria-label', 'Code'],
  ] as const)
    element.setAttribute(name, value)
}

function button(text: string, onClick: () => void, disabled = false): VNode {
  return h('button', { type: 'button', class: 'run-button', onClick, disabled }, text)
}

function output(rows: readonly Row[], isDone: boolean): VNode[] {
  if (rows.length === 0 && isDone) return [h('p', { class: 'run-none' }, 'ran, and prints nothing')]
  return rows.map((row) =>
    h('div', { class: ['run-row', `run-${row.kind}`] }, [
      'line' in row && row.line !== undefined
        ? h('span', { class: 'run-line' }, `line ${row.line}`)
        : undefined,
      h('pre', { tabindex: 0 }, row.text),
    ]),
  )
}
