// Messages are compiled at build time, so that the phone does not load a compiler: a message with a place to fill or
// with plural forms becomes its tree, a plain one stays a string. A message that cannot be read breaks the build.
import { baseCompile } from '@intlify/message-compiler'
import type { Plugin } from 'vite'

type Messages = { [key: string]: string | Messages }

const MESSAGES = /\/src\/i18n\/[\w.-]+\.json$/
const SPECIAL = /[{}@|]/

function compiled(messages: Messages, path: string): object {
  const entries = Object.entries(messages).map(([key, value]) => {
    if (typeof value !== 'string') return [key, compiled(value, `${path}.${key}`)]
    return [key, SPECIAL.test(value) ? tree(value, `${path}.${key}`) : value]
  })
  return Object.fromEntries(entries)
}

function tree(text: string, path: string): object {
  const onError = (error: Error) => { throw new Error(`${path}: ${error.message}`) }
  return baseCompile(text, { jit: true, mangle: true, onError } as object).ast
}

export function compiledMessages(): Plugin {
  return {
    name: 'compiled-messages',
    enforce: 'pre',
    transform(code, id) {
      return MESSAGES.test(id) ? { code: JSON.stringify(compiled(JSON.parse(code), id)), map: null } : null
    },
  }
}
