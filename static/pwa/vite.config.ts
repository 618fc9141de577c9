import { fileURLToPath } from 'node:url'
import tailwindcss from '@tailwindcss/vite'
import vue from '@vitejs/plugin-vue'
import { VitePWA } from 'vite-plugin-pwa'
import { defineConfig } from 'vitest/config'
import { compiledMessages } from './scripts/compiled-messages.ts'
import { coursePlayer } from './scripts/course-player.ts'

const api = process.env.ANXUN_API ?? 'http://127.0.0.1:8000'

// What the phone's first screen needs in any case, in a few chunks: dozens of tiny ones compress badly and
// wait for each other. A chunk takes along what its modules need, so a guard's home comes with the app, in one round trip.
const FIRST_CHUNKS = [
  { name: 'vue', test: /node_modules\/(@vue|vue|vue-router|vue-i18n|@intlify|openapi-fetch|idb)\// },
  { name: 'kit', test: /src\/(ui\/(AppIcon|EmptyState|ErrorState|LoadingState|StateBadge|badges|ProgressBar|BaseDialog|problemText|useLoad|reachable)|i18n\/formats)|@lucide\/vue\/dist\/esm\/(Icon|createLucideIcon|context|defaultAttributes|shared)/ },
  { name: 'home', test: /src\/(outbox\/(?!files|photos|upload)|phone\/(HomeScreen|RoundCard|SosButton|journal|marks|usePosition|useRounds|useScan)|scan\/(code|signal)|session\/(keptBundle|storage|useBundle|useOutbox))|@lucide\/vue\/dist\/esm\/icons\/(calendar-check|chevron-right|footprints|list-plus|message-square-warning|siren)\./ },
]

/** The desk's chunks are not preloaded in bulk: the list of their names would travel with the phone's first screen. */
function preloaded(file: string, needed: string[]): string[] {
  return file.includes('desk-') ? needed.filter((name) => name.endsWith('.css')) : needed
}

const manifest = {
  id: '/',
  name: '安巡 Anxun',
  short_name: '安巡',
  description: '保安巡查、发现问题与到岗记录 · Security rounds, findings and attendance',
  lang: 'zh-CN',
  start_url: '/',
  scope: '/',
  display: 'standalone' as const,
  background_color: '#0b1420',
  theme_color: '#0b5cad',
  icons: [
    { src: '/icon-192.png', sizes: '192x192', type: 'image/png' },
    { src: '/icon-512.png', sizes: '512x512', type: 'image/png' },
    { src: '/icon-maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' as const },
  ],
}

export default defineConfig({
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  define: {
    __VUE_OPTIONS_API__: 'false',
    __VUE_I18N_FULL_INSTALL__: 'false',
    __VUE_I18N_LEGACY_API__: 'false',
    __INTLIFY_PROD_DEVTOOLS__: 'false',
    __INTLIFY_DROP_MESSAGE_COMPILER__: 'true',
  },
  plugins: [
    compiledMessages(),
    coursePlayer(),
    vue(),
    tailwindcss(),
    VitePWA({
      strategies: 'injectManifest',
      srcDir: 'src',
      filename: 'sw.ts',
      injectRegister: null,
      manifest,
      injectManifest: {
        globPatterns: ['**/*.{js,css,html,svg,png,wasm,webmanifest}'],
        globIgnores: ['scorm/**'],
        maximumFileSizeToCacheInBytes: 4 * 1024 * 1024,
      },
    }),
  ],
  worker: { format: 'es' },
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false, resolveDependencies: preloaded },
    rolldownOptions: {
      output: {
        chunkFileNames: (chunk) => `assets/${chunk.facadeModuleId?.includes('/src/desk/') ? 'desk-' : ''}[name]-[hash].js`,
        codeSplitting: { groups: FIRST_CHUNKS },
      },
    },
  },
  server: { proxy: { '/api': api } },
  test: {
    environment: 'happy-dom',
    include: ['test/**/*.test.ts'],
    setupFiles: ['test/setup.ts'],
  },
})
