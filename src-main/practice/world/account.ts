import { createStanding } from './standing.ts'
import type { Standing } from './standing.ts'

/** The business side as WhatsApp knows it: one account, one number, a small neighbourhood bakery and gift shop in São Paulo. */
export type Account = {
  readonly wabaId: string
  readonly phoneNumberId: string
  readonly appId: string
  readonly businessId: string
  readonly displayPhone: string
  readonly phoneDigits: string
  verifiedName: string
  /** ISO 4217, never changed. */
  readonly currency: string
  /** Meta's number for the time zone, and what it means. */
  readonly timezoneId: string
  readonly utcOffsetMs: number
  isRegistered: boolean
  pin: string | null
  isSubscribed: boolean
  override: { uri: string } | null
  readonly standing: Standing
  profile: BusinessProfile
}

type BusinessProfile = {
  about: string
  address: string
  description: string
  email: string
  websites: readonly string[]
  vertical: string
  /** Empty: none yet. */
  profile_picture_url: string
}

export function createAccount({ wabaId, phoneNumberId, currency }: { wabaId: string; phoneNumberId: string; currency: string }): Account {
  return {
    wabaId,
    phoneNumberId,
    appId: '1000000000000001',
    businessId: '2000000000000001',
    // No Brazilian mobile starts with 90, so this line rings nowhere; so do those of the customers.
    displayPhone: '+55 11 90000-0100',
    phoneDigits: '5511900000100',
    verifiedName: 'Casa Jabuticaba',
    currency,
    // America/Sao_Paulo.
    timezoneId: '25',
    utcOffsetMs: -3 * 60 * 60 * 1000,
    isRegistered: true,
    pin: null,
    isSubscribed: true,
    override: null,
    standing: createStanding(),
    profile: {
      about: 'Bolos, cestas e presentes feitos à mão',
      address: 'Rua das Jabuticabeiras, 120 - Vila Mariana, São Paulo',
      description: 'Padaria e presentes do bairro. Terça a sábado, das 8h às 19h; domingo, das 8h às 13h.',
      email: 'oi@casajabuticaba.example',
      websites: ['https://casajabuticaba.example/'],
      vertical: 'RETAIL',
      profile_picture_url: '',
    },
  }
}
