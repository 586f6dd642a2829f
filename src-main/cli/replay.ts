import { parseArgs } from 'node:util'
import { replayFolder, type ReplayTotals } from './replay-folder.ts'
import type { ReplayedFile } from './replayed-file.ts'

const USAGE =
  'Usage: npm run replay -- FOLDER [--json]\nFeeds every file of FOLDER (but *.md) through intake as a webhook body, and says what became of it.'

/**
 * Exit 0: everything is accounted for. 1: something threw or is not. 2: the folder cannot be read, or the command is wrong.
 * 130: interrupted.
 */
async function replay(): Promise<number> {
  const options = readArguments()
  if (options === null) {
    console.error(USAGE)
    return 2
  }
  const stop = stopEarly()
  const { files, totals } = await replayFolder(options.folder, {
    onFile: options.json ? undefined : (file) => console.log(lineOf(file)),
    stop,
  })
  if (stop.reason === 'interrupted') return 130
  if (options.json) console.log(JSON.stringify({ files, totals }, null, 2))
  else console.log(`\n${totalsInWords(totals)}`)
  return totals.failed > 0 || totals.thrown > 0 || totals.unaccounted > 0 ? 1 : 0
}

/** `replay | head` reads a few lines and goes, or a person has seen enough: either way the shop is still removed. */
function stopEarly(): AbortSignal {
  const stop = new AbortController()
  process.stdout.on('error', (cause: NodeJS.ErrnoException) => {
    if (cause.code !== 'EPIPE') throw cause
    stop.abort('nobody reads')
  })
  process.once('SIGINT', () => stop.abort('interrupted'))
  return stop.signal
}

function readArguments(): { folder: string; json: boolean } | null {
  try {
    const { values, positionals } = parseArgs({ allowPositionals: true, options: { json: { type: 'boolean', default: false } } })
    const [folder, ...more] = positionals
    return folder === undefined || more.length > 0 ? null : { folder, json: values.json }
  } catch {
    // An unknown option: the usage says which there are.
    return null
  }
}

const stateWords: Readonly<Record<ReplayedFile['state'], string>> = {
  applied: 'applied',
  kept: 'kept unknown',
  rejected: 'rejected',
  failed: 'FAILED',
}

function lineOf(file: ReplayedFile): string {
  return `${stateWords[file.state].padEnd(12)}  ${file.file}: ${file.became}`
}

function totalsInWords(totals: ReplayTotals): string {
  const { files, applied, kept, rejected, failed, elements, thrown, unaccounted } = totals
  return `${files} files: ${applied} applied, ${kept} kept unknown, ${rejected} rejected, ${failed} failed; ${elements} elements, ${thrown} thrown, ${unaccounted} unaccounted for`
}

try {
  process.exitCode = await replay()
} catch (cause) {
  console.error(cause instanceof Error ? cause.message : String(cause))
  process.exitCode = 2
}
