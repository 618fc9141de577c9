const LONGEST_SIDE_PX = 1280
const QUALITY = 0.82

/** A smaller JPEG without the camera's own notes (place, time, device): redrawing keeps only what is seen. */
export async function shrinkPhoto(file: Blob): Promise<Blob> {
  const picture = await createImageBitmap(file, { imageOrientation: 'from-image' })
  try {
    const scale = Math.min(1, LONGEST_SIDE_PX / Math.max(picture.width, picture.height))
    return await drawn(picture, Math.round(picture.width * scale), Math.round(picture.height * scale))
  } finally {
    picture.close()
  }
}

async function drawn(picture: ImageBitmap, width: number, height: number): Promise<Blob> {
  if ('OffscreenCanvas' in globalThis) {
    const canvas = new OffscreenCanvas(width, height)
    paint(canvas.getContext('2d'), picture, width, height)
    return canvas.convertToBlob({ type: 'image/jpeg', quality: QUALITY })
  }
  const canvas = Object.assign(document.createElement('canvas'), { width, height })
  paint(canvas.getContext('2d'), picture, width, height)
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('The photo could not be drawn'))), 'image/jpeg', QUALITY)
  })
}

type Context = OffscreenCanvasRenderingContext2D | CanvasRenderingContext2D | null

function paint(context: Context, picture: ImageBitmap, width: number, height: number): void {
  if (!context) throw new Error('The photo could not be drawn')
  context.fillStyle = '#fff'
  context.fillRect(0, 0, width, height)
  context.drawImage(picture, 0, 0, width, height)
}
