import { Trans, useLingui } from '@lingui/react/macro'
import { useId, useState } from 'react'
import { SCHEDULE_MAX_DAYS } from '#contract'
import { useStores } from '#renderer/stores/stores-context.tsx'
import { Button } from '#renderer/ui/button.tsx'
import { Dialog } from '#renderer/ui/dialog.tsx'
import { Form } from '#renderer/ui/form.tsx'
import { useFmt } from '#renderer/i18n/use-fmt.tsx'
import type { ScheduleTime } from '#renderer/i18n/schedule-times.ts'
import { scheduleProblem } from './schedule-problem.ts'
import styles from './scheduled.module.css'

type Props = {
  title: string
  /** Shown at first; without one a time is offered. */
  startsAt?: number
  onChoose(at: number): void
  onClose(): void
}

/** When a message is to go: one of a few times, or any other. */
export function MomentDialog({ title, startsAt, onChoose, onClose }: Props) {
  const { t } = useLingui()
  const fmt = useFmt()
  const { clock } = useStores()
  const formId = useId()
  const fieldId = useId()
  const [now] = useState(() => clock.getState().exactNow())
  const times = fmt.scheduleTimes(now)
  const [typed, setTyped] = useState(() => fmt.dateTimeInput(startsAt ?? times[0]?.at ?? now))
  const [wasTried, setTried] = useState(false)
  const at = fmt.fromDateTimeInput(typed)
  const problem = scheduleProblem(at, clock.getState().exactNow())

  const words: Record<ScheduleTime['id'], string> = { later: t`Later today`, tomorrow: t`Tomorrow`, monday: t`Monday` }

  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={title}
      size="small"
      closeLabel={t`Close`}
      footer={
        <>
          <Button onClick={onClose}>{t`Cancel`}</Button>
          <Button variant="primary" type="submit" form={formId}>
            {t`Schedule`}
          </Button>
        </>
      }
    >
      <div className={styles.times}>
        {times.map(({ id, at: time }) => (
          <Button key={id} onClick={() => onChoose(time)}>
            {words[id]} · {fmt.time(time)}
          </Button>
        ))}
      </div>
      <Form
        id={formId}
        onSubmit={() => {
          setTried(true)
          if (at !== null && problem === null) onChoose(at)
        }}
      >
        <div className={styles.moment}>
          <label htmlFor={fieldId}>
            <Trans>Date and time</Trans>
          </label>
          <input
            id={fieldId}
            type="datetime-local"
            className={styles.momentField}
            value={typed}
            aria-invalid={(wasTried && problem !== null) || undefined}
            aria-describedby={`${fieldId}-problem`}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
          <p id={`${fieldId}-problem`} className={styles.momentProblem} aria-live="polite">
            {wasTried && problem === 'missing' && t`Choose a date and a time.`}
            {wasTried && problem === 'past' && t`This time is over already. Choose a later one.`}
            {wasTried && problem === 'too-far' && t`At most ${SCHEDULE_MAX_DAYS} days ahead.`}
          </p>
        </div>
      </Form>
      <p className={styles.help}>
        <Trans>
          When the time comes, the 24-hour window, the price and the customer’s wishes are checked again. If something no longer fits, the
          message stays and you are told.
        </Trans>
      </p>
    </Dialog>
  )
}
