import { useLingui } from '@lingui/react/macro'
import { Mic, Music, Pause, Play } from 'lucide-react'
import { useEffect, type KeyboardEvent } from 'react'
import type { Message, MessageFile } from '#contract'
import { useFmt } from '#renderer/i18n/use-fmt.tsx'
import { useFiles, usePlayer } from '#renderer/stores/inbox-context.ts'
import { playbackRates } from '#renderer/stores/player.ts'
import { useMay, useStores } from '#renderer/stores/stores-context.tsx'
import { VisuallyHidden } from '#renderer/ui/visually-hidden.tsx'
import styles from './audio-content.module.css'
import { FileState } from './file-state.tsx'
import { ForeignText } from '#renderer/features/inbox/foreign-text.tsx'
import { SaveLink } from './save-link.tsx'
import { usePreview } from './use-preview.ts'
import { Waveform } from './waveform.tsx'

/** Arrows go so far, as in WhatsApp's own player. */
const STEP_MS = 5_000

type Props = { message: Message; file: MessageFile | undefined; media: 'audio' | 'voice' }

/** A voice note or another recording, with a player of its own. */
export function AudioContent({ message, file, media }: Props) {
  const failed = usePlayer((state) => state.failed !== null && state.failed === file?.mediaId)
  if (file?.state !== 'here' || file.facts === null) return <FileState message={message} file={file} kind={media} />
  if (file.facts.fileClass !== 'inline-audio' && file.facts.fileClass !== 'inline-video') return <Unplayable file={file} />
  return failed ? <Unplayable file={file} /> : <Player message={message} file={file} media={media} />
}

function Player({ message, file, media }: Props & { file: MessageFile }) {
  const { t } = useLingui()
  const fmt = useFmt()
  const { mediaId, facts } = file
  const { player, media: files } = useStores()
  const mayReply = useMay('conv.reply')
  const address = useFiles((state) => state.addresses?.file(mediaId))
  const isCurrent = usePlayer((state) => state.mediaId === mediaId)
  const isPlaying = usePlayer((state) => state.mediaId === mediaId && state.isPlaying)
  const positionMs = usePlayer((state) => (state.mediaId === mediaId ? state.positionMs : 0))
  const heardDuration = usePlayer((state) => (state.mediaId === mediaId ? state.durationMs : null))
  const rate = usePlayer((state) => state.rate)
  const { ref, made } = usePreview(file, media)
  useEffect(() => () => player.getState().leave(mediaId), [player, mediaId])

  const madeHere = made?.state === 'made' ? made : null
  const durationMs = facts?.durationMs ?? heardDuration ?? madeHere?.durationMs ?? null
  const peaks = facts?.peaks ?? madeHere?.peaks ?? null
  const isNew = media === 'voice' && message.direction === 'in' && !message.isHeard
  const [position, whole] = [fmt.clock(positionMs), durationMs === null ? '' : fmt.clock(durationMs)]

  function toggle() {
    if (address === undefined) return
    player.getState().toggle(mediaId, address)
    if (isNew && mayReply) files.getState().markHeard(message.messageId)
  }

  function seek(toMs: number) {
    if (address !== undefined) player.getState().seek(mediaId, address, Math.min(Math.max(0, toMs), durationMs ?? toMs))
  }

  function onKeyDown(event: KeyboardEvent) {
    const by = { ArrowLeft: -STEP_MS, ArrowRight: STEP_MS }[event.key]
    if (by !== undefined) seek(positionMs + by)
    else if (event.key === ' ') toggle()
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  const next = playbackRates[(playbackRates.indexOf(rate) + 1) % playbackRates.length] ?? 1
  const speed = fmt.number(rate)
  const Sign = media === 'voice' ? Mic : Music
  return (
    <div ref={ref} className={styles.player}>
      <button
        type="button"
        className={styles.play}
        data-main=""
        aria-label={isPlaying ? t`Pause` : media === 'voice' ? t`Play the voice message` : t`Play the recording`}
        onClick={toggle}
      >
        {isPlaying ? <Pause aria-hidden="true" /> : <Play aria-hidden="true" />}
      </button>
      <div className={styles.track}>
        <Waveform peaks={peaks} played={durationMs === null ? 0 : positionMs / durationMs} isNew={isNew} />
        <input
          type="range"
          className={styles.range}
          min={0}
          max={durationMs ?? 1}
          step={100}
          value={Math.min(positionMs, durationMs ?? 1)}
          aria-label={t`Place in the recording`}
          aria-valuetext={whole === '' ? position : t`${position} of ${whole}`}
          onChange={(event) => seek(event.target.valueAsNumber)}
          onKeyDown={onKeyDown}
        />
        <p className={styles.below}>
          <span className={styles.sign} data-new={isNew || undefined} title={signTitle()}>
            <Sign aria-hidden="true" />
            {isNew && <VisuallyHidden>{t`Not listened to yet`}</VisuallyHidden>}
          </span>
          <span className={styles.clock}>{isCurrent && (isPlaying || positionMs > 0) ? position : whole}</span>
          {media === 'audio' && file.fileName !== null && (
            <span className={styles.name}>
              <ForeignText>{file.fileName}</ForeignText>
            </span>
          )}
        </p>
      </div>
      <button type="button" className={styles.rate} aria-label={t`Speed: ${speed} times`} onClick={() => player.getState().setRate(next)}>
        {speed}×
      </button>
    </div>
  )

  function signTitle(): string | undefined {
    if (media !== 'voice' || message.direction === 'out') return undefined
    return isNew ? t`Not listened to yet` : t`Listened to in the shop`
  }
}

/** Such as AMR, which no browser plays. */
function Unplayable({ file }: { file: MessageFile }) {
  const { t } = useLingui()
  return (
    <div className={styles.unplayable}>
      <p>{t`This recording cannot be played here.`}</p>
      <SaveLink file={file} />
    </div>
  )
}
