import { AppError } from '../lib/app-error.ts'
import type { SampleFiles } from '../templates/samples.ts'
import type { MediaFiles } from './media-files.ts'
import { keptFactsOf, storedFileOf, type MediaRepository } from './repository.ts'

/** Files that somebody chose as samples of a template. */
export function createSampleFiles({ repository, files }: { repository: MediaRepository; files: MediaFiles }): SampleFiles {
  return {
    open(mediaId, by) {
      const row = repository.findChosen(mediaId, by.staffId)
      const facts = row === undefined ? null : keptFactsOf(row)
      const file = row === undefined ? null : storedFileOf(row)
      if (row === undefined || facts === null || file === null) throw new AppError('media-not-here', `No file ${mediaId} of theirs is here`)
      const { sizeBytes } = file
      return {
        mimeType: facts.mimeType,
        fileName: row.file_name ?? 'sample',
        sizeBytes,
        read: (offset) => files.read(file, { from: offset, to: sizeBytes }),
      }
    },
  }
}
