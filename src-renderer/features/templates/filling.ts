import {
  checkTemplateValues,
  emptyValues,
  placeholdersOf,
  type Attachment,
  type MediaId,
  type Template,
  type TemplateDefinition,
  type TemplateProblem,
  type TemplateValues,
} from '#contract'
import type { Filling } from '#renderer/stores/templates.ts'
import { filledIn, prefilled, type Known } from './prefill.ts'
import type { PreviewFile } from './template-preview.tsx'

// From what somebody fills in to what goes, and what is still wrong with it. Pure.

export function newFilling(definition: TemplateDefinition, known: Known): Filling {
  return {
    values: prefilled(definition, known),
    headerFile: null,
    coordinates: '',
    cards: definition.cards.map((card) => {
      const { buttons } = emptyValues({ ...definition, header: null, body: card.body, buttons: card.buttons })
      return { file: null, body: filledIn(card.body, {}, known), buttons }
    }),
  }
}

/** What goes; while a file or a place is missing it holds a blank in its stead, and `problemsOf` says so. */
export function valuesOf({ header }: TemplateDefinition, { values, headerFile, coordinates, cards }: Filling): TemplateValues {
  return {
    ...values,
    header: headerOf(header, { header: values.header, headerFile, coordinates }),
    cards: cards.map(({ file, body, buttons }) => ({
      // A blank is no id: what holds one does not go.
      mediaId: file?.mediaId ?? ('' as MediaId),
      body,
      buttons,
    })),
  }
}

function headerOf(
  header: TemplateDefinition['header'],
  given: Pick<Filling, 'headerFile' | 'coordinates'> & { header: TemplateValues['header'] },
): TemplateValues['header'] {
  if (header?.kind === 'media')
    return given.headerFile === null
      ? null
      : { kind: 'media', mediaId: given.headerFile.mediaId, fileName: header.media === 'document' ? given.headerFile.fileName : null }
  if (header?.kind !== 'location') return given.header
  const place = readCoordinates(given.coordinates)
  const words = given.header?.kind === 'location' ? given.header : { name: '', address: '' }
  return { kind: 'location', name: words.name, address: words.address, latitude: place?.latitude ?? 0, longitude: place?.longitude ?? 0 }
}

export function readCoordinates(text: string): { latitude: number; longitude: number } | null {
  const match = /^\s*(-?\d{1,2}(?:\.\d+)?)\s*[,;\s]\s*(-?\d{1,3}(?:\.\d+)?)\s*$/.exec(text)
  const [latitude, longitude] = [Number(match?.[1] ?? Number.NaN), Number(match?.[2] ?? Number.NaN)]
  return Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180 ? { latitude, longitude } : null
}

export function problemsOf(definition: TemplateDefinition, filling: Filling, now: number): TemplateProblem[] {
  const files = [filling.headerFile, ...filling.cards.map(({ file }) => file)]
  const factsOf = (mediaId: MediaId) => files.find((file) => file?.mediaId === mediaId)?.facts ?? null
  const problems = checkTemplateValues(definition, valuesOf(definition, filling), { now, factsOf })
  filling.cards.forEach(({ file }, index) => {
    if (file === null) problems.push({ at: `cards.${index}.mediaId`, key: 'value-missing', limit: null })
  })
  if (definition.header?.kind === 'location' && readCoordinates(filling.coordinates) === null)
    problems.push({ at: 'header.coordinates', key: 'value-missing', limit: null })
  return problems
}

export function previewFilesOf({ header, cards }: TemplateDefinition, { headerFile, cards: given }: Filling): PreviewFile[] {
  const ofHeader = header?.kind === 'media' ? [{ media: header.media, file: headerFile }] : []
  return [...ofHeader, ...cards.map(({ media }, index) => ({ media, file: given[index]?.file ?? null }))]
}

/** The files that the message shows until the core has it. */
export function filesOf({ headerFile, cards }: Filling): Attachment[] {
  return [headerFile, ...cards.map(({ file }) => file)].filter((file) => file !== null)
}

/** Names that stand in header and text alike: they mean the same, so one field fills both. */
export function sharedKeys({ parameterFormat, header, body }: TemplateDefinition): string[] {
  if (parameterFormat !== 'named' || header?.kind !== 'text') return []
  return placeholdersOf(header.text).filter((key) => placeholdersOf(body).includes(key))
}

export function withBody(definition: TemplateDefinition, filling: Filling, body: Readonly<Record<string, string>>): Filling {
  const { header } = filling.values
  const shared = Object.fromEntries(sharedKeys(definition).map((key) => [key, body[key] ?? '']))
  const filled = header?.kind === 'text' ? { ...header, values: { ...header.values, ...shared } } : header
  return { ...filling, values: { ...filling.values, body: { ...body }, header: filled } }
}

/** What goes around a numbered blank, so that one sees what it is for. */
export function contextOf(text: string, key: string): string {
  const [before = '', after = ''] = text.split(new RegExp(`\\{\\{\\s*${key}\\s*\\}\\}`))
  return `${plain(before).slice(-28)}___${plain(after).slice(0, 28)}`
}

function plain(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/\{\{[^}]*\}\}/g, '…')
}

/** Whether what was kept still fits the template, which may have changed meanwhile. */
export function isFitting({ definition }: Template, filling: Filling): boolean {
  const shape = newFilling(definition, { customer: null, attendant: null, shop: null })
  return shapeOf(shape) === shapeOf(filling)
}

function shapeOf({ values, cards }: Filling): string {
  return JSON.stringify([
    Object.keys(values.body).toSorted(),
    values.header?.kind === 'text' ? Object.keys(values.header.values) : null,
    values.buttons.map(({ index }) => index),
    cards.map((card) => [Object.keys(card.body).toSorted(), card.buttons.length]),
  ])
}
