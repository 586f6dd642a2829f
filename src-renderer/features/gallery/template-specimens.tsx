import { paths } from '#renderer/app/routes.ts'
import { newFilling } from '#renderer/features/templates/filling.ts'
import { draftOf, newDraft, withLayout } from '#renderer/features/templates/template-draft.ts'
import { TemplateDetails } from '#renderer/features/templates/template-details.tsx'
import { TemplatePicker } from '#renderer/features/templates/template-picker.tsx'
import type { Stores } from '#renderer/stores/create-stores.ts'
import type { TemplateWork } from '#renderer/stores/templates.ts'
import { fail, sampleNow } from './sample-data.ts'
import { createSampleFiles } from './sample-files.ts'
import { sampleConversationId } from './sample-message-parts.ts'
import { sampleChanges, sampleRow, sampleTemplates } from './sample-templates.ts'
import type { MakeSpecimen, Specimen } from './specimens.ts'

const nothing = () => {}
const picker = <TemplatePicker conversationId={sampleConversationId} onClose={nothing} onSent={nothing} />

/** What WhatsApp has approved and what not, where it is written, and where it is chosen and filled in. */
export function listTemplateSpecimens(screen: MakeSpecimen): Specimen[] {
  const [ready, , moved, place, , rejected, offer, carousel] = sampleTemplates
  if (ready === undefined || moved === undefined || place === undefined || rejected === undefined) return []
  if (offer === undefined || carousel === undefined) return []
  const handlers = {
    'templates.list': () => ({ templates: sampleTemplates, syncedAt: sampleNow - 600_000, problem: null }),
    'templates.changes': () => ({ changes: sampleChanges }),
    'templates.create': () => fail('template-refused'),
    'templates.remove': () => ({}),
    'conversations.get': () => ({ conversation: sampleRow, draft: null }),
    'costs.quote': () => ({ quote: { category: 'utility' as const, currency: 'BRL', amount: 41_300, why: 'rate' as const } }),
    'media.address': () => ({ prefix: '/sample' }),
  }
  const onTemplates: MakeSpecimen = (name, more) =>
    screen(name, { path: paths.templates(), mediaOptions: createSampleFiles(), ...more, handlers: { ...handlers, ...more.handlers } })

  const filling = (template: typeof ready) => (stores: Stores) => {
    const known = { customer: 'Zélia', attendant: 'Ana', shop: 'Papelaria Aurora' }
    const { templateId, definition } = template
    stores.templates.getState().setUnsent({ conversationId: sampleConversationId, templateId, filling: newFilling(definition, known) })
    return withCustomer(stores)
  }
  const blank = { ...newDraft('pt_BR'), category: 'marketing' as const }
  const cards = { ...blank, name: 'vitrine_nova', definition: withLayout(blank.definition, 'carousel') }

  return [
    onTemplates('templates', {}),
    onTemplates('templates-empty', { handlers: { 'templates.list': () => ({ templates: [], syncedAt: null, problem: null }) } }),
    onTemplates('templates-offline', {
      handlers: { 'templates.list': () => ({ templates: sampleTemplates, syncedAt: sampleNow, problem: 'offline' }) },
    }),
    onTemplates('template-details', { over: <TemplateDetails template={moved} onClose={nothing} /> }),
    onTemplates('template-new', { begin: writing({ templateId: null, draft: newDraft('pt_BR'), original: newDraft('pt_BR') }) }),
    onTemplates('template-wrong', {
      begin: writing({ templateId: null, draft: { ...draftOf(rejected), name: 'Olá' }, original: newDraft('pt_BR') }),
    }),
    onTemplates('template-change', {
      begin: writing({ templateId: ready.templateId, draft: draftOf(ready), original: draftOf(ready) }),
    }),
    onTemplates('template-offer', { begin: writing({ templateId: null, draft: draftOf(offer), original: newDraft('pt_BR') }) }),
    onTemplates('template-carousel', { begin: writing({ templateId: null, draft: cards, original: newDraft('pt_BR') }) }),
    onTemplates('template-picker', { over: picker, begin: withCustomer }),
    onTemplates('template-picker-empty', {
      over: picker,
      begin: withCustomer,
      handlers: { 'templates.list': () => ({ templates: [], syncedAt: null, problem: null }) },
    }),
    onTemplates('template-filling', { over: picker, begin: filling(ready) }),
    onTemplates('template-filling-place', { over: picker, begin: filling(place) }),
    onTemplates('template-filling-offer', { over: picker, begin: filling(offer) }),
    onTemplates('template-filling-carousel', { over: picker, begin: filling(carousel) }),
  ]
}

function withCustomer(stores: Stores) {
  return stores.conversations.getState().ensure(sampleConversationId)
}

function writing(work: TemplateWork) {
  return (stores: Stores) => stores.templates.getState().setWork(work)
}
