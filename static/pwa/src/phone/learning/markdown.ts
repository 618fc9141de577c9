import { Lexer, type Token, type Tokens } from 'marked'
import { h, type VNodeChild } from 'vue'

type Picture = (name: string, alt: string) => VNodeChild

/** A lesson's Markdown as blocks. Raw HTML in it stays text. */
export const blocksOf = (text: string): Token[] => new Lexer({ gfm: true, breaks: false }).lex(text).filter((token) => token.type !== 'space' && token.type !== 'def')

const ENTITIES: Record<string, string> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'", '&nbsp;': '\u00a0' }
const plain = (text: string) => text.replace(/&(?:amp|lt|gt|quot|#39|nbsp);/g, (entity) => ENTITIES[entity]!)

const SAFE = /^(https?:|tel:|mailto:)/i

/** Markdown as nodes of the screen: nothing in it can become markup or script. */
export function drawn(tokens: Token[] | undefined, picture: Picture): VNodeChild[] {
  return (tokens ?? []).map((token) => draw(token, picture))
}

function draw(token: Token, picture: Picture): VNodeChild {
  const inner = () => drawn((token as Tokens.Generic).tokens, picture)
  switch (token.type) {
    case 'heading': return h(`h${Math.min(6, Math.max(2, (token as Tokens.Heading).depth))}`, inner())
    case 'paragraph': return paragraph(token as Tokens.Paragraph, picture)
    case 'blockquote': return h('blockquote', inner())
    case 'list': return list(token as Tokens.List, picture)
    case 'table': return table(token as Tokens.Table, picture)
    case 'hr': return h('hr')
    case 'code': return h('pre', (token as Tokens.Code).text)
    case 'strong': return h('strong', inner())
    case 'em': return h('em', inner())
    case 'del': return h('del', inner())
    case 'codespan': return h('code', plain((token as Tokens.Codespan).text))
    case 'br': return h('br')
    case 'link': return link(token as Tokens.Link, inner())
    case 'image': return picture((token as Tokens.Image).href, plain((token as Tokens.Image).text))
    case 'checkbox': return null
    case 'html': return token.raw
    default: return (token as Tokens.Generic).tokens ? h('span', inner()) : plain((token as Tokens.Text).text ?? token.raw)
  }
}

/** A picture is a block of its own, not part of a line. */
function paragraph(token: Tokens.Paragraph, picture: Picture): VNodeChild {
  const alone = token.tokens.every((one) => one.type === 'image' || (one.type === 'text' && !one.raw.trim()))
  return h(alone ? 'figure' : 'p', drawn(token.tokens, picture))
}

function list(token: Tokens.List, picture: Picture): VNodeChild {
  const items = token.items.map((item) => h('li', drawn(item.tokens, picture)))
  return token.ordered ? h('ol', { start: token.start === '' ? undefined : token.start }, items) : h('ul', items)
}

function table(token: Tokens.Table, picture: Picture): VNodeChild {
  const head = h('thead', h('tr', token.header.map((cell) => h('th', { scope: 'col' }, drawn(cell.tokens, picture)))))
  const rows = token.rows.map((row) => h('tr', row.map((cell) => h('td', drawn(cell.tokens, picture)))))
  return h('div', { class: 'lesson-table', tabindex: 0, role: 'region', 'aria-label': token.header.map((cell) => cell.text).join(' · ') }, h('table', [head, h('tbody', rows)]))
}

function link(token: Tokens.Link, inner: VNodeChild[]): VNodeChild {
  return SAFE.test(token.href) ? h('a', { href: token.href, rel: 'noopener noreferrer', target: '_blank' }, inner) : h('span', inner)
}

/** A block as it is read aloud: its words, its pictures by what they show, each line of a list or table with a pause. */
export function spoken(token: Token): string {
  if (token.type === 'image') return `${plain((token as Tokens.Image).text)}。`
  if (token.type === 'list') return (token as Tokens.List).items.map((item) => sentence(spokenAll(item.tokens))).join('\n')
  if (token.type === 'table') return tableAloud(token as Tokens.Table)
  if (token.type === 'br') return '\n'
  const inner = (token as Tokens.Generic).tokens
  const words = inner ? spokenAll(inner) : token.type === 'html' || token.type === 'hr' ? '' : plain((token as Tokens.Text).text ?? '')
  return token.type === 'heading' || token.type === 'paragraph' ? sentence(words) : words
}

const spokenAll = (tokens: Token[]) => tokens.map(spoken).join('').trim()
const sentence = (words: string) => (/[.!?。！？：:;；…]$/.test(words) ? words : `${words}。`)
const tableAloud = (token: Tokens.Table) => [token.header, ...token.rows].map((row) => sentence(row.map((cell) => spokenAll(cell.tokens)).join('，'))).join('\n')

/** Short enough that no phone falls silent in the middle. */
export function sentences(text: string): string[] {
  return text.split(/(?<=[。！？；\n])|(?<=[.!?;])\s+/).map((part) => part.trim()).filter((part) => /[\p{L}\p{N}]/u.test(part))
}
