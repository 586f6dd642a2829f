import { Trans, useLingui } from '@lingui/react/macro'
import { useId, useRef, useState } from 'react'
import { knownVariables, shortcut as shortcutSchema, TEXT_MAX_LENGTH, type QuickReply } from '#contract'
import { ErrorNotice } from '#renderer/app/error-notice.tsx'
import { useAction } from '#renderer/app/use-action.ts'
import { useReplies, useStores, useToasts } from '#renderer/stores/stores-context.tsx'
import { Button } from '#renderer/ui/button.tsx'
import { Dialog } from '#renderer/ui/dialog.tsx'
import { Form } from '#renderer/ui/form.tsx'
import { TextField } from '#renderer/ui/text-field.tsx'
import { ChangedMeanwhile } from './changed-meanwhile.tsx'
import { ReplyPreview } from './reply-preview.tsx'
import styles from './replies.module.css'
import { VariableButtons } from './variable-buttons.tsx'

/** Adds a quick reply, or changes one. What a colleague changed in between is shown, never overwritten unasked. */
export function ReplyDialog({ reply, onClose }: { reply: QuickReply | null; onClose(): void }) {
  const { t } = useLingui()
  const { replies } = useStores()
  const toasts = useToasts()
  const formId = useId()
  const textArea = useRef<HTMLInputElement & HTMLTextAreaElement>(null)
  const others = useReplies((state) => (state.replies.phase === 'ready' ? state.replies.value : noReplies))
  const { run, isBusy, error, clear } = useAction()
  const [shortcut, setShortcut] = useState(reply?.shortcut ?? '')
  const [title, setTitle] = useState(reply?.title ?? '')
  const [text, setText] = useState(reply?.text ?? '')
  const [revision, setRevision] = useState(reply?.revision ?? 0)
  const [wasTried, setTried] = useState(false)

  const isTaken =
    error?.code === 'shortcut-taken' || others.some((other) => other.shortcut === shortcut && other.quickReplyId !== reply?.quickReplyId)
  const theirs = error?.code === 'changed-meanwhile' ? (others.find((other) => other.quickReplyId === reply?.quickReplyId) ?? null) : null
  const problems = {
    shortcut: shortcutSchema.safeParse(shortcut).success ? null : t`Use small letters, digits and hyphens.`,
    title: title.trim() === '' ? t`Enter a title.` : null,
    text: text.trim() === '' ? t`Enter the text.` : null,
  }

  function shortcutError(): string | null {
    if (isTaken) return t`Another quick reply has this shortcut. Choose another.`
    return wasTried ? problems.shortcut : null
  }

  async function save(expectRevision: number) {
    setTried(true)
    if (Object.values(problems).some((problem) => problem !== null)) return
    const { translations, files } = theirs ?? reply ?? { translations: [], files: [] }
    const words = { shortcut: shortcut.trim(), title: title.trim(), text: text.trim(), translations, files }
    const actions = replies.getState()
    const isSaved = await run(async () => {
      if (reply === null) return actions.add(words)
      return actions.update({ ...words, quickReplyId: reply.quickReplyId, expectRevision }).catch(async (cause: unknown) => {
        // Their version, to show beside one's own.
        await actions.load()
        throw cause
      })
    })
    if (!isSaved) return
    const saved = words.title
    toasts.show({ tone: 'success', text: reply === null ? t`“${saved}” is added.` : t`“${saved}” is saved.` })
    onClose()
  }

  function insert(variable: string) {
    const field = textArea.current
    const start = field?.selectionStart ?? text.length
    const end = field?.selectionEnd ?? text.length
    setText(`${text.slice(0, start)}{{${variable}}}${text.slice(end)}`)
    field?.focus()
  }

  return (
    <Dialog
      isOpen
      onClose={onClose}
      size="large"
      title={reply === null ? t`Add a quick reply` : t`Edit the quick reply`}
      closeLabel={t`Close`}
      footer={
        // While two versions are compared, the answer is given beside them.
        theirs === null ? (
          <>
            <Button onClick={onClose}>{t`Cancel`}</Button>
            <Button variant="primary" type="submit" form={formId} isBusy={isBusy}>
              {t`Save`}
            </Button>
          </>
        ) : undefined
      }
    >
      {theirs !== null && (
        <ChangedMeanwhile
          theirs={theirs}
          onTakeTheirs={() => {
            setShortcut(theirs.shortcut)
            setTitle(theirs.title)
            setText(theirs.text)
            setRevision(theirs.revision)
            clear()
          }}
          onKeepMine={() => void save(theirs.revision)}
        />
      )}
      <div className={styles.editor}>
        <Form id={formId} onSubmit={() => void save(revision)}>
          <div className={styles.names}>
            <TextField
              label={t`Shortcut`}
              leading={<span className={styles.slash}>/</span>}
              value={shortcut}
              onChange={(value) => setShortcut(asShortcut(value))}
              maxLength={24}
              isMono
              startsFocused
              error={shortcutError()}
            />
            <TextField label={t`Title`} value={title} onChange={setTitle} maxLength={60} error={wasTried ? problems.title : null} />
          </div>
          <TextField
            label={t`Text`}
            rows={7}
            inputRef={textArea}
            value={text}
            onChange={setText}
            maxLength={TEXT_MAX_LENGTH}
            error={wasTried ? problems.text : null}
          />
          <VariableButtons variables={knownVariables} onInsert={insert} />
          <p className={styles.help}>
            <Trans>
              Any other word in double braces, such as <code>{example}</code>, is for the attendant to fill in before sending.
            </Trans>
          </p>
          {error !== null && !isTaken && theirs === null && <ErrorNotice error={error} />}
        </Form>
        <ReplyPreview text={text} />
      </div>
    </Dialog>
  )
}

/** Braces mean something in a catalogue, so these come from here. */
const example = '{{price}}'
const noReplies: readonly QuickReply[] = []

/** What people type on the way to a shortcut: capitals and spaces are not worth an error message. */
function asShortcut(typed: string): string {
  return typed.toLowerCase().replace(/^\/+/, '').replace(/\s+/g, '-')
}
