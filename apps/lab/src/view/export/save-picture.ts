import { saveFile } from './save-file.ts'
import { type Scheme, standAlone } from './stand-alone.ts'

/** As what a picture is saved. */
export interface PictureFile {
  readonly name: string
  readonly format: 'svg' | 'png'
  readonly scheme: Scheme
}

/** Pixels of a PNG for each unit of the picture. */
const SCALE = 2

/** Saves a picture that the page shows. */
export async function savePicture(svg: SVGSVGElement, { name, format, scheme }: PictureFile): Promise<void> {
  const text = standAlone(svg, scheme)
  const file = `${name}${scheme === 'dark' ? '-dark' : ''}.${format}`
  if (format === 'svg') return saveFile(text, file, 'image/svg+xml')
  saveFile(await rendered(text), file, 'image/png')
}

async function rendered(text: string): Promise<Blob> {
  const image = new Image()
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`
  await image.decode()
  const canvas = document.createElement('canvas')
  canvas.width = image.width * SCALE
  canvas.height = image.height * SCALE
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height)
  return new Promise((resolve, reject) => {
    canvas.toBlob(
      (blob) => (blob ? resolve(blob) : reject(new Error('the browser made no PNG of the picture'))),
      'image/png',
    )
  })
}
