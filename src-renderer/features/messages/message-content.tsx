import { Trans } from '@lingui/react/macro'
import type { Message } from '#contract'
import { CallContent } from './call-content.tsx'
import { Card } from './card.tsx'
import { ChoiceContent } from './choice-content.tsx'
import { ContactsContent } from './contacts-content.tsx'
import { FormContent } from './form-content.tsx'
import { InteractiveContent } from './interactive-content.tsx'
import { LocationContent } from './location-content.tsx'
import { MediaContent } from './media-content.tsx'
import { UnknownContent, UnsupportedContent } from './not-shown-content.tsx'
import { OrderContent } from './order-content.tsx'
import { SystemContent } from './system-content.tsx'
import { TemplateContent } from './template-content.tsx'
import { TextContent } from './text-content.tsx'

/** What a message says. A kind that cannot be drawn says honestly what it is. */
export function MessageContent({ message }: { message: Message }) {
  const { content } = message
  switch (content.kind) {
    case 'text':
      return <TextContent body={content.body} />
    case 'media':
      return <MediaContent message={message} content={content} />
    case 'location':
      return <LocationContent {...content} />
    case 'contacts':
      return <ContactsContent contacts={content.contacts} />
    case 'choice':
      return <ChoiceContent title={content.title} description={content.description} />
    case 'form':
      return <FormContent name={content.name} fields={content.fields} />
    case 'order':
      return <OrderContent text={content.text} items={content.items} />
    case 'call-permission':
      return (
        <Card kind="call-permission">
          {content.accepted ? <Trans>The customer allows calls.</Trans> : <Trans>The customer does not allow calls.</Trans>}
        </Card>
      )
    case 'interactive':
      return <InteractiveContent message={message} content={content} />
    case 'call':
      return <CallContent direction={content.direction} outcome={content.outcome} durationMs={content.durationMs} />
    case 'system':
      return <SystemContent event={content.event} text={content.text} />
    case 'template':
      return <TemplateContent message={message} template={content} />
    case 'unsupported':
      return <UnsupportedContent rawType={content.rawType} problem={content.problem} />
    case 'unknown':
      return <UnknownContent rawType={content.rawType} />
  }
}
