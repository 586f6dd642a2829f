import type { ListedFile } from './media-files.ts'

/** Whoever has just written a file is about to write its row. */
const NEW_FOR_MS = 60 * 60_000

/** Files that no row speaks of, which nobody can read any more, and rows whose file is missing. */
export function findOrphans({ files, fileIdsOfRows, now }: OrphanFacts): Orphans {
  const fileIds = new Set(files.map(({ fileId }) => fileId))
  return {
    filesWithoutRow: files
      .filter(({ fileId, writtenAt }) => !fileIdsOfRows.has(fileId) && now - writtenAt > NEW_FOR_MS)
      .map(({ fileId }) => fileId),
    rowsWithoutFile: [...fileIdsOfRows].filter((fileId) => !fileIds.has(fileId)),
  }
}

/** The rows are read before the files are listed: a row that came in between would look like one without a file. */
export type OrphanFacts = { readonly files: readonly ListedFile[]; readonly fileIdsOfRows: ReadonlySet<string>; readonly now: number }
export type Orphans = { readonly filesWithoutRow: readonly string[]; readonly rowsWithoutFile: readonly string[] }
