// Compresses what the server sends once, at build time, instead of at each request.
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

const worth = /\.(js|css|html|svg|wasm|json|webmanifest)$/
const files = readdirSync('dist', { recursive: true }).map((name) => join('dist', String(name)))

for (const file of files.filter((name) => worth.test(name) && statSync(name).isFile())) {
  const body = readFileSync(file)
  if (body.length < 1024) continue
  writeFileSync(`${file}.gz`, gzipSync(body, { level: 9 }))
  writeFileSync(`${file}.br`, brotliCompressSync(body, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: body.length },
  }))
}
