import { mergeConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'
import { tests } from '../../vitest.shared.ts'

/** The page's tests take longest, and wait for a browser: they begin first, and the others run beside them. */
class PageFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    const isPage = ({ moduleId }: TestSpecification): boolean => moduleId.includes('/test/page/')
    return [...sorted.filter(isPage), ...sorted.filter((file) => !isPage(file))]
  }
}

export default mergeConfig(tests(), { test: { maxWorkers: 2, sequence: { sequencer: PageFirst } } })
