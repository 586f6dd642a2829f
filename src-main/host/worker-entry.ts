import { fileURLToPath } from 'node:url'

/** Where each worker's code is, seen from this file as source and as part of the bundle, which lies flat in `out/main`. */
const PLACES = {
  'core-worker': { source: './core-worker.ts', bundle: './core-worker.js' },
  'practice-worker': { source: '../practice/practice-worker.ts', bundle: './practice-worker.js' },
} as const

export function workerEntry(name: keyof typeof PLACES): URL {
  return new URL(isSource() ? PLACES[name].source : PLACES[name].bundle, import.meta.url)
}

/** The built interface. */
export function builtRendererFolder(): string {
  return fileURLToPath(new URL(isSource() ? '../../out/renderer/' : '../renderer/', import.meta.url))
}

function isSource(): boolean {
  return import.meta.url.endsWith('.ts')
}
