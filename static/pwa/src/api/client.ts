import createClient from 'openapi-fetch'
import { accessToken, signInNeeded } from '@/session/tokens'
import { asProblem, offlineProblem, problemFrom, problemOf } from './problem'
import { noteAnswer } from './reach'
import type { paths } from './schema'

let person: string | null = null
let language = 'zh-CN'
let onSignedOut: () => void = () => undefined

export const actAs = (personId: string | null) => { person = personId }
export const speak = (tag: string) => { language = tag }
export const whenSignedOut = (listener: () => void) => { onSignedOut = listener }

export const withLanguage = (headers: Record<string, string>) => ({ ...headers, 'accept-language': language })

async function send(request: Request): Promise<Response> {
  request.headers.set('accept-language', language)
  const response = await fetch(request).catch(() => null)
  if (!request.signal.aborted && request.url.startsWith(location.origin)) noteAnswer(response !== null && response.status < 502)
  if (!response) throw offlineProblem()
  return response
}

/** A request of the signed-in person. Renews the token once when it is refused; never touches what waits to be sent. */
export async function authorisedFetch(input: Request | string, init?: RequestInit): Promise<Response> {
  const request = input instanceof Request ? input : new Request(new URL(input, location.origin), init)
  if (!person) return send(request)
  const token = await accessToken(person)
  if (!token) return refuse()
  const again = request.clone()
  const response = await send(bearing(request, token))
  if (response.status !== 401) return response
  const renewed = await accessToken(person, token)
  return renewed ? send(bearing(again, renewed)) : refuse()
}

function bearing(request: Request, token: string): Request {
  request.headers.set('authorization', `Bearer ${token}`)
  return request
}

function refuse(): never {
  onSignedOut()
  throw signInNeeded()
}

/** The one typed client. Give its answer to `unwrap`. */
export const api = createClient<paths, 'application/json'>({ baseUrl: location.origin, fetch: (request) => authorisedFetch(request) })

/** For what needs no session: signing in, enrolling the phone. */
export const publicApi = createClient<paths, 'application/json'>({ baseUrl: location.origin, fetch: send })

interface Answer<T> {
  data?: T
  error?: unknown
  response: Response
}

/** The body of an answer, or an `ApiProblem` thrown: `const site = await unwrap(api.GET(…))`. */
export async function unwrap<T>(answer: Promise<Answer<T>>): Promise<T> {
  const { data, error, response } = await answer.catch((reason) => { throw asProblem(reason) })
  if (response.ok) return data as T
  throw problemFrom(response, error)
}

/** For what has no JSON in or out: photos, label sheets, exports, uploaded tables. */
export async function fetchOk(path: string, init?: RequestInit): Promise<Response> {
  const response = await authorisedFetch(path, init).catch((reason) => { throw asProblem(reason) })
  if (!response.ok) throw await problemOf(response)
  return response
}
