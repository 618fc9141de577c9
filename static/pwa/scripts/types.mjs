// Types of the API, generated from its own description, so that a changed field breaks the build and not a phone.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import openapiTS, { astToString } from 'openapi-typescript'

const source = resolve(process.env.ANXUN_OPENAPI ?? '../../build/openapi.json')
const target = resolve('src/api/schema.d.ts')

if (!existsSync(source)) {
  console.error(`No API description at ${source}. Write it with "python app.py openapi" or point ANXUN_OPENAPI at one.`)
  process.exit(1)
}
const written = astToString(await openapiTS(JSON.parse(readFileSync(source, 'utf8')), { defaultNonNullable: false }))
if (!existsSync(target) || readFileSync(target, 'utf8') !== written) writeFileSync(target, written)
