import { actorOf, type Handlers } from '../dispatch/handlers.ts'
import { MEDIA_PATH } from './request.ts'
import type { Media } from './service.ts'

type MediaMethod = 'media.address' | 'media.fetchNow' | 'media.saveDerived' | 'media.storage'

export function createMediaHandlers({ media }: { media: Media }): Pick<Handlers, MediaMethod> {
  return {
    'media.address': (_input, context) => ({ prefix: `${MEDIA_PATH}${context.connection.fileToken()}` }),
    'media.fetchNow': ({ messageId }, context) => {
      return { notBefore: media.fetchNow(messageId, actorOf(context)) }
    },
    'media.saveDerived': async (derived, context) => {
      await media.saveDerived(derived, { by: actorOf(context), assertStillMay: context.assertStillMay })
      return {}
    },
    'media.storage': () => media.storage(),
  }
}
