import { type Application, USUAL } from './application.ts'

const WIDTHS = [64, 128, 256, 512, 512]

function vgg(name: string, depths: readonly number[]): Application {
  return {
    parameters: USUAL,
    size: 224,
    name,
    build: (
      image,
      { Conv2D, Dense, Flatten, MaxPooling2D },
      { include_top, classes, classifier_activation: activation },
    ) => {
      let x = image
      for (const [i, depth] of depths.entries()) {
        for (let j = 1; j <= depth; j++) {
          const own = { activation: 'relu', padding: 'same', name: `block${i + 1}_conv${j}` }
          x = Conv2D([WIDTHS[i], [3, 3]], own)(x)
        }
        x = MaxPooling2D([[2, 2]], { strides: [2, 2], name: `block${i + 1}_pool` })(x)
      }
      if (!include_top) return x
      x = Flatten([], { name: 'flatten' })(x)
      x = Dense([4096], { activation: 'relu', name: 'fc1' })(x)
      x = Dense([4096], { activation: 'relu', name: 'fc2' })(x)
      return Dense([classes], { activation, name: 'predictions' })(x)
    },
  }
}

/** `keras.applications.VGG16` (Simonyan and Zisserman, 2014, https://arxiv.org/abs/1409.1556). */
export const VGG16: Application = vgg('vgg16', [2, 2, 3, 3, 3])
export const VGG19: Application = vgg('vgg19', [2, 2, 4, 4, 4])
