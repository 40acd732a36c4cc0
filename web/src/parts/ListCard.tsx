import type { ReactNode } from 'react'
import type { Pages } from '../api/paging'
import { Card } from './Card'
import { Listed } from './Listed'
import parts from './parts.module.css'
import { useRowKeys } from './rows'

interface Props<T> {
  title: string
  list: Pages<T>
  /** The heads of the columns; what is false is left out. A column of buttons is `actions`. */
  columns: (string | false)[]
  /** Shown in place of the rows where there are none. */
  empty: ReactNode
  aside?: ReactNode
  /** What is loaded, for screen readers. */
  label?: string
  keyOf: (item: T) => string
  children: (item: T) => ReactNode
}

/** The last column, whose head is only for screen readers. */
export const actions = '\u0000actions'

/** A card of rows that J and K walk; on a narrow window each row is a card of its own. `children` makes the cells. */
export function ListCard<T>({ title, list, columns, empty, aside, label = `Loading ${title.toLowerCase()}`, keyOf, children }: Props<T>) {
  const box = useRowKeys()
  return (
    <Card title={title} count={list.items?.length} flush aside={aside}>
      <div ref={box}>
        <Listed list={list} label={label} empty={empty}>
          {(items) => (
            <table className={parts.table}>
              <thead>
                <tr>
                  {columns.map((column) =>
                    column === false ? null : (
                      <th key={column} scope="col">
                        {column === actions ? <span className="unseen">Actions</span> : column}
                      </th>
                    ),
                  )}
                </tr>
              </thead>
              <tbody>
                {items.map((item) => (
                  <tr key={keyOf(item)} data-row tabIndex={-1}>
                    {children(item)}
                  </tr>
                ))}
              </tbody>
            </table>
          )}
        </Listed>
      </div>
    </Card>
  )
}
