/** Asks the browser to keep our storage when the phone runs out of room. */
export async function askToKeepStorage(): Promise<boolean> {
  if (!navigator.storage?.persist) return false
  return (await navigator.storage.persisted()) || navigator.storage.persist()
}
