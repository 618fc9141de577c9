import { beforeEach, describe, expect, it, vi } from 'vitest'
import { line } from '@/session/sending'
import { session } from '@/session/session'
import { accounts } from '@/session/store'
import { dropAccess, holdAccess } from '@/session/tokens'

const ANA = 'ana'
const token = (serial: number) => `h.${btoa(JSON.stringify({ sub: ANA, iat: 0, exp: 900, serial }))}.s`
const json = (body: object, status = 200, headers = {}) => new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json', ...headers } })

let answers: Response[]
let asked: { url: string; token: string | null; body: unknown }[]

beforeEach(async () => {
  answers = []
  asked = []
  session.needsSignIn = false
  dropAccess(ANA)
  await accounts.put({ person_id: ANA, name: 'Ana', me: { id: ANA } as never, refresh_token: 'r1', pin: null })
  holdAccess(ANA, token(1))
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    asked.push({ url, token: new Headers(init.headers).get('authorization'), body: init.body })
    const answer = answers.shift()
    if (!answer) throw new TypeError('no network')
    return answer
  })
})

describe('a batch on its way', () => {
  it('goes with the token of its own guard, word for word', async () => {
    answers = [json({ verdicts: [] })]
    await line.sync(ANA, '{"sent_at":"…","events":[]}')
    expect(asked).toEqual([{ url: '/api/v1/sync', token: `Bearer ${token(1)}`, body: '{"sent_at":"…","events":[]}' }])
  })

  it('is repeated once with a new token when the first has ended', async () => {
    answers = [json({}, 401), json({ access_token: token(2), refresh_token: 'r2' }), json({ verdicts: [] })]
    await line.sync(ANA, '{}')
    expect(asked.map(({ url }) => url)).toEqual(['/api/v1/sync', '/api/v1/sessions/refresh', '/api/v1/sync'])
    expect(asked[2]!.token).toBe(`Bearer ${token(2)}`)
  })

  it('asks the signed-in guard to sign in again when the session is over', async () => {
    session.me = { id: ANA } as never
    answers = [json({}, 401), json({}, 401)]
    await expect(line.sync(ANA, '{}')).rejects.toMatchObject({ status: 401 })
    expect(session.needsSignIn).toBe(true)
  })

  it('that met somebody else’s sign-in page was not answered', async () => {
    answers = [new Response('<html>Welcome to the hotel</html>', { headers: { 'content-type': 'text/html' } })]
    await expect(line.sync(ANA, '{}')).rejects.toMatchObject({ status: 0 })
  })

  it('learns from the server when to come back', async () => {
    answers = [json({ code: 'busy', detail: 'Full.' }, 503, { 'retry-after': '30' })]
    await expect(line.sync(ANA, '{}')).rejects.toMatchObject({ status: 503, code: 'busy', retryAfterSeconds: 30 })
  })
})
