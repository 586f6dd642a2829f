import type { BuiltInRole } from '#contract'

/**
 * Who may call what, as the owner of a shop was promised it: written down by hand, from the list of functions and not from the contract's
 * own table, so that a slip there shows here. `person` may be somebody with a duty left; `staff` may not. Otherwise the roles that may.
 */
export type ExpectedAccess = {
  readonly who: 'anyone' | 'person' | 'staff' | readonly BuiltInRole[]
  /** At this machine's own window only. */
  readonly isDeskOnly?: true
  /** Password and code a few minutes ago. */
  readonly needsStepUp?: true
  readonly isPracticeOnly?: true
}

const anyone: ExpectedAccess = { who: 'anyone' }
const anyoneHere: ExpectedAccess = { who: 'anyone', isDeskOnly: true }
const person: ExpectedAccess = { who: 'person' }
const staff: ExpectedAccess = { who: 'staff' }
const owner: ExpectedAccess = { who: ['owner'] }
const managers: ExpectedAccess = { who: ['owner', 'manager'] }
const attendants: ExpectedAccess = { who: ['owner', 'manager', 'attendant'] }
const readers: ExpectedAccess = { who: ['owner', 'manager', 'attendant', 'auditor'] }
const overseers: ExpectedAccess = { who: ['owner', 'manager', 'auditor'] }
const auditors: ExpectedAccess = { who: ['owner', 'auditor'] }

const here = (access: ExpectedAccess): ExpectedAccess => ({ ...access, isDeskOnly: true })
const surely = (access: ExpectedAccess): ExpectedAccess => ({ ...access, needsStepUp: true })
const inPractice = (access: ExpectedAccess): ExpectedAccess => ({ ...access, isPracticeOnly: true })

export const expectedAccess: Readonly<Record<string, ExpectedAccess>> = {
  // opening a shop
  'desk.status': anyone,
  'desk.openPractice': anyoneHere,
  'desk.openShop': anyoneHere,
  'desk.leavePractice': inPractice(anyoneHere),
  'desk.retry': anyoneHere,
  'desk.unlockWithKit': anyoneHere,
  'desk.unlockWithPassphrase': anyoneHere,
  'practice.people': inPractice(anyoneHere),
  'practice.signInAs': inPractice(anyoneHere),
  'staff.createOwner': anyoneHere,

  // its keys
  'kit.issue': surely(here(owner)),
  'kit.confirm': here(owner),
  'kit.status': here(owner),
  'key.rotate': surely(here(owner)),
  'key.status': here(owner),
  'key.setPassphrase': surely(here(owner)),

  // its number
  'number.connect': surely(here(owner)),
  'number.get': staff,
  'number.resume': owner,
  'number.health': overseers,
  'number.checkHealth': overseers,

  // coming and going
  'session.me': anyone,
  'session.signIn': anyone,
  'session.giveCode': anyone,
  'session.giveRecoveryCode': anyone,
  'session.giveResetCode': anyone,
  'session.readInvitation': anyone,
  'session.acceptInvitation': anyone,
  'session.recoverWithKit': anyoneHere,
  'session.tiles': anyone,
  'session.unlock': anyone,
  'session.lock': person,
  'session.touch': person,
  'session.signOut': person,
  'session.stepUp': staff,
  'session.list': person,
  'session.end': person,
  'session.listAll': managers,
  'session.kill': managers,

  // what one proves oneself with
  'mfa.begin': person,
  'mfa.confirm': person,
  'mfa.status': person,
  'mfa.makeRecoveryCodes': surely(staff),
  'pin.set': surely(staff),
  'pin.remove': staff,
  'staff.changePassword': staff,
  'staff.saveSettings': staff,

  // people
  'staff.list': staff,
  'staff.listAccounts': overseers,
  'staff.invite': surely(managers),
  'staff.renewInvitation': surely(managers),
  'staff.resetAccess': surely(managers),
  'staff.setRole': surely(managers),
  'staff.leave': surely(managers),
  'staff.return': surely(managers),
  'roles.list': staff,
  'roles.change': surely(owner),
  'teams.list': staff,
  'teams.save': surely(managers),
  'teams.delete': surely(managers),

  // what people are told at their next sign-in
  'notices.list': staff,
  'notices.putAway': staff,

  // an owner's way back with nothing in hand
  'recovery.offer': anyone,
  'recovery.ask': anyoneHere,
  'recovery.finish': anyoneHere,
  'recovery.current': person,
  'recovery.stop': person,

  // rules of the shop
  'policies.list': person,
  'policies.publish': owner,
  'policies.retire': owner,
  'policies.acknowledge': person,
  'policies.acknowledgements': owner,
  'security.get': staff,
  'security.save': surely(owner),
  'approvals.list': person,
  'approvals.approve': surely(owner),
  'approvals.carryOut': surely(here(owner)),
  'approvals.cancel': person,

  // what was done
  'journal.list': readers,
  'journal.export': surely(auditors),
  'journal.verify': auditors,

  // customers
  'conversations.list': readers,
  'conversations.get': readers,
  'conversations.counts': readers,
  'conversations.markRead': attendants,
  'conversations.claim': attendants,
  'conversations.assign': managers,
  'conversations.moveToTeam': managers,
  'conversations.start': attendants,
  'conversations.typing': attendants,
  'conversations.saveDraft': attendants,
  'messages.list': readers,
  'messages.send': attendants,
  'messages.react': attendants,
  'messages.versions': readers,
  'messages.undo': attendants,
  'messages.decide': attendants,
  'contacts.get': readers,
  'contacts.reveal': overseers,
  'contacts.rename': attendants,
  'replies.list': attendants,
  'replies.used': attendants,
  'replies.add': managers,
  'replies.update': managers,
  'replies.remove': managers,
  'messaging.get': staff,
  'messaging.save': owner,

  // files
  'media.address': readers,
  'media.fetchNow': readers,
  'media.saveDerived': readers,
  'media.markHeard': attendants,
  'media.storage': staff,

  // templates, and what goes later
  'templates.list': readers,
  'templates.changes': readers,
  'templates.sync': attendants,
  'templates.preview': attendants,
  'templates.create': managers,
  'templates.edit': managers,
  'templates.remove': managers,
  'scheduled.list': readers,
  'scheduled.add': attendants,
  'scheduled.move': attendants,
  'scheduled.cancel': attendants,
  'scheduled.sendNow': attendants,

  // what it costs
  'costs.month': overseers,
  'costs.quote': attendants,
  'costs.settings': overseers,
  'costs.saveSettings': owner,
  'costs.saveRates': owner,
  'costs.removeRates': owner,
  'costs.reconcile': overseers,
}

/** Who is told of what, by the same hand. What of it is about somebody's own reach is narrowed further. */
export const expectedHearing: Readonly<Record<string, ExpectedAccess['who']>> = {
  'desk.changed': 'anyone',
  'session.ended': 'anyone',
  'recovery.changed': 'anyone',

  'session.changed': 'person',
  'policies.changed': 'person',
  'approvals.changed': 'person',

  'number.changed': 'staff',
  'staff.changed': 'staff',
  'roles.changed': 'staff',
  'teams.changed': 'staff',
  'security.changed': 'staff',
  'notices.changed': 'staff',

  'messaging.changed': 'staff',

  'conversation.changed': readers.who,
  'conversation.read': readers.who,
  'conversation.gone': readers.who,
  'conversation.merged': readers.who,
  'conversations.stale': readers.who,
  'conversations.counted': readers.who,
  'message.changed': readers.who,
  'contact.changed': readers.who,
  'media.progress': readers.who,
  'template.changed': readers.who,
  'template.removed': readers.who,
  'scheduled.changed': readers.who,
  'costs.changed': overseers.who,
  'number.healthChanged': overseers.who,
  'reply.changed': attendants.who,
  'reply.removed': attendants.who,
}
