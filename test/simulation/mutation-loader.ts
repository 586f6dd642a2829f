import { registerHooks } from 'node:module'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { mutations } from './mutation-list.ts'
import { mutatedSource } from './mutated-source.ts'

/**
 * For `node --import`: whatever runs in this process gets the mutation that MUTATION names in its source as it is loaded. The files on
 * disk stay as they are. Without MUTATION nothing is changed.
 */
const name = process.env['MUTATION'] ?? ''
if (name !== '') plant(name)

function plant(wanted: string): void {
  const mutation = mutations.find((each) => each.name === wanted)
  if (mutation === undefined) throw new Error(`No mutation is called ${wanted}`)
  const mutatedUrl = pathToFileURL(resolve(import.meta.dirname, '../..', mutation.file)).href
  registerHooks({
    load(url, context, nextLoad) {
      const loaded = nextLoad(url, context)
      if (url !== mutatedUrl) return loaded
      const source = Buffer.from(loaded.source instanceof Uint8Array ? loaded.source : []).toString('utf8')
      // Still TypeScript: Node strips the types of what the hook answers.
      return { ...loaded, source: mutatedSource(source, mutation) }
    },
  })
}
