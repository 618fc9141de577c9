import { computed, reactive } from 'vue'
import { actAs, api, authorisedFetch, publicApi, unwrap, whenSignedOut } from '@/api/client'
import { asProblem } from '@/api/problem'
import { language, setLanguage } from '@/i18n'
import { checkPin, makePinCheck } from './pin'
import { accounts, enrolledPhone, type Account, type EnrolledPhone } from './store'
import { setTheme } from './theme'
import { dropAccess, holdAccess } from './tokens'
import type { Language, Me, Role, Theme, Tokens } from './types'

const CURRENT = 'anxun.person'
const SEEN = 'anxun.seen'
const SHARED_PHONE_LOCKS_AFTER_MS = 4 * 3_600_000

export const session = reactive({
  me: null as Me | null,
  phone: null as EnrolledPhone | null,
  /** The server ended the session: the app goes on working offline, sending waits for a new sign-in. */
  needsSignIn: false,
})

export const roles = computed(() => new Set(session.me?.grants.map((grant) => grant.role as Role) ?? []))
export const has = (...wanted: Role[]) => wanted.some((role) => roles.value.has(role))
export const onlyGuard = computed(() => roles.value.size > 0 && [...roles.value].every((role) => role === 'guard'))

export class UnsentRecords extends Error {
  constructor(readonly count: number) {
    super(`${count} records are only on this phone`)
  }
}

/** Whoever was signed in stays signed in over a cold start, without a network. */
export async function restore(): Promise<void> {
  whenSignedOut(() => { session.needsSignIn = true })
  session.phone = (await enrolledPhone.get()) ?? null
  const personId = localStorage.getItem(CURRENT)
  const account = personId ? await accounts.get(personId) : undefined
  if (account && !lockedSince()) enter(account)
  setInterval(markSeen, 60_000)
}

function lockedSince(): boolean {
  const seen = Number(localStorage.getItem(SEEN))
  return session.phone !== null && seen > 0 && Date.now() - seen > SHARED_PHONE_LOCKS_AFTER_MS
}

function markSeen(): void {
  if (session.me && document.visibilityState === 'visible') localStorage.setItem(SEEN, String(Date.now()))
}

function enter(account: Account): void {
  session.me = account.me
  session.needsSignIn = account.refresh_token === null
  actAs(account.person_id)
  localStorage.setItem(CURRENT, account.person_id)
  markSeen()
}

export async function signIn(login: string, password: string, organisationId?: string): Promise<void> {
  const body = { login, password, ...(organisationId ? { organisation_id: organisationId } : {}) }
  const tokens = await unwrap(publicApi.POST('/api/v1/sessions', { body }))
  await begin(tokens)
}

/** On an enrolled phone. Without a network the PIN is checked here, for whoever has signed in on this phone before. */
export async function signInWithPin(personId: string, pin: string): Promise<void> {
  try {
    await begin(await pinTokens(personId, pin), pin)
  } catch (error) {
    if (!asProblem(error).offline) throw error
    enter(await checkPin(personId, pin))
  }
}

function pinTokens(personId: string, pin: string): Promise<Tokens> {
  const body = { phone_token: session.phone?.phone_token ?? '', person_id: personId, pin }
  return unwrap(publicApi.POST('/api/v1/sessions/pin', { body, signal: AbortSignal.timeout(10_000) }))
}

async function begin(tokens: Tokens, pin?: string): Promise<void> {
  const { me } = tokens
  const known = await accounts.get(me.id)
  const account: Account = {
    person_id: me.id,
    name: me.name,
    me,
    refresh_token: tokens.refresh_token,
    pin: pin ? await makePinCheck(pin) : (known?.pin ?? null),
  }
  await accounts.put(account)
  holdAccess(me.id, tokens.access_token)
  enter(account)
  await followChoices(me)
  void import('@/outbox').then(({ outbox }) => outbox.wake())
  if (localStorage.getItem('anxun.push') === me.id) void import('@/push/device').then(({ renewPush }) => renewPush()).catch(() => undefined)
}

async function followChoices(me: Me): Promise<void> {
  if (me.theme) setTheme(me.theme as Theme)
  if (me.language !== language()) await setLanguage(me.language as Language)
}

/** Roles and name as the server has them now; silent without a network. */
export async function refreshMe(): Promise<void> {
  if (!session.me) return
  try {
    await keepMe(await unwrap(api.GET('/api/v1/me')))
  } catch (error) {
    if (asProblem(error).status >= 500) console.warn(error)
  }
}

async function keepMe(me: Me): Promise<void> {
  if (session.me?.id !== me.id) return
  session.me = me
  session.needsSignIn = false
  await accounts.change(me.id, { me, name: me.name })
}

export async function chooseLanguage(tag: Language): Promise<void> {
  await setLanguage(tag)
  await tellServer({ language: tag })
}

export async function chooseTheme(choice: Theme): Promise<void> {
  setTheme(choice)
  await tellServer({ theme: choice })
}

/** The choice already holds on this phone; the server hears of it when it can. */
async function tellServer(choice: { language?: Language; theme?: Theme }): Promise<void> {
  if (!session.me) return
  await unwrap(api.PATCH('/api/v1/me', { body: choice })).then(keepMe, () => undefined)
}

export async function changePassword(before: string, after: string): Promise<void> {
  await unwrap(api.PUT('/api/v1/me/password', { body: { old: before, new: after } }))
}

export async function changePin(pin: string): Promise<void> {
  await unwrap(api.PUT('/api/v1/me/pin', { body: { pin } }))
  if (session.me && session.phone) await accounts.change(session.me.id, { pin: await makePinCheck(pin) })
}

export async function enrolPhone(code: string): Promise<void> {
  const enrolled = await unwrap(publicApi.POST('/api/v1/phones', { body: { code } }))
  const phone = { phone_id: enrolled.phone_id, phone_token: enrolled.phone_token }
  await enrolledPhone.put(phone)
  session.phone = phone
}

export interface Someone {
  id: string
  name: string
}

/** Who may use a PIN here: the server's list, or without a network those who have done so before. */
export async function whoMaySwitch(): Promise<Someone[]> {
  try {
    const headers = { 'X-Phone-Token': session.phone?.phone_token ?? '' }
    const { items } = await unwrap(publicApi.GET('/api/v1/phones/roster', { params: { header: headers } }))
    return items
  } catch (error) {
    if (!asProblem(error).offline) throw error
    const known = (await accounts.all()).filter((account) => account.pin)
    return known.map((account) => ({ id: account.person_id, name: account.name }))
  }
}

/** Hands the phone to the next guard. The one who leaves can come back by PIN, and their records go on being sent. */
export function leave(): void {
  session.me = null
  session.needsSignIn = false
  actAs(null)
  localStorage.removeItem(CURRENT)
}

/** Ends the session and forgets the person on this phone; refused while records of theirs exist only here. */
export async function signOut(): Promise<void> {
  const personId = session.me?.id
  if (!personId) return
  const { outbox } = await import('@/outbox')
  const { records } = await outbox.summary(personId)
  if (records > 0) throw new UnsentRecords(records)
  await authorisedFetch('/api/v1/sessions/current', { method: 'DELETE' }).catch(() => undefined)
  dropAccess(personId)
  await accounts.remove(personId)
  await outbox.forget(personId)
  leave()
}

/** Takes the enrolment off this phone; refused while records of anybody exist only here. */
export async function resetPhone(): Promise<void> {
  const { outbox } = await import('@/outbox')
  const waiting = await outbox.everyones()
  if (waiting > 0) throw new UnsentRecords(waiting)
  await enrolledPhone.remove()
  session.phone = null
}

