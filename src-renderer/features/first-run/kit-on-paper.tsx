import { useLingui } from '@lingui/react/macro'
import { useState, type ReactNode } from 'react'
import type { RecoveryKit } from '#contract'
import { Stage } from '#renderer/app/stage.tsx'
import { useToasts } from '#renderer/stores/stores-context.tsx'
import { Button } from '#renderer/ui/button.tsx'
import { FormActions } from '#renderer/ui/form.tsx'
import { KitConfirm } from './kit-confirm.tsx'
import { KitSheet } from './kit-sheet.tsx'
import styles from './kit.module.css'
import { KIT_GROUPS, twoOf } from './two-groups.ts'

/** Of the printed kit: what of it is asked for is chosen before anybody has seen it. */
type Props = {
  /** Null when it is on paper already, from an earlier time. */
  kit: RecoveryKit | null
  /** Where in a longer task this is. */
  steps?: ReactNode
  onLeave(): void
  /** Back to before there was a kit; only when it is not shown here. */
  onBack?: () => void
}

/** The sheet is shown to be printed, and then two of its groups are typed from it. */
export function KitOnPaper({ kit, steps, onLeave, onBack }: Props) {
  const { t } = useLingui()
  const toasts = useToasts()
  const [indexes, setIndexes] = useState(() => (kit === null ? twoOf(KIT_GROUPS) : null))

  if (kit === null || indexes !== null) {
    return (
      <Stage>
        {steps}
        <KitConfirm
          indexes={indexes ?? [0, 1]}
          backLabel={kit === null ? t`Back` : t`Back to the sheet`}
          onBack={() => (kit === null ? onBack?.() : setIndexes(null))}
          onConfirmed={() => {
            toasts.show({ tone: 'success', text: t`The recovery kit is confirmed. Keep the sheet in a safe place.` })
            onLeave()
          }}
        />
      </Stage>
    )
  }
  return (
    <Stage width="medium">
      <div className={styles.noPrint}>{steps}</div>
      <KitSheet kit={kit} />
      <div className={styles.noPrint}>
        <FormActions>
          <Button size="large" variant="primary" onClick={() => window.print()}>
            {t`Print the sheet`}
          </Button>
          <Button size="large" onClick={() => setIndexes(twoOf(kit.groups.length))}>
            {t`I have it on paper`}
          </Button>
          <Button size="large" variant="quiet" onClick={onLeave}>
            {t`Confirm later`}
          </Button>
        </FormActions>
      </div>
    </Stage>
  )
}
