// @vitest-environment node
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { StoredAttachment } from '@/outbox/database'
import { sha256 } from '@/outbox/ids'
import { uploadAttachment } from '@/outbox/upload'

/** As much of tus 1.0 as the phone uses. */
class TusServer {
  readonly kept = new Map<string, Buffer>()
  readonly requests: string[] = []
  cutAfter = Infinity
  refuse: number | null = null
  private size = new Map<string, number>()

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.requests.push(request.method!)
    response.setHeader('Tus-Resumable', '1.0.0')
    if (this.refuse) return void response.writeHead(this.refuse, { 'Retry-After': '7' }).end('{"code":"uploads.no","detail":"No."}')
    const name = request.url!.split('/').pop()!
    if (request.method === 'POST') return this.create(request, response)
    const kept = this.kept.get(name)
    if (!kept) return void response.writeHead(404).end()
    if (request.method === 'HEAD') return void response.writeHead(200, { 'Upload-Offset': kept.length, 'Upload-Length': this.size.get(name) }).end()
    await this.patch(name, request, response)
  }

  private create(request: IncomingMessage, response: ServerResponse): void {
    const [, encoded] = /sha256 ([^,]+)/.exec(String(request.headers['upload-metadata']))!
    const name = Buffer.from(encoded!, 'base64').toString()
    this.kept.set(name, this.kept.get(name) ?? Buffer.alloc(0))
    this.size.set(name, Number(request.headers['upload-length']))
    response.writeHead(201, { Location: `/api/v1/uploads/${name}` }).end()
  }

  private async patch(name: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    for await (const chunk of request) {
      const kept = this.kept.get(name)!
      this.kept.set(name, Buffer.concat([kept, chunk as Buffer]))
      if (this.kept.get(name)!.length >= this.cutAfter) return void request.socket.destroy()
    }
    response.writeHead(204, { 'Upload-Offset': this.kept.get(name)!.length }).end()
  }
}

let tus: TusServer
let server: Server
let endpoint: string

beforeEach(async () => {
  tus = new TusServer()
  server = createServer((request, response) => void tus.answer(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v1/uploads`
})

afterEach(() => server.close())

async function picture(size: number) {
  const bytes = new Uint8Array(size).map((_, index) => index % 251).buffer
  const attachment = { sha256: await sha256(bytes), size_bytes: size, type: 'image/jpeg' } as StoredAttachment
  return { bytes, attachment }
}

describe('a photo going up', () => {
  it('arrives byte for byte under its hash', async () => {
    const { bytes, attachment } = await picture(700_000)
    await uploadAttachment(attachment, bytes, { endpoint, token: 't' })
    expect(await sha256(new Uint8Array(tus.kept.get(attachment.sha256)!))).toBe(attachment.sha256)
  })

  it('goes on where the network cut it', async () => {
    const { bytes, attachment } = await picture(700_000)
    tus.cutAfter = 300_000
    await expect(uploadAttachment(attachment, bytes, { endpoint, token: 't' })).rejects.toMatchObject({ status: 0 })
    const before = tus.kept.get(attachment.sha256)!.length
    expect(before).toBeGreaterThan(0)
    tus.cutAfter = Infinity
    tus.requests.length = 0
    await uploadAttachment(attachment, bytes, { endpoint, token: 't' })
    expect(tus.requests).not.toContain('POST')
    expect(await sha256(new Uint8Array(tus.kept.get(attachment.sha256)!))).toBe(attachment.sha256)
  })

  it('that is already there costs one question', async () => {
    const { bytes, attachment } = await picture(1_000)
    await uploadAttachment(attachment, bytes, { endpoint, token: 't' })
    tus.requests.length = 0
    await uploadAttachment(attachment, bytes, { endpoint, token: 't' })
    expect(tus.requests).toEqual(['HEAD'])
  })

  it('that is refused tells the server’s code and when to come back', async () => {
    const { bytes, attachment } = await picture(1_000)
    tus.refuse = 429
    await expect(uploadAttachment(attachment, bytes, { endpoint, token: 't' })).rejects.toMatchObject({ status: 429, code: 'uploads.no', retryAfterSeconds: 7 })
  })
})
