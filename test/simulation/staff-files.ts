import type { Attachment, OutgoingContent } from '#contract'
import type { Chance } from './chance.ts'
import type { Person } from './people.ts'
import type { Program, Reply } from './program.ts'
import type { SentFile, Written } from './staff.ts'

const PICTURE = Buffer.from('89504e470d0a1a0a0000000d49484452000000280000001e0806000000', 'hex')

/** Somebody drops a file on their window. Null when it was refused, or nobody answered. */
export async function chooseFile(
  { chance, broken, nextWords }: { chance: Chance; nextWords(): string; broken(what: string): void },
  { program, call, by }: { program: Program; by: Person; call(person: Person, method: string, input: unknown): Promise<Reply> },
): Promise<SentFile | null> {
  const address = await call(by, 'media.address', {})
  if (address.kind !== 'ok' || by.window === null) return null
  // The dispatcher parsed the output with this method's own schema.
  const token = (address.output as { prefix: string }).prefix.split('/').at(-1) ?? ''
  const media = chance.oneOf('image', 'document')
  const words = Buffer.from(`${nextWords()} `.repeat(chance.is(0.1) ? 3000 : chance.between(1, 60)))
  const bytes = media === 'image' ? Buffer.concat([PICTURE, words]) : words
  const answer = await by.window.serve({ method: 'POST', path: `${token}/upload?name=arquivo`, bytes })
  if (answer === null) return null
  if (answer.status === 200) {
    const { mediaId, facts } = JSON.parse(answer.body.toString()) as Attachment
    if (facts.sizeBytes !== bytes.length) broken(`I9: a file of ${bytes.length} bytes was chosen, and ${facts.sizeBytes} are here`)
    return { mediaId, bytes, media }
  }
  const mayBe = answer.status === 507 ? program.hadStorageTrouble() : answer.status === 404 || program.hadStorageTrouble()
  if (!mayBe) broken(`a file that was chosen was answered ${answer.status} ${answer.body.toString()}`)
  return null
}

export function contentOf({ text, file }: Written): OutgoingContent {
  if (file === null) return { kind: 'text', body: text, hasLinkPreview: false }
  // The door's own answer.
  const mediaId = file.mediaId as Attachment['mediaId']
  return { kind: 'media', media: file.media, mediaId, caption: text, fileName: null }
}
