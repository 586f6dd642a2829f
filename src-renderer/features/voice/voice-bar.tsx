import { Trans, useLingui } from '@lingui/react/macro'
import { Mic, SendHorizontal, Square, Trash2 } from 'lucide-react'
import { useEffect, useRef, useState, type KeyboardEvent } from 'react'
import { CallError, type ConversationRow } from '#contract'
import { SpokenStatus } from '#renderer/features/inbox/spoken-status.tsx'
import { useQuote } from '#renderer/features/composer/use-quote.ts'
import { wordsForError } from '#renderer/i18n/error-words.ts'
import { useFmt } from '#renderer/i18n/use-fmt.tsx'
import { isTooLargeForVoice, type VoiceNote } from '#renderer/stores/voice.ts'
import { useStores } from '#renderer/stores/stores-context.tsx'
import { Button } from '#renderer/ui/button.tsx'
import { ConfirmDialog } from '#renderer/ui/confirm-dialog.tsx'
import { IconButton } from '#renderer/ui/icon-button.tsx'
import { LevelBars } from './level-bars.tsx'
import styles from './voice.module.css'

/** From here on the counter warns: a little later the recording is too large to be played as a voice note. */
const WARN_FROM_MS = 150_000
/** From so many bytes on the size is shown. */
const SHOW_SIZE_FROM = 400 * 1024

/** In place of the composer while something is recorded. Space stops and listens, Enter sends, Esc discards after a question. */
export function VoiceBar({ row, note }: { row: ConversationRow; note: VoiceNote }) {
  const { t, i18n } = useLingui()
  const fmt = useFmt()
  const { voice, drafts, inboxView } = useStores()
  const quote = useQuote(row.conversationId)
  const bar = useRef<HTMLElement>(null)
  const player = useRef<HTMLAudioElement>(null)
  const [isAsking, setAsking] = useState(false)
  const { phase, durationMs, sizeBytes } = note
  const isOver = isTooLargeForVoice(note)
  const isReady = phase === 'ready'
  useEffect(() => bar.current?.focus(), [])

  async function send(media: 'voice' | 'audio'): Promise<void> {
    await voice.getState().stop()
    const now = voice.getState().note
    // What is too large waits for a choice.
    if (now === null || (media === 'voice' && isTooLargeForVoice(now))) return
    if (await voice.getState().send(media, quote)) {
      if (quote !== null) drafts.getState().setReplyTo(row.conversationId, null)
      inboxView.getState().askFocus('composer')
    }
  }

  function stopOrListen(): void {
    if (phase === 'recording' || phase === 'failed') void voice.getState().stop()
    else if (player.current?.paused === true) void player.current.play()
    else player.current?.pause()
  }

  function onKeyDown(event: KeyboardEvent): void {
    const isOnButton = event.target instanceof HTMLButtonElement || event.target instanceof HTMLAudioElement
    if (event.key === 'Escape') setAsking(true)
    else if (event.key === ' ' && !isOnButton) stopOrListen()
    else if (event.key === 'Enter' && !isOnButton) void send('voice')
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  function discard(): void {
    setAsking(false)
    voice.getState().discard()
    inboxView.getState().askFocus('composer')
  }

  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- keys for what its buttons do as well
    <section ref={bar} aria-label={t`Voice message`} tabIndex={-1} className={styles.bar} onKeyDown={onKeyDown}>
      <SpokenStatus>
        {phase === 'recording'
          ? t`Recording. Space stops, Enter sends, Escape discards.`
          : isReady
            ? t`Recorded. Space plays it, Enter sends it.`
            : ''}
      </SpokenStatus>
      <div className={styles.row}>
        <IconButton label={t`Discard the recording`} shortcut="Esc" icon={<Trash2 aria-hidden="true" />} onClick={() => setAsking(true)} />
        <span className={styles.counter} data-warns={durationMs >= WARN_FROM_MS || undefined}>
          {phase === 'recording' && <Mic aria-hidden="true" className={styles.live} />}
          <span role="timer">{fmt.clock(durationMs)}</span>
          {sizeBytes >= SHOW_SIZE_FROM && <span className={styles.size}>{fmt.fileSize(sizeBytes)}</span>}
        </span>
        {phase === 'recording' && <LevelBars level={() => voice.getState().level()} />}
        {phase === 'asking' && (
          <span className={styles.words}>
            <Trans>Allow the microphone to begin…</Trans>
          </span>
        )}
        {'url' in note && (
          // oxlint-disable-next-line jsx-a11y/media-has-caption -- it is what somebody has just said
          <audio ref={player} src={note.url} controls className={styles.player} aria-label={t`The recording`} />
        )}
        {phase === 'recording' && (
          <IconButton label={t`Stop and listen`} shortcut="Space" icon={<Square aria-hidden="true" />} onClick={stopOrListen} />
        )}
        {phase !== 'failed' && !(isOver && isReady) && (
          <IconButton
            className={styles.send}
            label={t`Send the voice message`}
            shortcut="Enter"
            icon={<SendHorizontal aria-hidden="true" />}
            disabledReason={phase === 'recording' || phase === 'ending' || isReady ? undefined : t`One moment…`}
            onClick={() => void send('voice')}
          />
        )}
      </div>
      {phase === 'failed' && (
        <div className={styles.problem} role="alert">
          <p>
            <Trans>The recording could not be ended. What was said is still here.</Trans>
          </p>
          <Button size="small" onClick={() => void voice.getState().stop()}>
            {t`Try again`}
          </Button>
        </div>
      )}
      {isOver && phase !== 'failed' && (
        <div className={styles.tooLarge} role="alert">
          <p>
            <Trans>Above 512 KB WhatsApp no longer plays it as a voice message: the customer has to download it.</Trans>{' '}
            {'cannotShrink' in note && note.cannotShrink && <Trans>Even made smaller it is too long for that.</Trans>}
          </p>
          {(isReady || phase === 'shrinking') && (
            <p className={styles.offers}>
              {'cannotShrink' in note && !note.cannotShrink && (
                <Button size="small" isBusy={phase === 'shrinking'} onClick={() => void voice.getState().shrink()}>
                  {t`Make it smaller`}
                </Button>
              )}
              <Button size="small" onClick={() => void send('audio')}>
                {t`Send as an audio file`}
              </Button>
            </p>
          )}
        </div>
      )}
      {'error' in note && note.error !== null && (
        <p className={styles.problem} role="alert">
          {wordsForError(new CallError('media.upload', { code: note.error }), i18n).sentence}
        </p>
      )}
      <ConfirmDialog
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        title={t`Discard the recording?`}
        cancelLabel={t`Keep it`}
        confirmLabel={t`Discard`}
        onConfirm={discard}
      >
        <p>
          <Trans>It was not sent, and is kept nowhere else.</Trans>
        </p>
      </ConfirmDialog>
    </section>
  )
}
