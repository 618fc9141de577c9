import { fetchOk } from '@/api/client'

export function saveBlob(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob)
  const link = Object.assign(document.createElement('a'), { href: url, download: name })
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}

/** Fetches with the person's token and saves: an export, a label sheet. Throws an ApiProblem. */
export async function download(path: string, name: string, init?: RequestInit): Promise<void> {
  const response = await fetchOk(path, init)
  saveBlob(await response.blob(), name)
}

/** The same address with `?format=`, keeping its filters. */
export function asFormat(path: string, format: 'csv' | 'xlsx'): string {
  const url = new URL(path, location.origin)
  url.searchParams.set('format', format)
  return url.pathname + url.search
}
