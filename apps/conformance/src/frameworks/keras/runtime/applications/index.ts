import type { Application } from './application.ts'
import * as convnext from './convnext.ts'
import * as densenet from './densenet.ts'
import * as efficientnet from './efficientnet.ts'
import * as efficientnetV2 from './efficientnet-v2.ts'
import { InceptionV3 } from './inception-v3.ts'
import { MobileNet } from './mobilenet.ts'
import { MobileNetV2 } from './mobilenet-v2.ts'
import * as mobilenetV3 from './mobilenet-v3.ts'
import * as resnet from './resnet.ts'
import * as vgg from './vgg.ts'
import { Xception } from './xception.ts'

/** `keras.applications` by name. */
export const APPLICATIONS: Readonly<Record<string, Application>> = {
  ...convnext,
  ...densenet,
  ...efficientnet,
  ...efficientnetV2,
  MobileNet,
  MobileNetV2,
  ...mobilenetV3,
  InceptionV3,
  Xception,
  ...resnet,
  ...vgg,
}
