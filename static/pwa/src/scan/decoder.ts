import type { Decoded, Frame } from './decoder.worker'

interface NativeDetector {
  detect(source: CanvasImageSource): Promise<{ rawValue: string }[]>
}

interface NativeDetectorClass {
  new (options: { formats: string[] }): NativeDetector
  getSupportedFormats(): Promise<string[]>
}

const SIDE_PX = 960

async function nativeDetector(): Promise<NativeDetector | null> {
  const Native = (globalThis as { BarcodeDetector?: NativeDetectorClass }).BarcodeDetector
  try {
    return Native && (await Native.getSupportedFormats()).includes('qr_code') ? new Native({ formats: ['qr_code'] }) : null
  } catch {
    return null
  }
}

/** Finds a QR code in a picture: the phone's own detector where it has one, and zxing in a worker, which sees more. */
export class Decoder {
  private readonly worker = new Worker(new URL('./decoder.worker.ts', import.meta.url), { type: 'module' })
  private readonly canvas = document.createElement('canvas')
  private readonly native = nativeDetector()
  private readonly waiting = new Map<number, (answer: Decoded) => void>()
  private nativeWorks = true
  private count = 0

  constructor() {
    this.worker.onmessage = ({ data }: MessageEvent<Decoded>) => {
      this.waiting.get(data.id)?.(data)
      this.waiting.delete(data.id)
    }
    this.worker.onerror = () => this.answerAll('The decoder could not be loaded')
  }

  async decode(source: CanvasImageSource, width: number, height: number): Promise<string | null> {
    return (await this.byPhone(source)) ?? this.byWorker(source, width, height)
  }

  close(): void {
    this.worker.terminate()
    this.answerAll('closed')
  }

  private async byPhone(source: CanvasImageSource): Promise<string | null> {
    const native = this.nativeWorks ? await this.native : null
    if (!native) return null
    try {
      return (await native.detect(source))[0]?.rawValue || null
    } catch {
      this.nativeWorks = false
      return null
    }
  }

  private async byWorker(source: CanvasImageSource, width: number, height: number): Promise<string | null> {
    const scale = Math.min(1, SIDE_PX / Math.max(width, height))
    const image = this.pixels(source, Math.round(width * scale), Math.round(height * scale))
    const frame: Frame = { id: ++this.count, pixels: image.data.buffer as ArrayBuffer, width: image.width, height: image.height }
    const answer = await new Promise<Decoded>((resolve) => {
      this.waiting.set(frame.id, resolve)
      this.worker.postMessage(frame, [frame.pixels])
    })
    if (answer.error) throw new Error(answer.error)
    return answer.text
  }

  private pixels(source: CanvasImageSource, width: number, height: number): ImageData {
    this.canvas.width = width
    this.canvas.height = height
    const context = this.canvas.getContext('2d', { willReadFrequently: true })!
    context.drawImage(source, 0, 0, width, height)
    return context.getImageData(0, 0, width, height)
  }

  private answerAll(error: string): void {
    this.waiting.forEach((resolve, id) => resolve({ id, text: null, error }))
    this.waiting.clear()
  }
}
