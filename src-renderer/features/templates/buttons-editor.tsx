import { useLingui } from '@lingui/react/macro'
import { ArrowDown, ArrowUp, Plus, Trash2 } from 'lucide-react'
import { useRef, useState, type KeyboardEvent } from 'react'
import { charactersIn, takesValue, templateButtonLimits, type TemplateButton } from '#contract'
import { SpokenStatus } from '#renderer/features/inbox/spoken-status.tsx'
import { useFmt } from '#renderer/i18n/use-fmt.tsx'
import { Button } from '#renderer/ui/button.tsx'
import { IconButton } from '#renderer/ui/icon-button.tsx'
import { Menu, MenuItem } from '#renderer/ui/menu.tsx'
import { TextField } from '#renderer/ui/text-field.tsx'
import styles from './editor.module.css'
import { PartError } from './part-error.tsx'
import { errorsBelow, type ErrorAt } from './problems-at.ts'
import { mostOf, moved, newButton, withButton, withUrl, type ButtonKind } from './template-draft.ts'
import { buttonWords } from './template-words.ts'

type Props = {
  /** `buttons`, or those of a card. */
  at: string
  buttons: readonly TemplateButton[]
  kinds: readonly ButtonKind[]
  most: number
  onChange(buttons: TemplateButton[]): void
  errorAt: ErrorAt
}

/** What stands below the words to be tapped. Alt with an arrow moves the one that has the focus. */
export function ButtonsEditor({ at, buttons, kinds, most, onChange, errorAt }: Props) {
  const { t, i18n } = useLingui()
  const fmt = useFmt()
  const box = useRef<HTMLDivElement>(null)
  const [said, setSaid] = useState('')

  function move(from: number, step: 1 | -1, control: string) {
    const to = from + step
    if (to < 0 || to >= buttons.length) return
    onChange(moved(buttons, from, to))
    const [place, all] = [fmt.number(to + 1), fmt.number(buttons.length)]
    setSaid(t`Moved to place ${place} of ${all}`)
    // The focus goes along.
    requestAnimationFrame(() => box.current?.querySelector<HTMLElement>(`[data-at="${at}.${to}"] ${control}`)?.focus())
  }

  function whyFull(kind: ButtonKind): string | undefined {
    const [allowed, inAll] = [fmt.number(mostOf(kind)), fmt.number(most)]
    if (buttons.length >= most) return t`WhatsApp allows ${inAll} buttons here.`
    const same = buttons.filter((button) => button.kind === kind).length
    return same >= mostOf(kind) ? t`WhatsApp allows ${allowed} of this kind.` : undefined
  }

  return (
    <div ref={box} className={styles.part} data-at={at}>
      <SpokenStatus>{said}</SpokenStatus>
      {buttons.map((button, index) => (
        <ButtonRow
          key={index}
          at={`${at}.${index}`}
          button={button}
          number={index + 1}
          onChange={(next) => onChange(buttons.with(index, next))}
          onRemove={() => onChange(buttons.toSpliced(index, 1))}
          onMove={(step, control) => move(index, step, control)}
          isFirst={index === 0}
          isLast={index === buttons.length - 1}
          errorAt={errorAt}
        />
      ))}
      <PartError error={errorAt(at)} />
      <div>
        <Menu
          align="start"
          trigger={
            <Button size="small" icon={<Plus aria-hidden="true" />}>
              {t`Add a button`}
            </Button>
          }
        >
          {kinds.map((kind) => (
            <MenuItem key={kind} disabledReason={whyFull(kind)} onSelect={() => onChange(withButton(buttons, newButton(kind)))}>
              {i18n._(buttonWords[kind].name)}
            </MenuItem>
          ))}
        </Menu>
      </div>
    </div>
  )
}

type RowProps = {
  at: string
  button: TemplateButton
  number: number
  onChange(button: TemplateButton): void
  onRemove(): void
  onMove(step: 1 | -1, control: string): void
  isFirst: boolean
  isLast: boolean
  errorAt: ErrorAt
}

function ButtonRow({ at, button, number, onChange, onRemove, onMove, isFirst, isLast, errorAt }: RowProps) {
  const { t, i18n } = useLingui()
  const fmt = useFmt()
  const shownNumber = fmt.number(number)
  const kind = i18n._(buttonWords[button.kind].name)

  function onKeyDown(event: KeyboardEvent) {
    const step = event.altKey && !event.ctrlKey ? { ArrowUp: -1 as const, ArrowDown: 1 as const }[event.key] : undefined
    if (step === undefined) return
    event.preventDefault()
    event.stopPropagation()
    onMove(step, event.target instanceof HTMLInputElement ? 'input' : '[data-move]')
  }

  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- hears what is pressed in the fields inside
    <fieldset className={styles.button} data-at={at} onKeyDown={onKeyDown}>
      <legend className={styles.buttonTitle}>
        {t`Button ${shownNumber}`} <span className={styles.kind}>{kind}</span>
      </legend>
      <div className={styles.buttonTools}>
        <IconButton
          size="small"
          data-move="up"
          label={t`Move button ${shownNumber} up`}
          shortcut="Alt+↑"
          icon={<ArrowUp aria-hidden="true" />}
          disabledReason={isFirst ? t`It is the first.` : undefined}
          onClick={() => onMove(-1, '[data-move="up"]')}
        />
        <IconButton
          size="small"
          data-move="down"
          label={t`Move button ${shownNumber} down`}
          shortcut="Alt+↓"
          icon={<ArrowDown aria-hidden="true" />}
          disabledReason={isLast ? t`It is the last.` : undefined}
          onClick={() => onMove(1, '[data-move="down"]')}
        />
        <IconButton size="small" label={t`Remove button ${shownNumber}`} icon={<Trash2 aria-hidden="true" />} onClick={onRemove} />
      </div>
      <div className={styles.buttonFields}>
        <ButtonFields at={at} button={button} onChange={onChange} errorAt={errorsBelow(errorAt, at)} />
        <PartError error={errorAt(at)} />
      </div>
    </fieldset>
  )
}

/** Braces mean something in a catalogue, so these come from here. */
const END = '{{1}}'

type FieldsProps = Pick<RowProps, 'at' | 'button' | 'onChange' | 'errorAt'>

function ButtonFields({ at, button, onChange, errorAt }: FieldsProps) {
  const { t, i18n } = useLingui()
  const fmt = useFmt()
  const words = (text: string, set: (text: string) => void) => {
    const [used, most] = [fmt.number(charactersIn(text)), fmt.number(templateButtonLimits.text)]
    return (
      <div data-at={`${at}.text`}>
        <TextField label={t`Words on the button`} description={t`${used} of ${most}`} value={text} onChange={set} error={errorAt('text')} />
      </div>
    )
  }
  switch (button.kind) {
    case 'quick-reply':
      return words(button.text, (text) => onChange({ ...button, text }))
    case 'one-time-code':
      return words(button.text ?? '', (text) => onChange({ ...button, text: text === '' ? null : text }))
    case 'phone':
      return (
        <>
          {words(button.text, (text) => onChange({ ...button, text }))}
          <div data-at={`${at}.phone`}>
            <TextField
              label={t`Phone number`}
              isMono
              value={button.phone}
              onChange={(phone) => onChange({ ...button, phone })}
              maxLength={30}
              error={errorAt('phone')}
            />
          </div>
        </>
      )
    case 'url':
      return (
        <>
          {words(button.text, (text) => onChange({ ...button, text }))}
          <div data-at={`${at}.url`}>
            <TextField
              label={t`Address`}
              description={t`To have another end for each customer, write ${END} at the end.`}
              isMono
              value={button.url}
              onChange={(url) => onChange(withUrl(button, url))}
              error={errorAt('url')}
            />
          </div>
          {takesValue(button) && (
            <div data-at={`${at}.example`}>
              <TextField
                label={t`Example of the whole address`}
                isMono
                value={button.example ?? ''}
                onChange={(example) => onChange({ ...button, example })}
                error={errorAt('example')}
              />
            </div>
          )}
        </>
      )
    case 'copy-code':
      return (
        <div data-at={`${at}.example`}>
          <TextField
            label={t`Example of a code`}
            isMono
            value={button.example}
            onChange={(example) => onChange({ ...button, example })}
            maxLength={40}
            error={errorAt('example')}
          />
        </div>
      )
    case 'contact-request':
    case 'other':
      return <p className={styles.kind}>{i18n._(buttonWords[button.kind].meaning)}</p>
  }
}
