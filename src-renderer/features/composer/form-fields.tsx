import { useLingui } from '@lingui/react/macro'
import { interactiveLimits as limits } from '#contract'
import type { MessageForm } from '#renderer/stores/message-forms.ts'
import { TextField } from '#renderer/ui/text-field.tsx'
import { ButtonTitles } from './button-titles.tsx'
import type { FormField, FormProblem } from './form-content.ts'
import { HeaderField } from './header-field.tsx'
import { ListSections } from './list-sections.tsx'
import { useProblemWords } from './use-problem-words.ts'

export type FormPartProps = {
  form: MessageForm
  problems: Partial<Record<FormField, FormProblem>>
  /** Where its files are uploaded. */
  place: string
  onChange(change: Partial<MessageForm>): void
}

export function FormFields(props: FormPartProps) {
  switch (props.form.kind) {
    case 'location':
      return <LocationFields {...props} />
    case 'contact':
      return <ContactFields {...props} />
    case 'buttons':
      return (
        <>
          <HeaderField {...props} />
          <BodyField {...props} max={limits.body} />
          <ButtonTitles {...props} />
          <FooterField {...props} />
        </>
      )
    case 'list':
      return (
        <>
          <HeaderField {...props} isTextOnly />
          <BodyField {...props} max={limits.listBody} />
          <ListButtonField {...props} />
          <ListSections {...props} />
          <FooterField {...props} />
        </>
      )
    case 'link':
      return (
        <>
          <HeaderField {...props} />
          <BodyField {...props} max={limits.body} />
          <LinkFields {...props} />
          <FooterField {...props} />
        </>
      )
    case 'location-request':
    case 'contact-request':
      return <BodyField {...props} max={limits.body} />
  }
}

function LocationFields({ form, problems, onChange }: FormPartProps) {
  const { t } = useLingui()
  const wordsFor = useProblemWords()
  const { place } = form
  return (
    <>
      <TextField
        label={t`Maps link or coordinates`}
        description={t`A link from the address bar of Google Maps or OpenStreetMap, or two numbers such as -23.5614, -46.6559.`}
        value={place.where}
        onChange={(where) => onChange({ place: { ...place, where } })}
        error={wordsFor(problems.where)}
        startsFocused
      />
      <TextField
        label={t`Name`}
        hint={t`optional`}
        value={place.name}
        onChange={(name) => onChange({ place: { ...place, name } })}
        maxLength={200}
      />
      <TextField
        label={t`Address`}
        hint={t`optional`}
        value={place.address}
        onChange={(address) => onChange({ place: { ...place, address } })}
        maxLength={300}
      />
    </>
  )
}

function ContactFields({ form, problems, onChange }: FormPartProps) {
  const { t } = useLingui()
  const wordsFor = useProblemWords()
  const { card } = form
  return (
    <>
      <TextField
        label={t`Name`}
        value={card.name}
        onChange={(name) => onChange({ card: { ...card, name } })}
        maxLength={200}
        error={wordsFor(problems.name)}
        startsFocused
      />
      <TextField
        label={t`Phone`}
        value={card.phone}
        onChange={(phone) => onChange({ card: { ...card, phone } })}
        maxLength={40}
        error={wordsFor(problems.phone)}
        isMono
      />
      <TextField
        label={t`Email`}
        hint={t`optional`}
        value={card.email}
        onChange={(email) => onChange({ card: { ...card, email } })}
        maxLength={200}
        error={wordsFor(problems.email)}
      />
      <TextField
        label={t`Business`}
        hint={t`optional`}
        value={card.organization}
        onChange={(organization) => onChange({ card: { ...card, organization } })}
        maxLength={200}
      />
    </>
  )
}

function BodyField({ form, problems, onChange, max }: FormPartProps & { max: number }) {
  const { t } = useLingui()
  const wordsFor = useProblemWords()
  return (
    <TextField
      label={t`Text`}
      hint={`${form.body.length}/${max}`}
      rows={4}
      value={form.body}
      onChange={(body) => onChange({ body })}
      maxLength={max}
      error={wordsFor(problems.body)}
    />
  )
}

function FooterField({ form, onChange }: FormPartProps) {
  const { t } = useLingui()
  return (
    <TextField
      label={t`Small print`}
      hint={`${form.footer.length}/${limits.footer}`}
      value={form.footer}
      onChange={(footer) => onChange({ footer })}
      maxLength={limits.footer}
    />
  )
}

function ListButtonField({ form, problems, onChange }: FormPartProps) {
  const { t } = useLingui()
  const wordsFor = useProblemWords()
  return (
    <TextField
      label={t`Button that opens the list`}
      hint={`${form.listButton.length}/${limits.listButton}`}
      value={form.listButton}
      onChange={(listButton) => onChange({ listButton })}
      maxLength={limits.listButton}
      error={wordsFor(problems.listButton)}
    />
  )
}

function LinkFields({ form, problems, onChange }: FormPartProps) {
  const { t } = useLingui()
  const wordsFor = useProblemWords()
  return (
    <>
      <TextField
        label={t`Words on the button`}
        hint={`${form.linkText.length}/${limits.linkText}`}
        value={form.linkText}
        onChange={(linkText) => onChange({ linkText })}
        maxLength={limits.linkText}
        error={wordsFor(problems.linkText)}
      />
      <TextField
        label={t`Address it opens`}
        placeholder="https://"
        value={form.linkUrl}
        onChange={(linkUrl) => onChange({ linkUrl })}
        maxLength={limits.urlLength}
        error={wordsFor(problems.linkUrl)}
      />
    </>
  )
}
