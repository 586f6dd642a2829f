import { Trans, useLingui } from '@lingui/react/macro'
import type { RecoveryKit } from '#contract'
import { useFmt } from '#renderer/i18n/use-fmt.tsx'
import { useDesk } from '#renderer/stores/stores-context.tsx'
import { QrCode } from '#renderer/ui/qr-code.tsx'
import styles from './kit.module.css'

/** The sheet itself, the same on screen and on paper. */
export function KitSheet({ kit }: { kit: RecoveryKit }) {
  const { t } = useLingui()
  const fmt = useFmt()
  const shopName = useDesk((state) => (state.status?.phase === 'open' ? state.status.shopName : ''))
  return (
    <article className={styles.sheet}>
      <header className={styles.sheetHeader}>
        <div>
          <p className={styles.sheetKind}>
            <Trans>Balcão recovery kit</Trans>
          </p>
          <h1 className={styles.sheetShop}>{shopName}</h1>
        </div>
        <dl className={styles.facts}>
          <div>
            <dt>
              <Trans>Made on</Trans>
            </dt>
            <dd>{fmt.date(kit.issuedAt)}</dd>
          </div>
          <div>
            <dt>
              <Trans>Fingerprint</Trans>
            </dt>
            <dd>
              <code>{kit.fingerprint}</code>
            </dd>
          </div>
        </dl>
      </header>
      <div className={styles.body}>
        <ol className={styles.groups} aria-label={t`Groups of the kit`}>
          {kit.groups.map((group, index) => (
            // A group may occur twice; its place is what it is.
            <li key={index} className={styles.group}>
              <span className={styles.place}>{index + 1}</span>
              <code>{group}</code>
            </li>
          ))}
        </ol>
        <figure className={styles.code}>
          <QrCode text={kit.groups.join('-')} label={t`QR code with all groups of the kit`} />
          <figcaption>
            <Trans>The same groups, for a code scanner that types what it reads. Do not photograph it.</Trans>
          </figcaption>
        </figure>
      </div>
      <p className={styles.sheetFoot}>
        <Trans>
          To open the shop on another computer: start Balcão with the shop’s data folder, choose the recovery kit, and type the groups in
          order. Once a newer sheet is confirmed, or the shop’s key is changed, this one opens nothing.
        </Trans>
      </p>
    </article>
  )
}
