import { ApiProblem, offlineProblem } from '@/api/problem'
import { accounts, type Account, type PinCheck } from './store'

// A PIN of a few digits cannot withstand somebody who copies the phone's storage: they would try all of them within
// hours. What this gives is honest but modest: the next guard cannot enter as another by guessing on the screen, and the
// server never trusts it; sending still needs the person's own session.
const ITERATIONS = 310_000
const FREE_TRIES = 5
const LONGEST_WAIT_MS = 15 * 60_000

async function derive(pin: string, salt: Uint8Array<ArrayBuffer>, iterations: number): Promise<Uint8Array<ArrayBuffer>> {
  const key = await crypto.subtle.importKey('raw', new TextEncoder().encode(pin), 'PBKDF2', false, ['deriveBits'])
  const bits = await crypto.subtle.deriveBits({ name: 'PBKDF2', hash: 'SHA-256', salt, iterations }, key, 256)
  return new Uint8Array(bits)
}

export async function makePinCheck(pin: string): Promise<PinCheck> {
  const salt = crypto.getRandomValues(new Uint8Array(16))
  return { salt, hash: await derive(pin, salt, ITERATIONS), iterations: ITERATIONS, failures: 0, wait_until: 0 }
}

/** The account whose PIN this is; throws when it is wrong, tried too often, or unknown on this phone. */
export async function checkPin(personId: string, pin: string): Promise<Account> {
  const account = await accounts.get(personId)
  if (!account?.pin) throw offlineProblem()
  const check = account.pin
  const wait = check.wait_until - Date.now()
  if (wait > 0 && wait <= LONGEST_WAIT_MS) throw new ApiProblem(429, 'pin_wait', null, [], Math.ceil(wait / 1000))
  const right = equal(await derive(pin, check.salt, check.iterations), check.hash)
  await accounts.change(personId, { pin: right ? { ...check, failures: 0, wait_until: 0 } : afterFailure(check) })
  if (!right) throw new ApiProblem(401, 'pin_wrong')
  return account
}

function afterFailure(check: PinCheck): PinCheck {
  const failures = check.failures + 1
  const extra = failures - FREE_TRIES
  const wait = extra < 0 ? 0 : Math.min(30_000 * 2 ** extra, LONGEST_WAIT_MS)
  return { ...check, failures, wait_until: wait ? Date.now() + wait : 0 }
}

function equal(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index])
}
