import { useEffect, useRef, type ReactNode } from 'react'
import type { CaretMenu } from './use-caret-menu.ts'

type Props<Entry> = {
  menu: CaretMenu<Entry>
  label: string
  className: string | undefined
  optionClassName: string | undefined
  keyOf(entry: Entry): string
  children(entry: Entry): ReactNode
}

/** What fits the word at the caret, one of them highlighted; the field keeps the focus and has the keys. */
export function CaretMenuList<Entry>({ menu, label, className, optionClassName, keyOf, children }: Props<Entry>) {
  const list = useRef<HTMLDivElement>(null)
  const { highlighted } = menu
  useEffect(() => {
    list.current?.children[highlighted]?.scrollIntoView({ block: 'nearest' })
  }, [highlighted])

  return (
    // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- `select` cannot stand beside the field it belongs to
    <div ref={list} id={menu.id} role="listbox" aria-label={label} className={className} tabIndex={-1}>
      {menu.matches.map((entry, index) => (
        <div
          key={keyOf(entry)}
          id={menu.optionId(index)}
          role="option" // oxlint-disable-line jsx-a11y/prefer-tag-over-role -- as its list
          tabIndex={-1}
          aria-selected={index === highlighted}
          className={optionClassName}
          onPointerMove={() => menu.highlight(index)}
          // Not on click: the field would lose the focus first.
          onPointerDown={(event) => {
            event.preventDefault()
            menu.choose(entry)
          }}
        >
          {children(entry)}
        </div>
      ))}
    </div>
  )
}
