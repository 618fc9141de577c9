import { beforeEach, describe, expect, it, vi } from 'vitest'
import { actAs, authorisedFetch } from '@/api/client'
import { checkPin, makePinCheck } from '@/session/pin'
import { accounts, type Account } from '@/session/store'
import { accessToken, dropAccess, holdAccess } from '@/session/tokens'

const ANA = 'ana'
let answers: ((request: Request) => Response | Promise<Response>)[]
let asked: Request[]

const token = (serial: number, life = 900) => `h.${btoa(JSON.stringify({ sub: ANA, iat: 1_000, exp: 1_000 + life, serial }))}.s`
const json = (body: object, status = 200) => new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } })
const account = (change: Partial<Account> = {}): Account => ({ person_id: ANA, name: 'Ana', me: {} as never, refresh_token: 'r1', pin: null, ...change })

beforeEach(async () => {
  answers = []
  asked = []
  dropAccess(ANA)
  await accounts.put(account())
  actAs(ANA)
  vi.stubGlobal('fetch', async (input: RequestInfo, init?: RequestInit) => {
    const request = input instanceof Request ? input : new Request(new URL(input as string, location.origin), init)
    asked.push(request)
    const answer = answers.shift()
    if (!answer) throw new TypeError('no network')
    return answer(request)
  })
})

describe('access', () => {
  it('is renewed once for many askers, and the new refresh token is kept', async () => {
    answers = [() => json({ access_token: token(1), refresh_token: 'r2' })]
    const given = await Promise.all(Array.from({ length: 5 }, () => accessToken(ANA)))
    expect(new Set(given)).toEqual(new Set([token(1)]))
    expect((await accounts.get(ANA))!.refresh_token).toBe('r2')
    expect(asked).toHaveLength(1)
  })

  it('without a network is a wait, not a sign-out', async () => {
    await expect(accessToken(ANA)).rejects.toMatchObject({ status: 0 })
    expect((await accounts.get(ANA))!.refresh_token).toBe('r1')
  })

  it('that the server has ended asks for a new sign-in', async () => {
    answers = [() => json({ code: 'unauthorized' }, 401)]
    expect(await accessToken(ANA)).toBeNull()
    expect((await accounts.get(ANA))!.refresh_token).toBeNull()
  })

  it('lasts by the token’s own span, however wrong the phone’s clock is', async () => {
    holdAccess(ANA, token(3))
    expect(await accessToken(ANA)).toBe(token(3))
    expect(asked).toHaveLength(0)
  })

  it('that was refused is renewed and the request repeated, body and all', async () => {
    holdAccess(ANA, token(1))
    answers = [
      () => json({ code: 'unauthorized' }, 401),
      () => json({ access_token: token(2), refresh_token: 'r2' }),
      async (request) => json({ heard: await request.text(), by: request.headers.get('authorization') }),
    ]
    const response = await authorisedFetch('/api/v1/things', { method: 'POST', body: 'hello' })
    expect(await response.json()).toEqual({ heard: 'hello', by: `Bearer ${token(2)}` })
  })
})

describe('a PIN without a network', () => {
  it('lets its guard in and nobody else', async () => {
    await accounts.put(account({ pin: await makePinCheck('2580') }))
    expect((await checkPin(ANA, '2580')).name).toBe('Ana')
    await expect(checkPin(ANA, '2581')).rejects.toMatchObject({ code: 'pin_wrong' })
    await expect(checkPin('nobody', '2580')).rejects.toMatchObject({ status: 0 })
  })

  it('must wait after too many wrong tries, also after a restart', async () => {
    await accounts.put(account({ pin: { ...(await makePinCheck('2580')), failures: 4 } }))
    await expect(checkPin(ANA, '0000')).rejects.toMatchObject({ code: 'pin_wrong' })
    await expect(checkPin(ANA, '2580')).rejects.toMatchObject({ code: 'pin_wait' })
  })

  it('is not kept in readable form', async () => {
    const check = await makePinCheck('2580')
    expect(JSON.stringify([...check.hash, ...check.salt])).not.toContain('2580')
    expect(check.iterations).toBeGreaterThanOrEqual(300_000)
  })
})
