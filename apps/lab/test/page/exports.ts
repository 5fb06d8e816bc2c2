import { readFile } from 'node:fs/promises'
import { cpuExact } from '@nn/backend-cpu'
import { openNpz, openSafetensors } from '@nn/io'
import type { Tensor } from '@nn/tensor'
import type { Download, Page } from 'playwright'
import { expect, test } from 'vitest'
import { makePictures } from '../../scripts/make-pictures.mjs'
import { decodeState } from '../../src/link/codec.ts'
import { startNetwork } from '../../src/networks/start-network.ts'
import { closePage, drawn, type Lab, openPage } from './page.ts'

const HASH = 'depth=3&width=8&batch=16&seed=7'

async function download(
  page: Page,
  name: string,
  within = 'body',
): Promise<{ file: Download; bytes: Buffer }> {
  const coming = page.waitForEvent('download')
  await page.locator(within).getByRole('button', { name, exact: true }).click()
  const file = await coming
  return { file, bytes: await readFile(await file.path()) }
}

/** Files that the page gives are what other programs read. */
export function exportTests(lab: () => Lab): void {
  test.each(['network', 'forward', 'backward', 'weights', 'saturation', 'chaos'] as const)(
    '%s: the SVG stands alone, in light and dark',
    async (name) => {
      const page = await openPage(lab(), HASH)
      await drawn(page, name)
      for (const format of ['SVG', 'SVG, dark']) {
        const { file, bytes } = await download(page, `Save the picture as ${format}`, `#${name}`)
        expect(file.suggestedFilename()).toMatch(new RegExp(`^${name}(-dark)?\\.svg$`))
        const text = bytes.toString()
        expect(text).not.toMatch(/var\(|color-mix|light-dark|currentColor|class=|<style|href=/)
        const isDark = format !== 'SVG'
        expect(await looks(page, text)).toStrictEqual({ error: false, isColoured: true, isDark })
      }
      await closePage(page)
    },
  )

  test('the PNG is twice as large as the picture', async () => {
    const page = await openPage(lab(), HASH)
    await drawn(page, 'forward')
    const { file, bytes } = await download(page, 'Save the picture as PNG', '#forward')
    expect(file.suggestedFilename()).toBe('forward.png')
    expect([...bytes.subarray(0, 8)]).toStrictEqual([137, 80, 78, 71, 13, 10, 26, 10])
    const box = await page
      .locator('#forward .plot svg')
      .first()
      .evaluate((svg) => [svg.getAttribute('width'), svg.getAttribute('height')])
    expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20)]).toStrictEqual(
      box.map((size) => 2 * Number(size)),
    )
    await closePage(page)
  })

  test.each(['safetensors', 'npz'] as const)(
    '%s: the weights that Node starts with, bit for bit',
    async (format) => {
      const page = await openPage(lab(), HASH)
      const { file, bytes } = await download(page, format)
      expect(file.suggestedFilename()).toBe(`weights.${format}`)
      const archive = await (format === 'npz' ? openNpz(bytes) : openSafetensors(bytes))
      const saved = await archive.readAll(cpuExact)
      const { network } = await startNetwork(decodeState(HASH).state)
      const parameters = [...network.net.parameters()]
      expect([...saved.keys()].toSorted()).toStrictEqual(parameters.map(([path]) => path).toSorted())
      for (const [path, { data }] of parameters)
        expect(bitsOf(saved.get(path)), path).toStrictEqual(bitsOf(data))
      await closePage(page)
    },
  )

  test("the pictures of the repository's README are what the page saves", async () => {
    for (const [name, text] of await makePictures(lab())) {
      expect(
        await readFile(new URL(`../../../../docs/pictures/${name}`, import.meta.url), 'utf8'),
        name,
      ).toBe(text)
    }
  })
}

function bitsOf(tensor: Tensor | undefined): number[] {
  return [...new Uint32Array(Float32Array.from(tensor?.toArray() ?? []).buffer)]
}

interface Looks {
  readonly error: boolean
  /** Whether it shows more than a few colours. */
  readonly isColoured: boolean
  /** Whether its background is. */
  readonly isDark: boolean
}

/** How a text looks as an SVG where no style sheet is. */
function looks(page: Page, text: string): Promise<Looks> {
  return page.evaluate(async (svg) => {
    const parsed = new DOMParser().parseFromString(svg, 'image/svg+xml')
    const image = new Image()
    image.src = `data:image/svg+xml,${encodeURIComponent(svg)}`
    await image.decode()
    const canvas = document.createElement('canvas')
    canvas.width = image.width
    canvas.height = image.height
    const context = canvas.getContext('2d')
    context?.drawImage(image, 0, 0)
    const pixels = new Uint32Array(
      context?.getImageData(0, 0, image.width, image.height).data.buffer ?? new ArrayBuffer(0),
    )
    return {
      error: parsed.querySelector('parsererror') !== null,
      isColoured: new Set(pixels).size > 20,
      isDark: ((pixels[0] ?? 0) & 255) < 128,
    }
  }, text)
}
