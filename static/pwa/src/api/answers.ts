import { ApiProblem } from './problem'

const TRY_AGAIN = new Set([0, 401, 408, 425, 429])

/** Whether the same request may succeed later: no answer, not signed in, too early, too many, or a fault of the server. */
export function worthRetrying(status: number): boolean {
  return TRY_AGAIN.has(status) || status >= 500 || (status >= 300 && status < 400)
}

export function isRetryable(error: unknown): boolean {
  return !(error instanceof ApiProblem) || worthRetrying(error.status)
}
