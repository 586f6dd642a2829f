import type { TemplateComponent } from '#practice/world/templates.ts'
import { isFields } from '../fields.ts'
import { badTemplate } from './refusals.ts'

const OTP_TYPES = ['COPY_CODE', 'ONE_TAP', 'ZERO_TAP']
const CODE = '123456'

const WORDS = {
  pt: {
    body: '*{{1}}* é seu código de verificação.',
    advice: ' Para sua segurança, não o compartilhe.',
    footer: (minutes: number) => `Este código expira em ${minutes} minutos.`,
    button: 'Copiar código',
  },
  es: {
    body: '*{{1}}* es tu código de verificación.',
    advice: ' Por tu seguridad, no lo compartas.',
    footer: (minutes: number) => `Este código caduca en ${minutes} minutos.`,
    button: 'Copiar código',
  },
  en: {
    body: '*{{1}}* is your verification code.',
    advice: ' For your security, do not share this code.',
    footer: (minutes: number) => `This code expires in ${minutes} minutes.`,
    button: 'Copy code',
  },
} as const

/** WhatsApp writes authentication templates itself: the owner chooses the advice, the footer's minutes and the kind of button. */
export function writeAuthentication(components: readonly TemplateComponent[], language: string): readonly TemplateComponent[] {
  const words = language.startsWith('pt') ? WORDS.pt : language.startsWith('es') ? WORDS.es : WORDS.en
  for (const { type, text } of components) {
    if (!['BODY', 'FOOTER', 'BUTTONS'].includes(type))
      throw badTemplate('Authentication template', `${type} is not part of an authentication template`)
    if (text !== undefined) throw badTemplate('Authentication template', `${type}: the text of an authentication template is fixed`)
  }
  const part = (type: string) => components.find((component) => component.type === type)
  const body = part('BODY')
  const hasAdvice = body?.['add_security_recommendation'] === true
  const minutes = part('FOOTER')?.['code_expiration_minutes']
  if (minutes !== undefined && (!Number.isInteger(minutes) || Number(minutes) < 1 || Number(minutes) > 90))
    throw badTemplate('Authentication template', 'FOOTER: code_expiration_minutes must be between 1 and 90')
  const buttons = part('BUTTONS')?.buttons ?? []
  const button = buttons[0]
  if (buttons.length !== 1 || !isFields(button) || String(button['type']).toUpperCase() !== 'OTP')
    throw badTemplate('Authentication template', 'BUTTONS: there must be one button, of type OTP')
  const otpType = String(button['otp_type']).toUpperCase()
  if (!OTP_TYPES.includes(otpType)) throw badTemplate('Authentication template', `BUTTONS: otp_type must be one of ${OTP_TYPES.join(', ')}`)
  const address =
    `https://www.whatsapp.com/otp/code/?otp_type=${otpType}` +
    (minutes === undefined ? '' : `&code_expiration_minutes=${Number(minutes)}`) +
    '&code=otp'
  return [
    {
      type: 'BODY',
      text: words.body + (hasAdvice ? words.advice : ''),
      add_security_recommendation: hasAdvice,
      example: { body_text: [[CODE]] },
    },
    ...(minutes === undefined ? [] : [{ type: 'FOOTER', text: words.footer(Number(minutes)), code_expiration_minutes: minutes }]),
    {
      type: 'BUTTONS',
      buttons: [
        {
          type: 'URL',
          text: typeof button['text'] === 'string' ? button['text'] : words.button,
          url: address + '{{1}}',
          example: [address + CODE],
        },
      ],
    },
  ]
}
