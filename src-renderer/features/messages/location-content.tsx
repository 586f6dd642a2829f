import { Trans } from '@lingui/react/macro'
import { ExternalLink } from 'lucide-react'
import type { MessageContent } from '#contract'
import { ForeignText } from '#renderer/features/inbox/foreign-text.tsx'
import { Card } from './card.tsx'
import styles from './location-content.module.css'
import { LocationSketch } from './location-sketch.tsx'

type Location = Pick<Extract<MessageContent, { kind: 'location' }>, 'latitude' | 'longitude' | 'name' | 'address'>

/** A place. Where it is is drawn here: asking a map service would tell it where the shop's customers are. */
export function LocationContent({ latitude, longitude, name, address }: Location) {
  if (latitude === null || longitude === null)
    return (
      <Card kind="location" {...(name === null ? {} : { title: <ForeignText>{name}</ForeignText> })}>
        {address !== null && <p>{<ForeignText>{address}</ForeignText>}</p>}
        <Trans>Without coordinates</Trans>
      </Card>
    )
  const place = `${latitude.toFixed(5)}, ${longitude.toFixed(5)}`
  return (
    <div className={styles.location}>
      <LocationSketch latitude={latitude} longitude={longitude} />
      <div>
        {name !== null && name !== '' && (
          <p className={styles.name}>
            <ForeignText>{name}</ForeignText>
          </p>
        )}
        {address !== null && address !== '' && (
          <p className={styles.address}>
            <ForeignText>{address}</ForeignText>
          </p>
        )}
        <p className={styles.below}>
          <span className={styles.place}>{place}</span>
          <a
            className={styles.external}
            data-main=""
            href={`https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=17/${latitude}/${longitude}`}
            target="_blank"
            rel="noopener noreferrer"
          >
            <Trans>Open the map</Trans>
            <ExternalLink aria-hidden="true" />
          </a>
        </p>
      </div>
    </div>
  )
}
