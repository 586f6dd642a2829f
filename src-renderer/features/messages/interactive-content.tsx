import { Trans, useLingui } from '@lingui/react/macro'
import { ContactRound, ExternalLink, List, MapPin, Reply } from 'lucide-react'
import { useState } from 'react'
import type { Message, MessageContent } from '#contract'
import { ForeignText } from '#renderer/features/inbox/foreign-text.tsx'
import { Dialog } from '#renderer/ui/dialog.tsx'
import { FormattedText } from './formatted-text.tsx'
import { HeaderFile } from './header-file.tsx'
import styles from './interactive-content.module.css'
import { OfferedButton, OfferedButtons } from './offered-buttons.tsx'
import { ForeignLink } from './foreign-link.tsx'

type Interactive = Extract<MessageContent, { kind: 'interactive' }>

/** Something that is answered with a tap, as the customer sees it. The taps are theirs: here they only stand there. */
export function InteractiveContent({ message, content }: { message: Message; content: Interactive }) {
  const { header, body, footer } = content
  return (
    <div className={styles.interactive}>
      {header === null ? <HeaderFile message={message} /> : <p className={styles.header}>{<ForeignText>{header}</ForeignText>}</p>}
      <FormattedText text={body} />
      {footer !== null && footer !== '' && (
        <p className={styles.footer}>
          <ForeignText>{footer}</ForeignText>
        </p>
      )}
      <Answers content={content} />
    </div>
  )
}

function Answers({ content }: { content: Interactive }) {
  const { t } = useLingui()
  const { form, action, url, sections } = content
  switch (form) {
    case 'buttons':
      return (
        <OfferedButtons>
          {sections.flatMap((section) =>
            section.rows.map((row, index) => (
              <OfferedButton key={`${section.title} ${index}`} icon={<Reply />}>
                {row.title}
              </OfferedButton>
            )),
          )}
        </OfferedButtons>
      )
    case 'list':
      return <OptionList action={action ?? t`Options`} sections={sections} />
    case 'link':
      return (
        <OfferedButtons>
          <OfferedButton icon={<ExternalLink />}>{action ?? t`Link`}</OfferedButton>
          {url !== null && <ForeignLink address={url} />}
        </OfferedButtons>
      )
    case 'location-request':
      return (
        <OfferedButtons>
          <OfferedButton icon={<MapPin />}>{action ?? t`Send location`}</OfferedButton>
        </OfferedButtons>
      )
    case 'contact-request':
      return (
        <OfferedButtons>
          <OfferedButton icon={<ContactRound />}>{action ?? t`Share phone number`}</OfferedButton>
        </OfferedButtons>
      )
  }
}

function OptionList({ action, sections }: { action: string; sections: Interactive['sections'] }) {
  const { t } = useLingui()
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <OfferedButtons>
        <button type="button" className={styles.list} data-main="" onClick={() => setOpen(true)}>
          <List aria-hidden="true" />
          <ForeignText>{action}</ForeignText>
        </button>
      </OfferedButtons>
      <Dialog isOpen={isOpen} onClose={() => setOpen(false)} title={action} closeLabel={t`Close`} size="small">
        {sections.map((section, index) => (
          <section key={index} className={styles.section}>
            {section.title !== '' && (
              <h3>
                <ForeignText>{section.title}</ForeignText>
              </h3>
            )}
            <ul>
              {section.rows.map((row, at) => (
                <li key={at}>
                  <ForeignText>{row.title}</ForeignText>
                  {row.description !== null && row.description !== '' && (
                    <p>
                      <ForeignText>{row.description}</ForeignText>
                    </p>
                  )}
                </li>
              ))}
            </ul>
          </section>
        ))}
        <p className={styles.note}>
          <Trans>The customer chooses one of these.</Trans>
        </p>
      </Dialog>
    </>
  )
}
