// Whether the label on the task was put there by someone who may say so; asked at admission and again right before production (SPEC A5).
import type { GateCheck } from '../domain/report/run-report.ts'
import { approverOf, authorize, authorizeBypass, type Approval } from '../domain/task/authorization.ts'
import type { Context } from '../context.ts'
import { stop } from './ending.ts'

/** What was approved: the task and the label that says so. */
export interface Approved {
  readonly task: string
  readonly label: string
}

/** The row of the validation report; empty where the task store keeps no record of who set a label. Throws the refusal. */
export async function checkApproval(context: Context, { task, label }: Approved): Promise<readonly GateCheck[]> {
  const { approvals, event, settings } = context
  if (approvals === undefined) return []
  const history = await approvals.history(task)
  const approver = approverOf(history, label)
  const member = approver === undefined || approver.isBot ? undefined : await approvals.member(approver.login)
  return [
    rowOf(authorize({ task, label, history, policy: settings.tasks.approval, ...(member === undefined ? {} : { member }), ...(event === undefined ? {} : { event }) })),
  ]
}

/** As `checkApproval`, for someone who goes on without the label: their own role counts. */
export async function checkBypass(context: Context): Promise<readonly GateCheck[]> {
  const { approvals, actor, settings } = context
  if (approvals === undefined) return []
  return [rowOf(authorizeBypass(actor, await approvals.member(actor), settings.tasks.approval))]
}

function rowOf(approval: Approval): GateCheck {
  if (approval.kind === 'approved') return approval.check
  throw stop(approval.code, approval.check.detail, approval.check.remedy)
}
