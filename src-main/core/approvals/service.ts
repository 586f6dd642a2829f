import { z } from 'zod'
import {
  approvalRequest,
  staffId,
  type Approval,
  type ApprovalId,
  type ApprovalRequest,
  type ApprovalWait,
  type Invitation,
  type MethodParsed,
  type StaffId,
} from '#contract'
import type { CommandLog } from '../commands/command-log.ts'
import type { Database } from '../db/database.ts'
import { storageProblemOf } from '../db/storage-failure.ts'
import type { Publish } from '../dispatch/event-hub.ts'
import { AppError } from '../lib/app-error.ts'
import type { Clock, Ids } from '../ports.ts'
import { askApproval, cancelApproval, carryOutApproval, giveApproval } from './commands.ts'
import { COOLING_MS, createCooling } from './cooling.ts'
import { countKitTry, findOpenApproval, getWait, listOpenApprovals, type ApprovalRow } from './repository.ts'

/** What is dangerous enough that two owners do it, or one with time and the printed kit. */
export type Approvals = {
  /**
   * The same asked a second time while it waits is the same: its time does not begin anew. `not-possible-now` where it would take the printed
   * kit and there is none.
   */
  ask(ask: { request: ApprovalRequest; target: StaffId }, by: StaffId): ApprovalWait
  /** What waits and concerns the reader: any owner, who asked, whom it is about. */
  list(reader: StaffId): Approval[]
  /** Carried out at once, exactly as it was asked. */
  approve(id: ApprovalId, by: StaffId): Invitation | null
  /** Once its time has passed. `try-later`, `kit-wrong`; after a few wrong ones it has to be asked anew. */
  carryOut(proof: MethodParsed<'approvals.carryOut'>, by: StaffId): Invitation | null
  cancel(id: ApprovalId, by: StaffId): void
  /** Somebody is no owner any more: what they asked for, and what was asked about them, comes to nothing. */
  cancelAllOf(id: StaffId, by: StaffId): void
  start(): void
  stop(): void
}

export type OwnersOfShop = {
  /** Who is here, and since when as an owner. `hasComeIn`: signed in at least once, so that there is somebody to agree. */
  list(): readonly { staffId: StaffId; since: number; hasComeIn: boolean }[]
}

export type PrintedKit = {
  /** Of the one that holds; null when there is none. */
  issuedAt(): number | null
  /** Whether the groups are of one that opens the shop. */
  isProof(groups: readonly { index: number; text: string }[]): boolean
}

const AGREE_WITHIN_MS = 24 * 60 * 60_000
/** A weekend for carrying out what has cooled off. */
const CARRY_OUT_WITHIN_MS = 72 * 60 * 60_000
const MAX_KIT_TRIES = 5
/** Beyond this a clock is wrong, whatever the network's delay. */
const CLOCK_OFF_MS = 90_000
/** At most this much of a waiting time is lost when the program is killed and the clock was set back before. */
const LOOK_EVERY_MS = 10 * 60_000

type Open = Omit<ApprovalRow, 'request' | 'approvers'> & { request: ApprovalRequest; approvers: readonly StaffId[] }

export function createApprovals(deps: {
  db: Database
  commands: CommandLog
  clock: Clock
  ids: Ids
  publish: Publish
  owners: OwnersOfShop
  kit: PrintedKit
  /** By how much this computer's clock is ahead; null when it cannot be told. */
  clockOffset(): number | null
  /** Does what was asked, in the name of who asked. Joins the transaction. */
  act(asked: { request: ApprovalRequest; target: StaffId; askedBy: StaffId }): Invitation | null
}): Approvals {
  const { db, commands, clock, ids, owners } = deps
  const cooling = createCooling(deps)
  let cancelLooking: (() => void) | null = null

  function isOwner(id: StaffId): boolean {
    return owners.list().some((owner) => owner.staffId === id)
  }

  function mayCancel(open: Open, id: StaffId): boolean {
    return id === open.target || id === open.asked_by || isOwner(id)
  }

  function mayApprove(open: Open, id: StaffId): boolean {
    return id !== open.target && id !== open.asked_by && open.approvers.includes(id) && isOwner(id)
  }

  /** What does not concern somebody is not there for them. */
  function getOpen(id: ApprovalId, reader: StaffId): Open {
    const row = findOpenApproval(db, id, clock.now())
    const open = row === undefined ? null : rowToOpen(row)
    if (open === null || !mayCancel(open, reader)) throw new AppError('not-found', `No approval ${id} waits`)
    return open
  }

  function tell(open: { target: StaffId; asked_by: StaffId }): void {
    const concerned = new Set([open.target, open.asked_by])
    deps.publish('approvals.changed', {}, (actor) => concerned.has(actor.staffId) || actor.permissions.has('owner.transfer'))
  }

  function leftMs({ id, cools_until }: Open): number {
    return cools_until === null ? 0 : cooling.leftMs({ id, coolsUntil: cools_until })
  }

  /** As it looks now: what did not really pass is still to come. */
  function coolsUntil(open: Open): number | null {
    return open.cools_until === null ? null : Math.max(open.cools_until, clock.now() + leftMs(open))
  }

  function cancelled(open: Open, by: StaffId, reason: 'by-person' | 'owner-changed' | 'kit-guessed'): void {
    commands.append(cancelApproval, {
      key: `approval.cancel:${open.id}`,
      entity: `approval:${open.id}`,
      by,
      payload: { ...summaryOf(open), reason },
    })
    tell(open)
  }

  function act(open: Open): Invitation | null {
    if (!isOwner(open.asked_by) || !isOwner(open.target)) throw new AppError('not-possible-now', `Approval ${open.id} is about no owner`)
    return deps.act({ request: open.request, target: open.target, askedBy: open.asked_by })
  }

  /** By a clock that is ahead a day is over sooner, and somebody has been an owner for longer. */
  function assertClock(): void {
    const aheadMs = deps.clockOffset() ?? 0
    if (aheadMs <= CLOCK_OFF_MS) return
    throw new AppError('clock-wrong', 'Less time has passed than it looks', { facts: { seconds: Math.round(aheadMs / 1000) } })
  }

  /** Whoever could print one meanwhile would prove nothing with it. */
  function assertSameKit({ id }: Open): void {
    if (deps.kit.issuedAt() !== getWait(db, id).kit_issued_at) throw new AppError('not-possible-now', 'Another kit was printed since')
  }

  /** Counted before it is looked at, so that stopping the program is not a free guess. */
  function proveKit(open: Open, groups: MethodParsed<'approvals.carryOut'>['groups'], by: StaffId): void {
    assertSameKit(open)
    const tries = countKitTry(db, open.id)
    // Of two that both open the shop, showing the newer one makes it the one that holds.
    if (tries <= MAX_KIT_TRIES && deps.kit.isProof(groups)) return assertSameKit(open)
    if (tries >= MAX_KIT_TRIES) db.transaction(() => cancelled(open, by, 'kit-guessed'))
    throw new AppError('kit-wrong', `Not two groups of the kit, try ${tries}`)
  }

  /** Where nothing can be saved, what was counted before counts. Answers whether there is anything to wait for. */
  function lookAtAll(): boolean {
    const waiting = listOpenApprovals(db, clock.now()).filter((row) => row.cools_until !== null)
    try {
      db.transaction(() => {
        for (const { id } of waiting) cooling.look(id)
      })
    } catch (cause) {
      if (storageProblemOf(cause) === null) throw cause
    }
    return waiting.length > 0
  }

  function keepLooking(): void {
    cancelLooking?.()
    cancelLooking = lookAtAll() ? clock.after(LOOK_EVERY_MS, keepLooking) : null
  }

  return {
    ask({ request, target }, by) {
      return db.transaction(() => {
        const same = listOpenApprovals(db, clock.now())
          .map(rowToOpen)
          .find((open) => open.target === target && JSON.stringify(open.request) === JSON.stringify(request))
        if (same !== undefined) return { approvalId: same.id, coolsUntil: coolsUntil(same) }
        assertClock()
        const now = clock.now()
        // Whoever was made an owner a moment ago may have been made one for this.
        const couldAgree = owners.list().filter((owner) => owner.hasComeIn && owner.since <= now - COOLING_MS)
        const approvers = couldAgree.filter(({ staffId: id }) => id !== by && id !== target)
        const cools = approvers.length === 0 ? now + COOLING_MS : null
        const kitIssuedAt = deps.kit.issuedAt()
        if (cools !== null && kitIssuedAt === null) throw new AppError('not-possible-now', 'It takes a printed kit, and there is none')
        // A fresh ulid is what an ApprovalId is.
        const id = ids.ulid() as ApprovalId
        commands.append(askApproval, {
          key: `approval.ask:${id}`,
          entity: `approval:${id}`,
          by,
          payload: {
            approvalId: id,
            target,
            request,
            approvers: approvers.map((owner) => owner.staffId),
            expiresAt: cools === null ? now + AGREE_WITHIN_MS : cools + CARRY_OUT_WITHIN_MS,
            coolsUntil: cools,
          },
        })
        if (cools !== null && kitIssuedAt !== null) {
          cooling.begin(id, { kitIssuedAt })
          db.afterCommit(keepLooking)
        }
        tell({ target, asked_by: by })
        return { approvalId: id, coolsUntil: cools }
      })
    },

    list: (reader) =>
      listOpenApprovals(db, clock.now())
        .map(rowToOpen)
        .filter((open) => mayCancel(open, reader))
        .map((open) => ({
          approvalId: open.id,
          action: open.request.kind === 'reset-mfa' ? 'reset-owner-mfa' : 'remove-owner',
          request: open.request,
          askedBy: open.asked_by,
          target: open.target,
          askedAt: open.asked_at,
          expiresAt: open.expires_at,
          coolsUntil: coolsUntil(open),
          canApprove: mayApprove(open, reader),
          canCarryOut: open.asked_by === reader && open.cools_until !== null && leftMs(open) === 0,
          canCancel: true,
        })),

    approve: (id, by) =>
      db.transaction(() => {
        const open = getOpen(id, by)
        if (!mayApprove(open, by)) throw new AppError('not-allowed', `Approval ${id} takes another owner, who was one when it was asked`)
        commands.append(giveApproval, { key: `approval.give:${id}`, entity: `approval:${id}`, by, payload: summaryOf(open) })
        const invitation = act(open)
        tell(open)
        return invitation
      }),

    carryOut({ approvalId: id, groups }, by) {
      const open = getOpen(id, by)
      if (open.asked_by !== by || open.cools_until === null)
        throw new AppError('not-allowed', `Approval ${id} is carried out by somebody else`)
      assertClock()
      const seconds = Math.ceil(leftMs(open) / 1000)
      if (seconds > 0) throw new AppError('try-later', `Approval ${id} still waits`, { facts: { seconds } })
      proveKit(open, groups, by)
      return db.transaction(() => {
        commands.append(carryOutApproval, { key: `approval.carry-out:${id}`, entity: `approval:${id}`, by, payload: summaryOf(open) })
        const invitation = act(open)
        tell(open)
        return invitation
      })
    },

    cancel(id, by) {
      db.transaction(() => cancelled(getOpen(id, by), by, 'by-person'))
    },

    cancelAllOf(id, by) {
      db.transaction(() => {
        for (const open of listOpenApprovals(db, clock.now()).map(rowToOpen))
          if (open.target === id || open.asked_by === id) cancelled(open, by, 'owner-changed')
      })
    },

    start: keepLooking,
    stop() {
      cancelLooking?.()
      lookAtAll()
    },
  }
}

function rowToOpen(row: ApprovalRow): Open {
  return {
    ...row,
    request: approvalRequest.parse(JSON.parse(row.request)),
    approvers: z.array(staffId).parse(JSON.parse(row.approvers)),
  }
}

function summaryOf({ id, target, asked_by, request }: Open) {
  return { approvalId: id, target, askedBy: asked_by, request }
}
