import { useEffect, useMemo } from 'react'
import { Link, Router } from 'wouter'
import { memoryLocation } from 'wouter/memory-location'
import { DeskScreen } from '#renderer/app/desk-screen.tsx'
import { paths } from '#renderer/app/routes.ts'
import { createSampleStores } from '#renderer/stores/sample-stores.ts'
import { StoresProvider, useSettings } from '#renderer/stores/stores-context.tsx'
import styles from './gallery.module.css'
import { Pieces } from './pieces.tsx'
import { listSpecimens, type Specimen } from './specimens.ts'

/** Every piece and every screen in every state, with fixed data: for looking at, and for checks of contrast and accessibility. */
export function GalleryScreen({ specimen: name }: { specimen: string | null }) {
  const language = useSettings((state) => state.settings.language)
  const specimens = useMemo(() => listSpecimens({ language }), [language])
  if (name === 'pieces') return <Pieces />
  const specimen = specimens.find((each) => each.name === name)
  if (specimen !== undefined) return <SpecimenScreen key={`${specimen.name} ${language}`} specimen={specimen} />
  return (
    <main className={styles.index}>
      <h1>Gallery</h1>
      <ul>
        {['pieces', ...specimens.map((each) => each.name)].map((each) => (
          <li key={each}>
            <Link to={paths.gallery(each)}>{each}</Link>
          </li>
        ))}
      </ul>
    </main>
  )
}

function SpecimenScreen({ specimen }: { specimen: Specimen }) {
  const language = useSettings((state) => state.settings.language)
  const stores = useMemo(
    () => createSampleStores({ handlers: specimen.handlers, state: specimen.state, language, mediaOptions: specimen.mediaOptions }),
    [specimen, language],
  )
  const { hook } = useMemo(() => memoryLocation({ path: specimen.path }), [specimen])
  useEffect(() => void specimen.begin?.(stores), [specimen, stores])
  return (
    <StoresProvider stores={stores}>
      <Router hook={hook}>
        {specimen.instead ?? <DeskScreen />}
        {specimen.over}
      </Router>
    </StoresProvider>
  )
}
