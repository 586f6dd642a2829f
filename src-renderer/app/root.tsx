import { lazy, Suspense } from 'react'
import { Route, Switch } from 'wouter'
import { StartingScreen } from '#renderer/features/welcome/starting-screen.tsx'
import { DeskScreen } from './desk-screen.tsx'
import { routes } from './routes.ts'

const GalleryScreen = lazy(async () => {
  const { GalleryScreen: component } = await import('#renderer/features/gallery/gallery-screen.tsx')
  return { default: component }
})

export function Root() {
  return (
    <Switch>
      {/* Linked from nowhere; it shows fixed data only. */}
      <Route path={routes.gallery}>
        {({ specimen }) => (
          <Suspense fallback={<StartingScreen />}>
            <GalleryScreen specimen={specimen ?? null} />
          </Suspense>
        )}
      </Route>
      <Route>
        <DeskScreen />
      </Route>
    </Switch>
  )
}
