import { invalidParameter } from '../errors/graph-error.ts'
import type { World } from '../world/world.ts'
import { ok, postedFields, success } from './call.ts'
import type { GraphAnswer, GraphCall } from './call.ts'
import { checkLength, optionalText } from './fields.ts'

const LONGEST = { about: 139, address: 256, description: 256, email: 128, vertical: 40 } as const
const WEBSITES_MAX = 2
const WEBSITE_LENGTH_MAX = 256

export function getProfile(call: GraphCall, { account }: World): GraphAnswer {
  const wanted =
    call.query
      .get('fields')
      ?.split(',')
      .map((name) => name.trim()) ?? []
  const picked = Object.entries(account.profile).filter(([name, value]) => wanted.includes(name) && value !== '')
  return ok({ data: [{ ...Object.fromEntries(picked), messaging_product: 'whatsapp' }] })
}

export function postProfile(call: GraphCall, { account, uploads }: World): GraphAnswer {
  const body = postedFields(call)
  if (body['messaging_product'] !== 'whatsapp') throw invalidParameter('The parameter messaging_product is required.')
  const changed = { ...account.profile }
  for (const name of ['about', 'address', 'description', 'email', 'vertical'] as const) {
    const value = optionalText(body, name)
    if (value === null) continue
    if (name === 'about' && value === '') throw invalidParameter('Param about must be at least 1 characters long.')
    checkLength(name, value, LONGEST[name])
    changed[name] = value
  }
  const websites = body['websites']
  if (websites !== undefined) {
    if (!Array.isArray(websites) || websites.length > WEBSITES_MAX)
      throw invalidParameter(`Param websites must have at most ${WEBSITES_MAX} elements.`)
    for (const website of websites) {
      if (typeof website !== 'string' || !URL.canParse(website)) throw invalidParameter('Param websites must be an array of valid URIs.')
      checkLength('websites', website, WEBSITE_LENGTH_MAX)
    }
    changed.websites = websites.map(String)
  }
  const handle = optionalText(body, 'profile_picture_handle')
  if (handle !== null) {
    if (uploads.findByHandle(handle)?.fileType.startsWith('image/') !== true)
      throw invalidParameter('Param profile_picture_handle is not the handle of an uploaded file.')
    changed.profile_picture_url = 'https://scontent.practice.example/profile/' + Buffer.from(handle).toString('base64url').slice(-24)
  }
  account.profile = changed
  return success()
}
