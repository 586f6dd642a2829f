import { Route, Switch } from 'wouter'
import { useState } from 'react'
import type { DeskStatus, ShopKind } from '#contract'
import { DutiesScreen } from '#renderer/features/duties/duties-screen.tsx'
import { KeepCodesScreen } from '#renderer/features/duties/keep-codes-screen.tsx'
import { FirstRunScreen } from '#renderer/features/first-run/first-run-screen.tsx'
import { KeyScreen } from '#renderer/features/first-run/key-screen.tsx'
import { KitScreen } from '#renderer/features/first-run/kit-screen.tsx'
import { ConnectScreen } from '#renderer/features/number/connect-screen.tsx'
import { IdleWatch } from '#renderer/features/security/idle-watch.tsx'
import { StepUpDialog } from '#renderer/features/security/step-up-dialog.tsx'
import { SignInScreen } from '#renderer/features/sign-in/sign-in-screen.tsx'
import { DisconnectedScreen } from '#renderer/features/welcome/disconnected-screen.tsx'
import { LockedOutScreen } from '#renderer/features/welcome/locked-out-screen.tsx'
import { StartingScreen } from '#renderer/features/welcome/starting-screen.tsx'
import { WelcomeScreen } from '#renderer/features/welcome/welcome-screen.tsx'
import { useDesk, useMay, useSecurity, useSession } from '#renderer/stores/stores-context.tsx'
import { AppShell } from './app-shell.tsx'
import { routes } from './routes.ts'
import { Toasts } from './toasts.tsx'

/** Which screen this window is on: first what is true of the desk, then who is signed in, then the address. */
export function DeskScreen() {
  return (
    <>
      <ScreenOfDesk />
      <StepUpDialog />
      <Toasts />
    </>
  )
}

function ScreenOfDesk() {
  const connection = useDesk((state) => state.connection)
  const status = useDesk((state) => state.status)
  if (connection === 'refused' || connection === 'replaced' || connection === 'outdated') return <DisconnectedScreen why={connection} />
  return status === null ? <StartingScreen /> : <PhaseScreen status={status} />
}

function PhaseScreen({ status }: { status: DeskStatus }) {
  const phase = useSession((state) => state.phase)
  switch (status.phase) {
    case 'welcome':
      return <WelcomeScreen />
    case 'locked-out':
      return <LockedOutScreen problem={status.problem} kind={status.kind} canUseKit={status.canUseKit} />
    case 'first-run':
      return <FirstRunScreen kind={status.kind} />
    case 'open':
      if (phase === 'unknown') return <StartingScreen />
      return phase === 'signed-in' ? <SignedIn kind={status.kind} /> : <SignInScreen kind={status.kind} shopName={status.shopName} />
  }
}

function SignedIn({ kind }: { kind: ShopKind }) {
  return (
    <>
      <ScreenOfPerson kind={kind} />
      {kind === 'shop' && <IdleWatch />}
    </>
  )
}

/** Setting up fills the window; everything else is in the shell. */
function ScreenOfPerson({ kind }: { kind: ShopKind }) {
  const me = useSession((state) => state.me)
  const recoveryCodes = useSecurity((state) => state.recoveryCodes)
  const isConfirming = useSecurity((state) => state.isConfirming)
  const next = me?.duties[0]
  const [duty, setDuty] = useState(next)
  // The core says that the app is set up before it answers with the recovery codes.
  if (!isConfirming && duty !== next) setDuty(next)
  if (recoveryCodes !== null) return <KeepCodesScreen codes={recoveryCodes} />
  if (me !== null && duty !== undefined) return <DutiesScreen me={me} duty={duty} />
  return <Working kind={kind} />
}

function Working({ kind }: { kind: ShopKind }) {
  const mayPrintKit = useMay('kit.reprint')
  const mayRotateKey = useMay('key.rotate')
  const mayManageNumber = useMay('wa.token_manage')
  return (
    <Switch>
      {mayPrintKit && <Route path={routes.setUpKit} component={KitScreen} />}
      {mayRotateKey && <Route path={routes.setUpKey} component={KeyScreen} />}
      {mayManageNumber && <Route path={routes.setUpNumber} component={ConnectScreen} />}
      <Route>
        <AppShell kind={kind} />
      </Route>
    </Switch>
  )
}
