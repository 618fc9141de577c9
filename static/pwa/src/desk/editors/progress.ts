import { asProblem, problemFrom } from '@/api/problem'

/** How far a piece of work is: rows done with this part of it, of rows in all. */
export interface Step {
  part: 'check' | 'prepare' | 'write'
  done: number
  of: number
}

interface Line<Result> {
  step?: Step
  result?: Result
  problem?: { status: number }
}

export const LINES = 'application/x-ndjson'

/** The result at the end of an answer that tells its steps line by line; or of one that came whole. */
export async function toldIn<Result>(answer: Response, onStep: (step: Step) => void): Promise<Result> {
  if (!answer.headers.get('content-type')?.startsWith(LINES)) return (await answer.json()) as Result
  for await (const line of linesOf<Result>(answer.body!)) {
    if (line.problem) throw problemFrom(new Response(null, { status: line.problem.status }), line.problem)
    if (line.result) return line.result
    if (line.step) onStep(line.step)
  }
  throw asProblem(new TypeError('the answer ended before its result'))
}

async function* linesOf<Result>(body: ReadableStream<Uint8Array>): AsyncGenerator<Line<Result>> {
  const reader = body.getReader()
  const decoder = new TextDecoder()
  let rest = ''
  for (;;) {
    const { done, value } = await reader.read()
    rest += decoder.decode(value, { stream: !done })
    const lines = rest.split('\n')
    rest = lines.pop()!
    for (const line of lines) if (line) yield JSON.parse(line) as Line<Result>
    if (done) return
  }
}

export const percentOf = (step: Step | undefined): number | null => (step && step.of && step.done > 0 ? Math.floor((100 * step.done) / step.of) : null)
