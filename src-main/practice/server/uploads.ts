import { GraphError, invalidParameter, missingParameter } from '../errors/graph-error.ts'
import type { Upload } from '../world/uploads.ts'
import type { World } from '../world/world.ts'
import { ok, postedFields } from './call.ts'
import type { GraphAnswer, GraphCall } from './call.ts'
import { wordOf } from './fields.ts'

const TYPES = ['application/pdf', 'image/jpeg', 'image/jpg', 'image/png', 'video/mp4']
const LENGTH_MAX = 100 * 1024 * 1024

/** `POST /{APP_ID}/uploads`: begins a file that comes in pieces. */
export function openUpload(call: GraphCall, { uploads }: World): GraphAnswer {
  const fields = postedFields(call)
  const fileType = wordOf(fields['file_type'])
  const fileLength = Number(fields['file_length'])
  if (fields['file_length'] === undefined) throw missingParameter("Parameter 'file_length' is mandatory for uploads")
  if (!Number.isInteger(fileLength) || fileLength < 1 || fileLength > LENGTH_MAX)
    throw invalidParameter(`Param file_length must be between 1 and ${LENGTH_MAX}.`)
  if (!TYPES.includes(fileType)) throw invalidParameter(`Param file_type must be one of {${TYPES.join(', ')}} - got "${fileType}".`)
  const upload = uploads.open({ fileType, fileLength })
  return ok({ id: `${upload.id}?sig=${upload.signature}` })
}

/** `GET /upload:…`: how much has come, for whoever goes on after a break. */
export function getUpload(call: GraphCall, world: World): GraphAnswer {
  const upload = findUpload(call.segments[0] ?? '', call.query, world)
  return ok({ id: `${upload.id}?sig=${upload.signature}`, file_offset: upload.received })
}

/**
 * `POST /upload:…`: takes bytes as they come, so that what arrived before a break is kept. Null when the connection broke or,
 * for practice, is to be broken after `cutAfterBytes`.
 */
export async function receiveUpload(
  { id, query, offset }: { id: string; query: URLSearchParams; offset: number },
  chunks: AsyncIterable<Buffer>,
  world: World,
): Promise<GraphAnswer | null> {
  const upload = findUpload(id, query, world)
  if (offset !== upload.received)
    throw invalidParameter('Invalid parameter', `The file offset ${offset} is not the expected offset ${upload.received}`)
  const fault = world.faults.take('/' + id, 'cut')
  let left = fault?.kind === 'cut' ? fault.afterBytes : Infinity
  try {
    for await (const chunk of chunks) {
      const taken = chunk.subarray(0, Math.min(chunk.length, left))
      if (upload.received + taken.length > upload.fileLength) throw tooMuch()
      upload.append(taken)
      left -= taken.length
      if (left === 0) return null
    }
  } catch (error) {
    if (error instanceof GraphError) throw error
    return null
  }
  if (upload.handle === null) throw invalidParameter('Invalid parameter', 'The file is not complete: ask for file_offset, and go on there')
  return ok({ h: upload.handle })
}

function findUpload(id: string, query: URLSearchParams, { uploads }: World): Upload {
  const upload = uploads.find(id)
  if (upload === null || query.get('sig') !== upload.signature)
    throw new GraphError(400, { message: '(#100) The upload session is not valid or has expired.', type: 'OAuthException', code: 100 })
  return upload
}

function tooMuch(): GraphError {
  return invalidParameter('Invalid parameter', 'More bytes were sent than file_length announced')
}
