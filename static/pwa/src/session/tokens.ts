import { withLock } from '@/api/locks'
import { ApiProblem, offlineProblem, problemOf } from '@/api/problem'
import { noteAnswer } from '@/api/reach'
import { accounts } from './store'

interface Access {
  token: string
  until: number
}

const SPARE_MS = 30_000
const held = new Map<string, Access>()

/** How long a token still serves, from its own two instants: the phone's clock may be hours wrong. */
function lifetime(token: string): number {
  try {
    const claims = JSON.parse(atob(token.split('.')[1]!.replaceAll('-', '+').replaceAll('_', '/')))
    return (claims.exp - claims.iat) * 1000
  } catch {
    return 60_000
  }
}

export function holdAccess(personId: string, token: string): void {
  held.set(personId, { token, until: performance.now() + lifetime(token) - SPARE_MS })
}

export function dropAccess(personId: string): void {
  held.delete(personId)
}

/** A usable access token of somebody who signed in on this phone; null when they must sign in again. */
export async function accessToken(personId: string, refused?: string): Promise<string | null> {
  const current = usable(personId, refused)
  if (current) return current
  return withLock(`anxun-refresh-${personId}`, async () => usable(personId, refused) ?? refresh(personId))
}

function usable(personId: string, refused?: string): string | null {
  const access = held.get(personId)
  return access && access.token !== refused && access.until > performance.now() ? access.token : null
}

async function refresh(personId: string): Promise<string | null> {
  const account = await accounts.get(personId)
  if (!account?.refresh_token) return null
  const response = await ask(account.refresh_token)
  if (response.status === 401 || response.status === 403) return signedOutElsewhere(personId)
  if (!response.ok) throw await problemOf(response)
  const tokens = await response.json().catch(() => null)
  if (!tokens?.access_token) throw offlineProblem()
  await accounts.change(personId, { refresh_token: tokens.refresh_token })
  holdAccess(personId, tokens.access_token)
  return tokens.access_token
}

async function ask(refreshToken: string): Promise<Response> {
  const response = await fetch('/api/v1/sessions/refresh', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ refresh_token: refreshToken }),
    signal: AbortSignal.timeout(20_000),
  }).catch(() => null)
  noteAnswer(response !== null && response.status < 502)
  if (!response) throw offlineProblem()
  return response
}

/** The session ended; the person's records on this phone wait until they sign in again. */
async function signedOutElsewhere(personId: string): Promise<null> {
  dropAccess(personId)
  await accounts.change(personId, { refresh_token: null })
  return null
}

export const signInNeeded = () => new ApiProblem(401, 'unauthorized')
