import { noSuchObject, unknownPath } from '../errors/graph-error.ts'
import { UPLOAD_KEPT_MS } from '../world/media-store.ts'
import type { World } from '../world/world.ts'
import { blockUsers, listBlockedUsers, unblockUsers } from './block-users.ts'
import { ok, troubled } from './call.ts'
import type { GraphAnswer, GraphCall } from './call.ts'
import { getProfile, postProfile } from './business-profile.ts'
import { debugToken } from './debug-token.ts'
import { deleteMedia, getMedia, uploadMedia } from './media.ts'
import { postMessages } from './messages/send-message.ts'
import { deregister, getPhoneNumber, listPhoneNumbers, postPhoneNumber, register } from './phone-numbers.ts'
import { getSubscriptions, subscribe, unsubscribe } from './subscribed-apps.ts'
import { getTemplate, listTemplates } from './templates/read-templates.ts'
import { createTemplate, deleteTemplates, editTemplate, unpauseTemplate } from './templates/write-templates.ts'
import { getUpload, openUpload } from './uploads.ts'
import { getAccount, getApp, getBusiness } from './whatsapp-account.ts'

export type RouteDeps = { readonly world: World; readonly reviewTemplate: (id: string) => void }

type Handler = (call: GraphCall, deps: RouteDeps) => GraphAnswer | Promise<GraphAnswer>

const PHONE_EDGES: Readonly<Record<string, Handler>> = {
  'POST messages': (call, { world }) => postMessages(call, world),
  'POST media': (call, { world }) => uploadMedia(call, world, UPLOAD_KEPT_MS),
  'GET whatsapp_business_profile': (call, { world }) => getProfile(call, world),
  'POST whatsapp_business_profile': (call, { world }) => postProfile(call, world),
  'POST register': (call, { world }) => register(call, world),
  'POST deregister': (_call, { world }) => deregister(world),
  'GET block_users': (_call, { world }) => listBlockedUsers(world),
  'POST block_users': (call, { world }) => blockUsers(call, world),
  'DELETE block_users': (call, { world }) => unblockUsers(call, world),
}

const ACCOUNT_EDGES: Readonly<Record<string, Handler>> = {
  'GET phone_numbers': (call, { world }) => listPhoneNumbers(call, world),
  'GET message_templates': (call, { world }) => listTemplates(call, world),
  'POST message_templates': (call, { world, reviewTemplate }) => createTemplate(call, world, reviewTemplate),
  'DELETE message_templates': (call, { world }) => deleteTemplates(call, world),
  'GET subscribed_apps': (_call, { world }) => getSubscriptions(world),
  'POST subscribed_apps': (call, { world }) => subscribe(call, world),
  'DELETE subscribed_apps': (_call, { world }) => unsubscribe(world),
}

const APP_EDGES: Readonly<Record<string, Handler>> = {
  'POST uploads': (call, { world }) => openUpload(call, world),
}

/** Finds who answers `/{id}` or `/{id}/{edge}`. */
export function route(call: GraphCall, deps: RouteDeps): GraphAnswer | Promise<GraphAnswer> {
  const { world } = deps
  const [id = '', edge, ...rest] = call.segments
  if (rest.length > 0) throw unknownPath('/' + call.segments.slice(1).join('/'))
  if (id === 'debug_token' && call.method === 'GET') return debugToken(call, world)
  if (id === 'me' && edge === undefined) return ok({ name: world.account.verifiedName, id: world.account.businessId })
  if (edge === undefined) {
    const trouble = world.faults.takeNamed('/' + id)
    return trouble === null ? routeObject(id, call, deps) : troubled(trouble)
  }

  const edges = edgesOf(id, world)
  if (edges === null) throw noSuchObject(call.method, id)
  const handler = Object.hasOwn(edges, call.method + ' ' + edge) ? edges[call.method + ' ' + edge] : undefined
  if (handler === undefined) {
    const isEdge = Object.keys(edges).some((key) => key.endsWith(' ' + edge))
    throw isEdge ? noSuchObject(call.method, id) : unknownPath('/' + edge)
  }
  // A message meets its trouble further on, where the customer may have some, too.
  const trouble = edge === 'messages' ? null : world.faults.take('/' + call.segments.join('/'))
  return trouble === null ? handler(call, deps) : troubled(trouble)
}

function edgesOf(id: string, { account, templates }: World): Readonly<Record<string, Handler>> | null {
  if (id === account.phoneNumberId) return PHONE_EDGES
  if (id === account.wabaId) return ACCOUNT_EDGES
  if (id === account.appId) return APP_EDGES
  const template = templates.find(id)
  return template === null ? null : { 'POST unpause': (_call, { world }) => unpauseTemplate(template, world) }
}

function routeObject(id: string, call: GraphCall, { world, reviewTemplate }: RouteDeps): GraphAnswer | Promise<GraphAnswer> {
  const { method } = call
  if (id.startsWith('upload:') && method === 'GET') return getUpload(call, world)
  if (id === world.account.phoneNumberId) {
    if (method === 'GET') return getPhoneNumber(call, world)
    if (method === 'POST') return postPhoneNumber(call, world)
  }
  if (id === world.account.wabaId && method === 'GET') return getAccount(call, world)
  if (id === world.account.businessId && method === 'GET') return getBusiness(call, world)
  if (id === world.account.appId && method === 'GET') return getApp(call, world)
  const template = world.templates.find(id)
  if (template !== null && method === 'GET') return getTemplate(call, template, world)
  if (template !== null && method === 'POST') return editTemplate(call, template, world, reviewTemplate)
  const media = world.media.find(id)
  if (media !== null && method === 'GET') return getMedia(call, world, media)
  if (media !== null && method === 'DELETE') return deleteMedia(world, media)
  throw noSuchObject(method, id)
}
