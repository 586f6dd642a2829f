/** What can go wrong in the simulated world, by the number of the fault catalogue where it has one. */
export const faultNames = {
  F01: 'killed while a webhook is stored or applied',
  F02: 'killed between the commit and the 200',
  F03: 'killed with a message queued and never tried',
  F04: 'killed after the attempt row, before the network',
  F05: 'killed after WhatsApp took it, before its answer was kept',
  F06: 'killed while a new shop is made',
  'F07-': 'killed while the program opens a shop',
  'F12 in': 'disk full when a webhook comes',
  'F12 out': 'disk full when staff write',
  'F16-': 'one write fails: SQLITE_FULL, SQLITE_IOERR, ENOSPC',
  F22: 'opened with a log file and no shared memory file',
  'F28 year': 'wall clock a year ahead',
  'F28 day': 'wall clock a day back',
  'F28 1970': 'wall clock in 1970',
  'F28 hours': 'wall clock some hours off',
  F30: 'wall clock ten minutes off',
  F31: 'the same webhook again',
  'F31 x100': 'the same webhook a hundred times',
  'F32 wamid': 'status before our 200',
  'F32 item': 'reaction, edit or deletion before its message',
  F33: 'read before delivered',
  'F34 failed': 'failed after delivered',
  'F34 late': 'delivered after failed',
  F35: 'status for a wamid nobody knows',
  F36: 'batch with a poison item',
  F37: 'unknown type, new field, null where an object belongs',
  'F38 edit': 'edit',
  'F38 revoke': 'deletion',
  'F38 reaction': 'reaction',
  'F38 ghost': 'unsupported, with and without the real message after it',
  'F38 number': 'customer changed number',
  'F38 kinds': 'media, location, contacts, order, interactive, sticker',
  'F38 phone': 'echo of the phone app, imported history, address book',
  F39: '10,000 nested levels',
  F40: '429, codes 4 and 130429',
  F41: 'pair rate limit 131056',
  F42: '502 with a page of HTML',
  'F43 connect': 'time-out while connecting',
  'F43 wait': 'time-out waiting for the answer, taken or not',
  'F44 late': 'answer up to five minutes late',
  'F44 never': 'no answer ever',
  F45: '200 with its body cut off',
  'F45 empty': '200 without a wamid',
  'F45 reset': 'reset after the body left, taken or not',
  F46: 'TLS refused',
  F47: 'no DNS, connection refused',
  F48: 'network that comes and goes',
  F49: 'token expired mid-queue (190)',
  F50: 'payment problem, restricted account',
  'P taken': '131000 or 131016, and it arrived all the same',
  'P again': '131000 that arrived, and a minute without a word: sent again',
  'P not': '131000 or 131016, and it did not arrive',
  'N customer': 'refused for this customer: 131026, 131047',
  F57: 'program off for hours',
  F61: 'keychain locked or away at the start',
  F74: 'computer sleeps, also with a message on its way',
  F75: 'closed in good order and started again',
  F76: 'the same command twice, also over a restart',
  F80: 'times in milliseconds, of the future, negative, missing',
  forged: 'webhook with a wrong signature or none',
  'lost post': 'webhook lost on its way to the shop',
  'lost 200': 'the 200 lost on its way back',
  resplit: 'the same events again in other bodies',
  'late post': 'webhook minutes or hours late',
  'S code': 'signed in with password and code',
  'S code again': 'a code that was used, tried again',
  'S clock': 'a right code, and the computer’s clock is wrong',
  'S locked': 'a window that locked itself, or was locked',
  'S pin': 'came back with the PIN',
  'S lock': 'locked by its person',
  'S pin off': 'five wrong PINs in a row',
  'S claim': 'took a conversation, or gave it up',
  'S team': 'a conversation moved to a team',
  'S role': 'another role for somebody at work',
  'S scope': 'another reach for a role that people are at work with',
  'S elsewhere': 'asked for a conversation that is not theirs',
  'S step-up': 'password and code once more before something dangerous',
} as const

export type Fault = keyof typeof faultNames
export type FaultCounts = Partial<Record<Fault, number>>

export function createFaults() {
  const counts: FaultCounts = {}
  return {
    counts,
    meet(fault: Fault) {
      counts[fault] = (counts[fault] ?? 0) + 1
    },
  }
}
export type Faults = ReturnType<typeof createFaults>

export function addFaults(sum: FaultCounts, more: FaultCounts): void {
  // The keys of an object of the type are its own.
  for (const name of Object.keys(more) as Fault[]) sum[name] = (sum[name] ?? 0) + (more[name] ?? 0)
}
