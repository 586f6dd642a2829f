import { msg } from '@lingui/core/macro'
import type { MessageDescriptor } from '@lingui/core'
import { useLingui } from '@lingui/react/macro'
import type { ConversationId } from '#contract'
import type { MicrophoneProblem } from '#renderer/media/voice-recorder.ts'
import { useVoice } from '#renderer/stores/inbox-context.ts'
import { useStores } from '#renderer/stores/stores-context.tsx'
import { Button } from '#renderer/ui/button.tsx'
import { Notice } from '#renderer/ui/notice.tsx'

const words: Readonly<Record<MicrophoneProblem, { title: MessageDescriptor; todo: MessageDescriptor }>> = {
  refused: {
    title: msg`The microphone is not allowed.`,
    todo: msg`Allow it for this address in the browser, or in the settings of the computer, then try again.`,
  },
  absent: { title: msg`There is no microphone.`, todo: msg`Plug one in, then try again.` },
  busy: { title: msg`Another program is using the microphone.`, todo: msg`Close it there, then try again.` },
  failed: { title: msg`The recording could not begin.`, todo: msg`Try again. If it stays like this, restart Balcão.` },
}

/** Why nothing is being recorded. */
export function MicrophoneNotice({ conversationId }: { conversationId: ConversationId }) {
  const { t, i18n } = useLingui()
  const { voice } = useStores()
  const problem = useVoice((state) => (state.problem?.conversationId === conversationId ? state.problem.why : null))
  if (problem === null) return null
  return (
    <Notice
      tone="waiting"
      isAnnounced
      title={i18n._(words[problem].title)}
      action={
        <>
          <Button size="small" onClick={() => void voice.getState().start(conversationId)}>
            {t`Try again`}
          </Button>
          <Button size="small" variant="quiet" onClick={() => voice.getState().forgetProblem()}>
            {t`Close`}
          </Button>
        </>
      }
    >
      {i18n._(words[problem].todo)}
    </Notice>
  )
}
