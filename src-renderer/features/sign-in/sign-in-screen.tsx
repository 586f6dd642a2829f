import { Trans, useLingui } from '@lingui/react/macro'
import { FlaskConical } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { ShopKind } from '#contract'
import { Stage, StageCard, StageHeading } from '#renderer/app/stage.tsx'
import { useRunAction } from '#renderer/app/use-run-action.ts'
import { useSession, useStores } from '#renderer/stores/stores-context.tsx'
import { Button } from '#renderer/ui/button.tsx'
import { FormWays } from '#renderer/ui/form.tsx'
import { CodeForm, ResetCodeForm } from './code-form.tsx'
import { EndedNotice } from './ended-notice.tsx'
import { InvitationForm } from './invitation-form.tsx'
import { PracticePeople } from './practice-people.tsx'
import { RecoverByWaiting } from './recover-by-waiting.tsx'
import { RecoverWithKit } from './recover-with-kit.tsx'
import { NoKitEither, RecoveryNotice } from './recovery-notice.tsx'
import { SignInForm } from './sign-in-form.tsx'
import styles from './sign-in-screen.module.css'
import { WhoIsIt } from './who-is-it.tsx'

/** Everybody under their own name. In the practice shop the ready-made people are one click away. */
export function SignInScreen({ kind, shopName }: { kind: ShopKind; shopName: string }) {
  return kind === 'practice' ? <PracticeSignIn /> : <ShopSignIn shopName={shopName} />
}

function PracticeSignIn() {
  return (
    <Stage width="medium">
      <StageHeading title={<Trans>Who would you like to be?</Trans>}>
        <p>
          <Trans>
            These people work in the practice shop. Each sees what their role may see; open a second window to work side by side.
          </Trans>
        </p>
      </StageHeading>
      <EndedNotice />
      <PracticePeople />
      <LeavePractice />
    </Stage>
  )
}

function ShopSignIn({ shopName }: { shopName: string }) {
  const { session } = useStores()
  const pending = useSession((state) => state.pending)
  const tiles = useSession((state) => state.tiles)
  const [other, setOther] = useState<'invitation' | 'kit' | 'waiting' | null>(null)
  useEffect(() => void session.getState().loadTiles(), [session])

  if (pending !== null) {
    return (
      <Stage>
        <StageHeading title={shopName}>
          <p>
            <Trans>One more step: it makes sure that it is you, even if somebody has learned your password.</Trans>
          </p>
        </StageHeading>
        <StageCard>{pending === 'code' ? <CodeForm /> : <ResetCodeForm />}</StageCard>
      </Stage>
    )
  }
  if (other !== null) {
    return (
      <Stage>
        <StageHeading title={shopName} />
        <StageCard>
          {other === 'invitation' && <InvitationForm onBack={() => setOther(null)} />}
          {other === 'kit' && <RecoverWithKit onBack={() => setOther(null)} />}
          {other === 'waiting' && <RecoverByWaiting onBack={() => setOther(null)} />}
        </StageCard>
        {other === 'kit' && <NoKitEither onChoose={() => setOther('waiting')} />}
      </Stage>
    )
  }
  // Names or fields: drawn once it is known which.
  if (tiles === null) return <Stage>{null}</Stage>
  return (
    <Stage>
      <StageHeading title={shopName}>
        <p>{tiles.length > 0 ? <Trans>Who is it?</Trans> : <Trans>Sign in under your own name.</Trans>}</p>
      </StageHeading>
      <EndedNotice />
      <RecoveryNotice onFinish={() => setOther('waiting')} />
      {tiles.length > 0 ? (
        <WhoIsIt tiles={tiles} />
      ) : (
        <StageCard>
          <SignInForm />
        </StageCard>
      )}
      <OtherWays onChoose={setOther} />
    </Stage>
  )
}

function OtherWays({ onChoose }: { onChoose(other: 'invitation' | 'kit'): void }) {
  const { t } = useLingui()
  return (
    <FormWays>
      <Button variant="quiet" size="small" onClick={() => onChoose('invitation')}>
        {t`I was given a code`}
      </Button>
      <Button variant="quiet" size="small" onClick={() => onChoose('kit')}>
        {t`I own the shop and cannot get in`}
      </Button>
    </FormWays>
  )
}

function LeavePractice() {
  const { t } = useLingui()
  const { desk } = useStores()
  const run = useRunAction()
  return (
    <p className={styles.leave}>
      <FlaskConical aria-hidden="true" />
      <Trans>This is the practice shop.</Trans>
      <Button variant="quiet" size="small" onClick={() => void run(() => desk.getState().leavePractice())}>
        {t`Back to the first screen`}
      </Button>
    </p>
  )
}
