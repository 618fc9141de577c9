import { describe, expect, it } from 'vitest'
import { ApiProblem } from '@/api/problem'
import { LINES, percentOf, toldIn, type Step } from '@/desk/editors/progress'

/** An answer that arrives in pieces, cut anywhere. */
function answer(lines: object[], size = 7): Response {
  const bytes = new TextEncoder().encode(lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
  const body = new ReadableStream({
    start(controller) {
      for (let at = 0; at < bytes.length; at += size) controller.enqueue(bytes.slice(at, at + size))
      controller.close()
    },
  })
  return new Response(body, { headers: { 'content-type': LINES } })
}

const step = (part: Step['part'], done: number, of: number) => ({ step: { part, done, of } })

describe('an import that tells how far it is', () => {
  it('tells each step and answers with its result, wherever the lines were cut', async () => {
    const steps: Step[] = []
    const result = await toldIn<{ name: string }>(answer([step('check', 0, 3), step('write', 2, 3), { result: { name: '姓名' } }]), (one) => steps.push(one))
    expect(result).toEqual({ name: '姓名' })
    expect(steps.map((one) => `${one.part} ${one.done}/${one.of}`)).toEqual(['check 0/3', 'write 2/3'])
  })

  it('fails with the problem that ended it', async () => {
    const lines = [step('write', 1, 3), { problem: { status: 409, code: 'certificates.number_taken', detail: 'Taken.' } }]
    const problem = await toldIn(answer(lines), () => undefined).catch((error: unknown) => error)
    expect(problem).toBeInstanceOf(ApiProblem)
    expect(problem).toMatchObject({ status: 409, code: 'certificates.number_taken', detail: 'Taken.' })
  })

  it('is no success when the line breaks before its result', async () => {
    await expect(toldIn(answer([step('write', 1, 3)]), () => undefined)).rejects.toMatchObject({ code: 'offline' })
  })

  it('takes an answer that came whole', async () => {
    expect(await toldIn(Response.json({ valid: 3 }), () => undefined)).toEqual({ valid: 3 })
  })

  it('shows no per cent before the first row is done, and never a hundred too early', () => {
    expect(percentOf(undefined)).toBeNull()
    expect(percentOf({ part: 'check', done: 0, of: 500 })).toBeNull()
    expect(percentOf({ part: 'write', done: 499, of: 500 })).toBe(99)
    expect(percentOf({ part: 'write', done: 500, of: 500 })).toBe(100)
  })
})
