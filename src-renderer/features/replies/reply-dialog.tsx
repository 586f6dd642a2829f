import { Trans, useLingui } from '@lingui/react/macro'
import { useId, useRef, useState } from 'react'
import { knownVariables, shortcut as shortcutSchema, TEXT_MAX_LENGTH, type Attachment, type QuickReply } from '#contract'
import { ErrorNotice } from '#renderer/app/error-notice.tsx'
import { useAction } from '#renderer/app/use-action.ts'
import { useReplies, useStores, useToasts } from '#renderer/stores/stores-context.tsx'
import { useUploads } from '#renderer/stores/inbox-context.ts'
import { replyLanguages, type ReplyLanguage, type ReplyVersion } from '#renderer/text/reply-language.ts'
import { Button } from '#renderer/ui/button.tsx'
import { Dialog } from '#renderer/ui/dialog.tsx'
import { Form } from '#renderer/ui/form.tsx'
import { TextField } from '#renderer/ui/text-field.tsx'
import { ChangedMeanwhile } from './changed-meanwhile.tsx'
import { ReplyFiles } from './reply-files.tsx'
import { ReplyPreview } from './reply-preview.tsx'
import styles from './replies.module.css'
import { VariableButtons } from './variable-buttons.tsx'
import { VersionTabs } from './version-tabs.tsx'

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
  const [texts, setTexts] = useState(() => textsOf(reply))
  const [version, setVersion] = useState<ReplyVersion>('any')
  const [files, setFiles] = useState<readonly Attachment[]>(reply?.files ?? [])
  const [revision, setRevision] = useState(reply?.revision ?? 0)
  const [wasTried, setTried] = useState(false)
  const place = `reply-${formId}`
  const isUploading = useUploads((state) => state.uploads.some((upload) => upload.place === place && upload.state.kind !== 'refused'))
  const versions: ReplyVersion[] = ['any', ...replyLanguages.filter((language) => texts[language] !== undefined)]
  const text = texts[version] ?? ''
  const emptyVersion = versions.find((each) => (texts[each] ?? '').trim() === '')

  const isTaken =
    error?.code === 'shortcut-taken' || others.some((other) => other.shortcut === shortcut && other.quickReplyId !== reply?.quickReplyId)
  const theirs = error?.code === 'changed-meanwhile' ? (others.find((other) => other.quickReplyId === reply?.quickReplyId) ?? null) : null
  const problems = {
    shortcut: shortcutSchema.safeParse(shortcut).success ? null : t`Use small letters, digits and hyphens.`,
    title: title.trim() === '' ? t`Enter a title.` : null,
    text: emptyVersion === undefined ? null : t`Enter the text.`,
  }

  function shortcutError(): string | null {
    if (isTaken) return t`Another quick reply has this shortcut. Choose another.`
    return wasTried ? problems.shortcut : null
  }

  async function save(expectRevision: number) {
    setTried(true)
    if (emptyVersion !== undefined) setVersion(emptyVersion)
    if (isUploading || Object.values(problems).some((problem) => problem !== null)) return
    const translations = replyLanguages.flatMap((language) => {
      const translation = texts[language]
      return translation === undefined ? [] : [{ language, text: translation.trim() }]
    })
    const words = { shortcut: shortcut.trim(), title: title.trim(), text: (texts.any ?? '').trim(), translations, files: [...files] }
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

  function setText(next: string) {
    setTexts({ ...texts, [version]: next })
  }

  function removeVersion(language: ReplyLanguage) {
    setVersion('any')
    setTexts({ ...texts, [language]: undefined })
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
            setTexts(textsOf(theirs))
            setVersion('any')
            setFiles(theirs.files)
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
          <VersionTabs
            versions={versions}
            chosen={version}
            onChoose={setVersion}
            onAdd={(language) => {
              setTexts({ ...texts, [language]: '' })
              setVersion(language)
            }}
            onRemove={removeVersion}
          >
            <TextField
              label={t`Text`}
              rows={7}
              inputRef={textArea}
              value={text}
              onChange={setText}
              maxLength={TEXT_MAX_LENGTH}
              error={wasTried && text.trim() === '' ? problems.text : null}
            />
          </VersionTabs>
          <VariableButtons variables={knownVariables} onInsert={insert} />
          <p className={styles.help}>
            <Trans>
              Any other word in double braces, such as <code>{example}</code>, is for the attendant to fill in before sending.
            </Trans>
          </p>
          <ReplyFiles
            place={place}
            files={files}
            onAdd={(file) => setFiles((before) => [...before, file])}
            onRemove={(file) => setFiles((before) => before.filter(({ mediaId }) => mediaId !== file.mediaId))}
          />
          {wasTried && isUploading && (
            <p className={styles.help} role="alert">
              <Trans>Wait until all files are here, or take out those that are not.</Trans>
            </p>
          )}
          {error !== null && !isTaken && theirs === null && <ErrorNotice error={error} />}
        </Form>
        <ReplyPreview text={text} files={files} />
      </div>
    </Dialog>
  )
}

type Texts = Partial<Record<ReplyVersion, string>>

function textsOf(reply: QuickReply | null): Texts {
  const translations = (reply?.translations ?? []).map(({ language, text }) => [language, text])
  return { any: reply?.text ?? '', ...Object.fromEntries(translations) }
}

/** Braces mean something in a catalogue, so these come from here. */
const example = '{{price}}'
const noReplies: readonly QuickReply[] = []

/** What people type on the way to a shortcut: capitals and spaces are not worth an error message. */
function asShortcut(typed: string): string {
  return typed.toLowerCase().replace(/^\/+/, '').replace(/\s+/g, '-')
}
