import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { three } from '../../format/number.ts'
import type { Table } from './picture-view.ts'
import { Scroll } from './scroll.tsx'

interface DataTableProps {
  readonly title: string
  /** Undefined before there are numbers. */
  readonly table: (() => Table) | undefined
}

/** A picture's numbers, which are written once the reader opens them. */
export function DataTable({ title, table }: DataTableProps): JSX.Element {
  const [isOpen, setOpen] = useState(false)
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>Numbers</summary>
      {isOpen && table && <Rows title={title} {...table()} />}
    </details>
  )
}

function Rows({ title, head, rows }: Table & { readonly title: string }): JSX.Element {
  return (
    <Scroll label={`${title}: numbers`}>
      <table>
        <thead>
          <tr>
            {head.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.join()}>
              {row.map((cell, column) => (
                <td key={head[column]} class={typeof cell === 'number' ? 'number' : ''}>
                  {typeof cell === 'number' ? three(cell) : cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  )
}
