import { ApiProblem, offlineProblem } from '@/api/problem'
import type { StoredAttachment } from './database'

const CHUNK_BYTES = 256 * 1024

export interface UploadTarget {
  endpoint: string
  token: string
}

/** Sends a photo or voice note by tus: asks where the last try stopped and goes on from there. */
export async function uploadAttachment(attachment: StoredAttachment, bytes: ArrayBuffer, target: UploadTarget): Promise<void> {
  const { Upload } = await import('tus-js-client')
  const { sha256, type } = attachment
  const source = typeof Buffer === 'undefined' ? new Blob([bytes], { type }) : Buffer.from(bytes)
  await new Promise<void>((resolve, reject) => {
    const upload = new Upload(source as Blob, {
      endpoint: target.endpoint,
      uploadUrl: `${target.endpoint}/${sha256}`,
      uploadSize: bytes.byteLength,
      metadata: { sha256, type },
      headers: { Authorization: `Bearer ${target.token}` },
      chunkSize: CHUNK_BYTES,
      retryDelays: null as unknown as undefined,
      storeFingerprintForResuming: false,
      onError: (error) => reject(problemOfUpload(error)),
      onSuccess: () => resolve(),
    })
    upload.start()
  })
}

interface UploadError {
  originalResponse?: { getStatus(): number; getBody(): string; getHeader(name: string): string | undefined } | null
}

function problemOfUpload(error: Error): ApiProblem {
  const response = (error as UploadError).originalResponse
  if (!response || response.getStatus() === 0) return offlineProblem()
  const { code, detail } = bodyOf(response.getBody())
  const wait = Number(response.getHeader('Retry-After') ?? Number.NaN)
  return new ApiProblem(response.getStatus(), code ?? `http_${response.getStatus()}`, detail ?? null, [], Number.isFinite(wait) ? wait : null)
}

function bodyOf(text: string): { code?: string; detail?: string } {
  try {
    return JSON.parse(text)
  } catch {
    return {}
  }
}
