import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'

import vue from '@vitejs/plugin-vue'
import type { Plugin } from 'vite'
import { defineConfig } from 'vitest/config'

// The worker's list of files, and a version that changes with any of them.
function worker(): Plugin {
  return {
    name: 'worker',
    apply: 'build',
    enforce: 'post',
    generateBundle(_, bundle) {
      const hash = createHash('sha256')
      const files = Object.values(bundle).map((file) => {
        hash.update(file.fileName).update(file.type === 'chunk' ? file.code : file.source)
        return `/${file.fileName}`
      })
      const source = readFileSync(new URL('worker/sw.js', import.meta.url), 'utf8')
      this.emitFile({ type: 'asset', fileName: 'sw.js', source: source.replace('__VERSION__', hash.digest('hex').slice(0, 12)).replace('__FILES__', JSON.stringify(['/icon.svg', ...files.filter((file) => !file.endsWith('.map'))])) })
    },
  }
}

// The client is served by halfsky itself; `npm run dev` hands /api on to a server named by HALFSKY.
export default defineConfig({
  plugins: [vue(), worker()],
  define: { __VUE_OPTIONS_API__: false, __VUE_PROD_DEVTOOLS__: false, __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: false, __VUE_I18N_LEGACY_API__: false, __VUE_I18N_FULL_INSTALL__: false, __INTLIFY_PROD_DEVTOOLS__: false },
  build: { target: ['chrome90', 'safari14'], assetsInlineLimit: 0, modulePreload: { polyfill: false } },
  server: { proxy: { '/api': process.env['HALFSKY'] ?? 'http://127.0.0.1:8080' } },
  test: { include: ['tests/**/*.test.ts'] },
})
