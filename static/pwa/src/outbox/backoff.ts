interface Pause {
  failures: number
  until: number
}

const FIRST_MS = 2_000
const LONGEST_MS = 5 * 60_000

/** Waits after failures, for each guard apart: doubling, capped, with jitter so that phones do not all come back at once. */
export class Backoff {
  private readonly pauses = new Map<string, Pause>()

  constructor(private readonly random: () => number = Math.random, private readonly now: () => number = Date.now) {}

  ready(who: string): boolean {
    const pause = this.pauses.get(who)
    if (!pause) return true
    const left = pause.until - this.now()
    return left <= 0 || left > LONGEST_MS * 12
  }

  failed(who: string, retryAfterSeconds: number | null = null): void {
    const failures = (this.pauses.get(who)?.failures ?? 0) + 1
    const step = Math.min(FIRST_MS * 2 ** (failures - 1), LONGEST_MS)
    const wait = step / 2 + (step / 2) * this.random()
    const asked = Math.min((retryAfterSeconds ?? 0) * 1000, LONGEST_MS * 12)
    this.pauses.set(who, { failures, until: this.now() + Math.max(wait, asked) })
  }

  succeeded(who: string): void {
    this.pauses.delete(who)
  }

  forgiveAll(): void {
    this.pauses.forEach((pause) => { pause.until = 0 })
  }

  /** Milliseconds until somebody may try again; null when nobody waits. */
  next(): number | null {
    const waits = [...this.pauses.values()].map((pause) => Math.max(0, pause.until - this.now()))
    return waits.length ? Math.min(...waits) : null
  }
}
