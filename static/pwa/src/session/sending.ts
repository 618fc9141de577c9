import { withLanguage } from '@/api/client'
import { ApiProblem, offlineProblem, problemOf } from '@/api/problem'
import { noteAnswer } from '@/api/reach'
import { outbox } from '@/outbox'
import type { StoredAttachment } from '@/outbox/database'
import type { Line, Verdict } from '@/outbox/sender'
import { uploadAttachment } from '@/outbox/upload'
import { session } from './session'
import { accessToken, signInNeeded } from './tokens'
import { watchUnsent } from './unsent'

const PATIENCE_MS = 60_000

async function tokenOf(personId: string, refused?: string): Promise<string> {
  const token = await accessToken(personId, refused)
  if (token) return token
  if (session.me?.id === personId) session.needsSignIn = true
  throw signInNeeded()
}

/** Does the work as this person, once more with a new token when the first is refused. */
async function as<T>(personId: string, work: (token: string) => Promise<T>): Promise<T> {
  const token = await tokenOf(personId)
  try {
    return await work(token)
  } catch (error) {
    if (!(error instanceof ApiProblem && error.signedOut)) throw error
    return work(await tokenOf(personId, token))
  }
}

async function postBatch(token: string, body: string): Promise<{ verdicts: Verdict[] }> {
  const headers = withLanguage({ 'content-type': 'application/json', authorization: `Bearer ${token}` })
  const options = { method: 'POST', headers, body, redirect: 'error' as const, signal: AbortSignal.timeout(PATIENCE_MS) }
  const response = await fetch('/api/v1/sync', options).catch(() => { throw unanswered() })
  noteAnswer(response.status < 500)
  if (!response.ok) throw await problemOf(response)
  const answer = await response.json().catch(() => null)
  // A hotel's sign-in page also answers 200.
  if (!Array.isArray(answer?.verdicts)) throw offlineProblem()
  return answer
}

function unanswered(): ApiProblem {
  noteAnswer(false)
  return offlineProblem()
}

export const line: Line = {
  sync: (personId, body) => as(personId, (token) => postBatch(token, body)),
  upload: (personId: string, attachment: StoredAttachment, bytes: ArrayBuffer) =>
    as(personId, (token) => uploadAttachment(attachment, bytes, { endpoint: `${location.origin}/api/v1/uploads`, token })),
}

export function startSending(): void {
  outbox.start(line)
  void watchUnsent()
}
