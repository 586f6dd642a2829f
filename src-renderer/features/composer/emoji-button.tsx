import { useLingui } from '@lingui/react/macro'
import { Smile } from 'lucide-react'
import { lazy, Suspense, useRef, useState, type RefObject } from 'react'
import { IconButton } from '#renderer/ui/icon-button.tsx'
import { Popover } from '#renderer/ui/popover.tsx'
import { useComposerRequest } from './use-composer-request.ts'

/** Loaded with its first use. */
const EmojiPicker = lazy(async () => ({ default: (await import('./emoji-picker.tsx')).EmojiPicker }))

export function EmojiButton({ field, onChoose }: { field: RefObject<HTMLElement | null>; onChoose(emoji: string): void }) {
  const { t } = useLingui()
  const [isOpen, setOpen] = useState(false)
  const popup = useRef<HTMLDivElement>(null)
  useComposerRequest('emoji', () => setOpen(true))
  return (
    <Popover
      label={t`Emoji`}
      isOpen={isOpen}
      onOpenChange={setOpen}
      finalFocus={field}
      initialFocus={popup}
      trigger={<IconButton label={t`Emoji`} shortcut=":" icon={<Smile aria-hidden="true" />} />}
    >
      <div ref={popup} tabIndex={-1}>
        <Suspense>
          <EmojiPicker
            onChoose={(emoji) => {
              setOpen(false)
              onChoose(emoji)
            }}
          />
        </Suspense>
      </div>
    </Popover>
  )
}
