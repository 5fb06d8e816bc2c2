import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { saveFile } from '../export/save-file.ts'
import type { Runner } from '../runner.ts'

const FORMATS = ['safetensors', 'npz'] as const

/** Saves the weights of the present state as files. */
export function Files({ runner }: { readonly runner: Runner }): JSX.Element {
  const [problem, setProblem] = useState('')
  const save = (format: (typeof FORMATS)[number]) =>
    runner.file(format).then(
      (bytes) => {
        saveFile(bytes, `weights.${format}`, 'application/octet-stream')
        setProblem('')
      },
      (error: unknown) => setProblem(error instanceof Error ? error.message : String(error)),
    )
  return (
    <fieldset>
      <legend>Weights as a file</legend>
      {FORMATS.map((format) => (
        <button key={format} type="button" class="file" onClick={() => void save(format)}>
          {format}
        </button>
      ))}
      {problem !== '' && (
        <p class="problem" role="alert">
          {problem}
        </p>
      )}
    </fieldset>
  )
}
