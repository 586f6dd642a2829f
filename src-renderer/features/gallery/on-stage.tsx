import type { ReactElement } from 'react'
import { Stage, StageCard, StageHeading } from '#renderer/app/stage.tsx'
import { openShop } from './sample-data.ts'

/** A form of the sign-in screen by itself, where the way to it would be longer than the specimen. */
export function onStage(form: ReactElement): ReactElement {
  return (
    <Stage>
      <StageHeading title={openShop.shopName} />
      <StageCard>{form}</StageCard>
    </Stage>
  )
}
