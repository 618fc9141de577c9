export interface FieldError {
  path: string
  detail: string
}

interface ProblemBody {
  code?: string
  title?: string
  detail?: string
  status?: number
  errors?: FieldError[]
  [member: string]: unknown
}

/** What went wrong with a request. `detail` is the server's sentence in the person's language; without an answer it is null. */
export class ApiProblem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly detail: string | null = null,
    readonly errors: FieldError[] = [],
    readonly retryAfterSeconds: number | null = null,
    /** The whole answer, for what only one kind of problem says. */
    readonly body: Readonly<Record<string, unknown>> = {},
  ) {
    super(detail ?? code)
    this.name = 'ApiProblem'
  }

  /** No answer at all: no network, or a server that cannot be reached. */
  get offline(): boolean {
    return this.status === 0
  }

  get signedOut(): boolean {
    return this.status === 401
  }

  /** The sentence for one form field, by its path: `name`, `stops/0/minutes`. */
  field(path: string): string | undefined {
    return this.errors.find((error) => error.path === `/${path}` || error.path === path)?.detail
  }
}

export const offlineProblem = () => new ApiProblem(0, 'offline')

export function asProblem(error: unknown): ApiProblem {
  if (error instanceof ApiProblem) return error
  if (error instanceof TypeError || error instanceof DOMException) return offlineProblem()
  return new ApiProblem(0, 'unexpected', error instanceof Error ? error.message : String(error))
}

export async function problemOf(response: Response): Promise<ApiProblem> {
  return problemFrom(response, await response.clone().json().catch(() => null))
}

export function problemFrom(response: Response, body: unknown): ApiProblem {
  const said = (body && typeof body === 'object' ? body : {}) as ProblemBody
  const code = said.code ?? `http_${response.status}`
  return new ApiProblem(response.status, code, said.detail ?? null, said.errors ?? [], retryAfter(response), said)
}

export function retryAfter(response: Response): number | null {
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN)
  return Number.isFinite(seconds) ? seconds : null
}
