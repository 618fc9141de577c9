import { asProblem, type ApiProblem } from '@/api/problem'
import { translate } from '@/i18n'

/** One sentence a person can act on: the server's own, or ours when it could not answer. */
export function problemText(error: unknown): string {
  const problem = asProblem(error)
  return problem.detail && problem.code !== 'unexpected' ? problem.detail : ownSentence(problem)
}

function ownSentence(problem: ApiProblem): string {
  if (problem.code === 'pin_wait') return translate('core.problem.pin_wait', { seconds: problem.retryAfterSeconds ?? 60 })
  if (problem.code.startsWith('http_')) return translate('core.problem.http', { status: problem.status })
  const known = ['offline', 'unauthorized', 'pin_wrong', 'storage', 'insecure']
  return translate(`core.problem.${known.includes(problem.code) ? problem.code : 'unexpected'}`)
}
