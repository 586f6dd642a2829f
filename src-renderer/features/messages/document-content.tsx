import { plural } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import { ShieldAlert, TriangleAlert } from 'lucide-react'
import type { FileFacts, Message, MessageFile } from '#contract'
import { ForeignText } from '#renderer/features/inbox/foreign-text.tsx'
import { useFmt } from '#renderer/i18n/use-fmt.tsx'
import { useStores } from '#renderer/stores/stores-context.tsx'
import { Button } from '#renderer/ui/button.tsx'
import styles from './document-content.module.css'
import { FileState } from './file-state.tsx'
import { fileType, lyingEnding } from './file-words.ts'
import { SaveLink } from './save-link.tsx'
import { usePreview } from './use-preview.ts'

/** A file by its name and by what it really is. Of a PDF the first page is shown, and all of it when it is opened. */
export function DocumentContent({ message, file, fileName }: { message: Message; file: MessageFile | undefined; fileName: string | null }) {
  const name = fileName ?? file?.fileName ?? null
  if (file?.state !== 'here' || file.facts === null)
    return (
      <div className={styles.document}>
        {name !== null && (
          <p className={styles.name}>
            <ForeignText>{name}</ForeignText>
          </p>
        )}
        <FileState message={message} file={file} kind="document" />
      </div>
    )
  return <Here file={file} facts={file.facts} name={name} />
}

function Here({ file, facts, name }: { file: MessageFile; facts: FileFacts; name: string | null }) {
  const { t, i18n } = useLingui()
  const fmt = useFmt()
  const { viewer } = useStores()
  const { ref, url, made, onError } = usePreview(file, 'document')
  const isOpened = facts.fileClass === 'pdf' || facts.fileClass === 'inline-image' || facts.fileClass === 'inline-video'
  const { words, icon: Icon } = fileType(facts.type)
  const type = i18n._(words)
  const lie = lyingEnding(name, facts.type)
  const pages = facts.pages ?? (made?.state === 'made' ? made.pages : null)
  const details = [type, pages === null ? '' : t`${plural(pages, { one: '# page', other: '# pages' })}`, fmt.fileSize(facts.sizeBytes)]
  const open = () => viewer.getState().show(file.mediaId)

  return (
    <div ref={ref} className={styles.document} data-class={facts.fileClass}>
      {isOpened && (
        // Kept free from the beginning, so that the page can come when it is ready.
        <button type="button" className={styles.page} data-main="" aria-label={t`Open the document`} onClick={open}>
          {url === null ? <Icon aria-hidden="true" /> : <img src={url} alt="" decoding="async" draggable={false} onError={onError} />}
        </button>
      )}
      <div className={styles.about}>
        {!isOpened && (
          <span className={styles.icon} aria-hidden="true">
            {facts.fileClass === 'dangerous' ? <ShieldAlert /> : <Icon />}
          </span>
        )}
        <div className={styles.words}>
          <p className={styles.name}>{name === null ? t`File without a name` : <ForeignText>{name}</ForeignText>}</p>
          <p className={styles.details}>{details.filter((part) => part !== '').join(' · ')}</p>
        </div>
      </div>
      {lie !== null && (
        <p className={styles.warning}>
          <TriangleAlert aria-hidden="true" />
          <span>{t`The name ends in “.${lie}”, but what it really is: ${type}.`}</span>
        </p>
      )}
      {facts.fileClass === 'dangerous' && (
        <p className={styles.warning} data-tone="problem">
          <ShieldAlert aria-hidden="true" />
          <span>
            <Trans>This can do harm when it is opened. Do not open it unless you asked for it.</Trans>
          </span>
        </p>
      )}
      <div className={styles.actions}>
        {isOpened && (
          <Button size="small" variant="quiet" onClick={open}>
            <Trans>Open</Trans>
          </Button>
        )}
        <SaveLink file={file} />
      </div>
    </div>
  )
}
