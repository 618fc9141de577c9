const tails = new Map<string, Promise<unknown>>()

/** One at a time across tabs; without Web Locks (plain http on a local network) at least within this page. */
export function withLock<T>(name: string, work: () => Promise<T>): Promise<T> {
  if (navigator.locks) return navigator.locks.request(name, work) as Promise<T>
  const turn = (tails.get(name) ?? Promise.resolve()).then(work, work)
  tails.set(name, turn.catch(() => undefined))
  return turn
}
