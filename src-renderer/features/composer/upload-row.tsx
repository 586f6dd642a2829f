import { Trans, useLingui } from '@lingui/react/macro'
import { CircleAlert, File as FileIcon, X } from 'lucide-react'
import { CallError } from '#contract'
import { wordsForError } from '#renderer/i18n/error-words.ts'
import { useFmt } from '#renderer/i18n/use-fmt.tsx'
import type { Upload } from '#renderer/stores/uploads.ts'
import { useStores } from '#renderer/stores/stores-context.tsx'
import { Button } from '#renderer/ui/button.tsx'
import { IconButton } from '#renderer/ui/icon-button.tsx'
import { Spinner } from '#renderer/ui/spinner.tsx'
import { fileOfferWords, fileProblemWords } from './file-problem-words.ts'
import styles from './tray.module.css'

/** A file that is not at the core yet: how far it is, or what there is to decide about it. */
export function UploadRow({ upload }: { upload: Upload }) {
  const { t, i18n } = useLingui()
  const fmt = useFmt()
  const { uploads } = useStores()
  const { key, name, sizeBytes, state } = upload
  const isStopped = state.kind === 'offered' || state.kind === 'refused' || state.kind === 'failed'
  return (
    <li className={styles.item} data-problem={isStopped || undefined}>
      <span className={styles.thumb}>{isStopped ? <CircleAlert aria-hidden="true" /> : <FileIcon aria-hidden="true" />}</span>
      <div className={styles.about}>
        <p className={styles.name}>
          <bdi>{name}</bdi> <span className={styles.size}>{fmt.fileSize(sizeBytes)}</span>
        </p>
        {(state.kind === 'checking' || state.kind === 'converting' || state.kind === 'waiting') && (
          <p className={styles.progress}>
            <Spinner />
            {state.kind === 'converting' ? <Trans>Being converted…</Trans> : <Trans>Waits for its turn…</Trans>}
          </p>
        )}
        {state.kind === 'uploading' && (
          <progress className={styles.bar} max={Math.max(1, sizeBytes)} value={state.doneBytes} aria-label={t`Upload of ${name}`} />
        )}
        {isStopped && (
          <div role="alert" className={styles.problem}>
            <p>
              {state.kind === 'failed'
                ? wordsForError(new CallError('media.upload', { code: state.error }), i18n).sentence
                : i18n._(fileProblemWords[state.problem])}
            </p>
            <p className={styles.offers}>
              {state.kind === 'offered' &&
                state.offers.map((offer) => (
                  <Button key={offer} size="small" onClick={() => uploads.getState().choose(key, offer)}>
                    {i18n._(fileOfferWords[offer])}
                  </Button>
                ))}
              {state.kind === 'failed' && (
                <Button size="small" onClick={() => uploads.getState().retry(key)}>
                  {t`Try again`}
                </Button>
              )}
            </p>
          </div>
        )}
      </div>
      <IconButton
        size="small"
        label={isStopped ? t`Remove ${name}` : t`Stop uploading ${name}`}
        icon={<X aria-hidden="true" />}
        onClick={() => uploads.getState().cancel(key)}
      />
    </li>
  )
}
