// The interfaces of SCORM 1.2 and 2004 go into dist/scorm as they are: the server hands them to the sandboxed frame in
// which a bought course runs (training/scorm/play.py). The app itself loads neither, and phones do not keep them.
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Plugin } from 'vite'

const FILES = { 'scorm12.js': 'scorm12.min.js', 'scorm2004.js': 'scorm2004.min.js' }

export function coursePlayer(): Plugin {
  return {
    name: 'course-player',
    apply: 'build',
    generateBundle() {
      for (const [name, source] of Object.entries(FILES)) {
        const path = fileURLToPath(new URL(`../node_modules/scorm-again/dist/${source}`, import.meta.url))
        const script = readFileSync(path, 'utf8').replace(/\n?\/\/# sourceMappingURL=.*\s*$/, '\n')
        this.emitFile({ type: 'asset', fileName: `scorm/${name}`, source: script })
      }
    },
  }
}
