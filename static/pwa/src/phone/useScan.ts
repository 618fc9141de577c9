import { ref, shallowRef } from 'vue'
import type { ScanMethod } from '@/outbox/events'
import { newId } from '@/outbox/ids'
import { codeDigest, parseCode } from '@/scan/code'
import { signalResult, type ScanResult } from '@/scan/signal'
import type { Bundle } from '@/session/useBundle'
import { act, finishDraft, holdScan, marks } from './journal'
import { checkpointOf, roundFor, roundsWith, visited, type Checkpoint, type OpenFinding, type Round } from './marks'
import type { Fix } from './usePosition'

export interface Outcome {
  tone: ScanResult
  /** Key under `phone.result`. */
  says: 'ok' | 'started' | 'replaced' | 'repeated' | 'unattached' | 'unknown' | 'notOurs' | 'kept'
  checkpoint?: Checkpoint
  roundId?: string
  findings: OpenFinding[]
  checklist?: Bundle['checklists'][number]
}

const nothing = (says: Outcome['says']): Outcome => ({ tone: 'bad', says, findings: [] })

const READ_WITHIN_MS = 3_000

/** A tag may be touched before the phone has read what it carries. */
async function whenRead(bundle: () => Bundle | null): Promise<Bundle | null> {
  const end = Date.now() + READ_WITHIN_MS
  while (!bundle() && Date.now() < end) await new Promise((resolve) => setTimeout(resolve, 50))
  return bundle()
}

/** From a scanned text to a record on this phone and words for the guard. */
export function useScan(bundle: () => Bundle | null, here: () => Fix | Record<string, never>) {
  const outcome = shallowRef<Outcome | null>(null)
  const busy = ref(false)

  async function scan(text: string, method: ScanMethod): Promise<void> {
    if (busy.value) return
    busy.value = true
    try {
      show(await understand(text, method))
    } finally {
      busy.value = false
    }
  }

  function show(result: Outcome): void {
    outcome.value = result
    signalResult(result.tone)
  }

  async function understand(text: string, method: ScanMethod): Promise<Outcome> {
    const code = parseCode(text)
    if (!code) return nothing('notOurs')
    const carried = await whenRead(bundle)
    const found = carried && checkpointOf(carried, await codeDigest(code))
    if (!carried || !found) {
      await act('scan', { code, method, ...here() })
      return { ...nothing('unknown'), tone: 'warn' }
    }
    return visit(carried, found.checkpoint, { code, method }, found.replaced)
  }

  /** A checkpoint without a label: the phone's position is the scan. */
  async function arrive(checkpoint: Checkpoint): Promise<void> {
    const carried = bundle()
    if (carried) show(await visit(carried, checkpoint, { checkpoint_id: checkpoint.id, method: 'gps' }, false))
  }

  async function visit(carried: Bundle, checkpoint: Checkpoint, what: { code?: string; checkpoint_id?: string; method: ScanMethod }, replaced: boolean): Promise<Outcome> {
    const round = roundFor(roundsWith(carried, marks()), checkpoint.id, Date.now())
    const began = round ? await startIfNeeded(round) : false
    const says = words({ round, began, replaced, checkpoint })
    const checklist = says === 'repeated' ? undefined : carried.checklists.find((one) => one.id === checkpoint.checklist_id)
    const payload = { ...what, ...(round && { patrol_id: round.id }), ...here() }
    const mark = { checkpoint_id: checkpoint.id }
    if (checklist) await holdScan(payload, mark)
    else await act('scan', payload, mark)
    return { tone: says === 'ok' || says === 'started' ? 'ok' : 'warn', says, checkpoint, roundId: round?.id, checklist, findings: carried.open_findings.filter((one) => one.checkpoint_id === checkpoint.id) }
  }

  async function startIfNeeded(round: Round): Promise<boolean> {
    if (round.started_at) return false
    await act('patrol.started', { patrol_id: round.id, ...here() })
    return true
  }

  return { outcome, busy, scan, arrive, finish: finishDraft }
}

function words(seen: { round?: Round; began: boolean; replaced: boolean; checkpoint: Checkpoint }): Outcome['says'] {
  if (seen.replaced) return 'replaced'
  if (!seen.round) return 'unattached'
  if (seen.round.visits.some((visit) => visit.checkpoint_id === seen.checkpoint.id && visit.scanned_at)) return 'repeated'
  return seen.began ? 'started' : 'ok'
}

export const progress = (round: Round) => ({ done: visited(round), all: round.visits.length })

export async function startRound(round: Round, where: Fix | Record<string, never>): Promise<void> {
  await act('patrol.started', { patrol_id: round.id, ...where })
}

/** A round of the guard's own accord on one of the site's routes; answers its id. */
export async function startRoute(routeId: string, where: Fix | Record<string, never>): Promise<string> {
  const patrol_id = newId()
  await act('patrol.started', { patrol_id, route_id: routeId, ...where })
  return patrol_id
}
