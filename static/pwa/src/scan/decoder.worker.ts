import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader'
// From the same package as the glue above: glue and wasm of different releases fail in ways that look like "no code".
import wasm from 'zxing-wasm/reader/zxing_reader.wasm?url'

prepareZXingModule({ overrides: { locateFile: (path: string, prefix: string) => (path.endsWith('.wasm') ? wasm : prefix + path) } })

export interface Frame {
  id: number
  pixels: ArrayBuffer
  width: number
  height: number
}

export interface Decoded {
  id: number
  text: string | null
  error?: string
}

self.onmessage = async ({ data }: MessageEvent<Frame>) => {
  const answer: Decoded = { id: data.id, text: null }
  try {
    const image = new ImageData(new Uint8ClampedArray(data.pixels), data.width, data.height)
    const [found] = await readBarcodes(image, { formats: ['QRCode'], tryHarder: true, maxNumberOfSymbols: 1 })
    answer.text = found?.text || null
  } catch (error) {
    answer.error = String(error)
  }
  self.postMessage(answer)
}
