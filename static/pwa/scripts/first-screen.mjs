// Gzip size of the JavaScript that the phone loads before its home screen works; fails above the promise of 90 KB.
import { readdirSync, readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'

const dist = process.argv[2] ?? 'dist'
const limit = 90 * 1024
const assets = readdirSync(`${dist}/assets`)
const html = readFileSync(`${dist}/index.html`, 'utf8')
const entries = [...html.matchAll(/assets\/([\w.-]+\.js)/g)].map((match) => match[1])
const screen = assets.filter((name) => /^home-.*\.js$/.test(name) || /^(core|phone)\.zh-CN-.*\.js$/.test(name))
const seen = new Map()

function follow(name) {
  if (seen.has(name) || !assets.includes(name)) return
  const body = readFileSync(`${dist}/assets/${name}`, 'utf8')
  seen.set(name, gzipSync(body).length)
  for (const found of body.matchAll(/(?:from|import)\s*["']\.\/([\w.-]+\.js)["']/g)) follow(found[1])
}

for (const name of [...entries, ...screen]) follow(name)
const total = [...seen.values()].reduce((sum, size) => sum + size, 0)
for (const [name, size] of seen) console.log(`${(size / 1024).toFixed(1).padStart(7)} KB  ${name}`)
console.log(`${(total / 1024).toFixed(1).padStart(7)} KB  first screen, gzip (limit ${limit / 1024} KB)`)
if (total > limit) process.exit(1)
