import { msg } from '@lingui/core/macro'
import type { VaultProblem } from '#contract'
import type { Words } from '#renderer/i18n/words.ts'

/** Why the shop’s data does not open, and what to do. In each of these the data is left as it is. */
export const vaultWords = {
  'database-missing': {
    happened: msg`The shop’s data is not where it was.`,
    todo: msg`If it is on another disk or a network folder, connect that and try again. Otherwise put back a copy of the folder, if you keep one.`,
  },
  'key-missing': {
    happened: msg`The key to the shop’s data is not on this computer.`,
    todo: msg`This is normal after a new computer, a new user account or a reinstalled system. The printed recovery kit opens the shop.`,
  },
  'keychain-locked': {
    happened: msg`The password store of this computer is locked.`,
    todo: msg`Unlock it (usually by signing in to the computer again), then try again.`,
  },
  'keychain-unavailable': {
    happened: msg`The password store of this computer does not answer.`,
    todo: msg`Balcão keeps the key there and nowhere else. On Linux, start GNOME Keyring or KWallet; then try again.`,
  },
  'key-of-another-database': {
    happened: msg`The key on this computer belongs to another shop’s data.`,
    todo: msg`Most often a folder was copied or exchanged. Put the right folder back and try again, or enter the recovery kit of this shop.`,
  },
  'header-missing': {
    happened: msg`A small file that belongs to the shop’s data is missing.`,
    todo: msg`Put it back from a copy of the same folder, or enter the recovery kit.`,
  },
  'header-damaged': {
    happened: msg`A small file that belongs to the shop’s data is damaged.`,
    todo: msg`Put it back from a copy of the same folder, or enter the recovery kit.`,
  },
  'database-damaged': {
    happened: msg`Part of the shop’s data cannot be read.`,
    todo: msg`Do not delete anything. Make a copy of the folder, then put back an earlier copy or call support.`,
  },
  'database-newer': {
    happened: msg`A newer Balcão has worked with this shop’s data.`,
    todo: msg`Install the newest version of Balcão on this computer, then try again.`,
  },
  'older-than-expected': {
    happened: msg`The shop’s data is older than it was when Balcão last had it open.`,
    todo: msg`Somebody may have put an old copy in its place. Put the latest one back and try again, so that no message is lost.`,
  },
  'in-use': {
    happened: msg`Balcão is already open with this shop.`,
    todo: msg`Go to the window that is open, or close it and try again.`,
  },
  'read-only': {
    happened: msg`The shop’s folder cannot be written to.`,
    todo: msg`Check that the disk is not write-protected and that your user may write there, then try again.`,
  },
  'disk-full': {
    happened: msg`The disk is full, so the shop cannot be opened.`,
    todo: msg`Free some space on this computer. Balcão tries again by itself.`,
  },
  'network-folder': {
    happened: msg`The shop’s folder is on a network disk.`,
    todo: msg`Data can be lost there when the connection breaks off, so Balcão does not open it. Move the whole folder to a disk inside this computer, then open it from there.`,
  },
  'synced-folder': {
    happened: msg`Another program copies the shop’s folder to the cloud.`,
    todo: msg`OneDrive, Dropbox, Google Drive and iCloud can damage the data while they copy, so Balcão does not open it. Move the whole folder to another place on this computer, then open it from there.`,
  },
  'passphrase-needed': {
    happened: msg`This shop opens with its passphrase.`,
    todo: msg`Enter the passphrase that the owner set, or use the recovery kit. Until then messages wait at WhatsApp.`,
  },
  'program-damaged': {
    happened: msg`A part of the program is missing or blocked.`,
    todo: msg`Often an antivirus program has taken it away. Allow Balcão in it, install Balcão again, then try again.`,
  },
} as const satisfies Record<VaultProblem, Words>

/** The key is missing and there is no kit either. */
export const withoutKit = msg`It is in the password store of the computer and user account the shop was made with. No recovery kit was made, so the shop opens only there.`
