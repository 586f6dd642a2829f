import { interactiveLimits, outgoingContent, type OutgoingInput } from '#contract'
import type { MessageForm } from '#renderer/stores/message-forms.ts'
import { findPlace } from '#renderer/text/find-place.ts'

type FormContent = Exclude<OutgoingInput, { kind: 'template' | 'media' | 'text' }>

/** A field of the form, by which its error finds it. */
export type FormField =
  | 'where'
  | 'name'
  | 'phone'
  | 'email'
  | 'body'
  | 'buttons'
  | 'listButton'
  | 'rows'
  | 'sections'
  | 'linkText'
  | 'linkUrl'
export type FormProblem = 'missing' | 'not-a-place' | 'not-an-address' | 'not-an-email' | 'not-a-phone' | 'twice' | 'too-many'

export type FormAnswer = { ok: true; content: FormContent } | { ok: false; problems: Partial<Record<FormField, FormProblem>> }

/** What the form says, or what is missing in it. WhatsApp's limits of length are the fields' own. */
export function contentOfForm(form: MessageForm): FormAnswer {
  const problems = problemsOf(form)
  if (Object.keys(problems).length > 0) return { ok: false, problems }
  const content = assemble(form)
  // What the contract refuses besides is a mistake here, and not the person's.
  outgoingContent.parse(content)
  return { ok: true, content }
}

/** For the preview: as far as it is filled in. */
export function assemble(form: MessageForm): FormContent {
  const { kind, place, card } = form
  const body = form.body.trim()
  const footer = orNull(form.footer)
  switch (kind) {
    case 'location': {
      const found = findPlace(place.where) ?? { latitude: 0, longitude: 0, name: null }
      return {
        kind,
        latitude: found.latitude,
        longitude: found.longitude,
        name: orNull(place.name) ?? found.name,
        address: orNull(place.address),
      }
    }
    case 'contact':
      return {
        kind: 'contacts',
        contacts: [
          {
            name: card.name.trim(),
            phones: card.phone.trim() === '' ? [] : [{ phone: card.phone.trim(), waId: null, type: 'WORK' }],
            emails: card.email.trim() === '' ? [] : [{ email: card.email.trim(), type: 'WORK' }],
            organization: orNull(card.organization),
            title: null,
            urls: [],
            addresses: [],
            birthday: null,
          },
        ],
      }
    case 'buttons':
      return { kind, header: headerOf(form), body, footer, buttons: filledButtons(form) }
    case 'list':
      return { kind, header: orNull(form.header), body, footer, button: form.listButton.trim(), sections: filledSections(form) }
    case 'link':
      return { kind, header: headerOf(form), body, footer, text: form.linkText.trim(), url: form.linkUrl.trim() }
    case 'location-request':
    case 'contact-request':
      return { kind, body }
  }
}

function problemsOf(form: MessageForm): Partial<Record<FormField, FormProblem>> {
  const problems: Partial<Record<FormField, FormProblem>> = {}
  const note = (field: FormField, problem: FormProblem | false) => {
    if (problem !== false) problems[field] = problem
  }
  const { place, card } = form
  switch (form.kind) {
    case 'location':
      note('where', isEmpty(place.where) ? 'missing' : findPlace(place.where) === null && 'not-a-place')
      return problems
    case 'contact':
      note('name', isEmpty(card.name) && 'missing')
      note(
        'phone',
        isEmpty(card.phone) ? isEmpty(card.email) && 'missing' : !/^\+?[\d\s().-]{5,25}$/.test(card.phone.trim()) && 'not-a-phone',
      )
      note('email', !isEmpty(card.email) && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(card.email.trim()) && 'not-an-email')
      return problems
    case 'buttons': {
      const titles = filledButtons(form)
      note('body', isEmpty(form.body) && 'missing')
      note('buttons', titles.length === 0 ? 'missing' : hasTwice(titles) && 'twice')
      return problems
    }
    case 'list': {
      const sections = filledSections(form)
      const titles = sections.flatMap(({ rows }) => rows.map(({ title }) => title))
      note('body', isEmpty(form.body) && 'missing')
      note('listButton', isEmpty(form.listButton) && 'missing')
      if (titles.length === 0) note('rows', 'missing')
      else note('rows', titles.length > interactiveLimits.rows ? 'too-many' : hasTwice(titles) && 'twice')
      note('sections', sections.length > 1 && sections.some(({ title }) => title === '') && 'missing')
      return problems
    }
    case 'link':
      note('body', isEmpty(form.body) && 'missing')
      note('linkText', isEmpty(form.linkText) && 'missing')
      note('linkUrl', isEmpty(form.linkUrl) ? 'missing' : !/^https?:\/\/[^\s/]+/i.test(form.linkUrl.trim()) && 'not-an-address')
      return problems
    case 'location-request':
    case 'contact-request':
      note('body', isEmpty(form.body) && 'missing')
      return problems
  }
}

function headerOf({ header, headerFile }: MessageForm): Extract<FormContent, { kind: 'buttons' }>['header'] {
  if (headerFile !== null) {
    const media = { 'inline-image': 'image', 'inline-video': 'video' } as const
    const { fileClass } = headerFile.facts
    return {
      kind: 'media',
      media: fileClass === 'inline-image' || fileClass === 'inline-video' ? media[fileClass] : 'document',
      mediaId: headerFile.mediaId,
      fileName: headerFile.fileName,
    }
  }
  return header.trim() === '' ? null : { kind: 'text', text: header.trim() }
}

function filledButtons({ buttons }: MessageForm): string[] {
  return buttons.map((title) => title.trim()).filter((title) => title !== '')
}

function filledSections({ sections }: MessageForm) {
  return sections.flatMap(({ title, rows }) => {
    const filled = rows
      .filter((row) => row.title.trim() !== '')
      .map((row) => ({ title: row.title.trim(), description: orNull(row.description) }))
    return filled.length === 0 ? [] : [{ title: title.trim(), rows: filled }]
  })
}

function hasTwice(titles: readonly string[]): boolean {
  return new Set(titles).size < titles.length
}

function isEmpty(text: string): boolean {
  return text.trim() === ''
}

function orNull(text: string): string | null {
  return text.trim() === '' ? null : text.trim()
}
