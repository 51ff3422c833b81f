import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vite'

// The client is served by halfsky itself; `npm run dev` hands /api on to a server named by HALFSKY (or to the mock).
export default defineConfig({
  plugins: [vue()],
  define: { __VUE_OPTIONS_API__: false, __VUE_PROD_DEVTOOLS__: false, __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: false, __VUE_I18N_LEGACY_API__: false, __VUE_I18N_FULL_INSTALL__: false, __INTLIFY_PROD_DEVTOOLS__: false },
  build: { target: ['chrome90', 'safari14'], cssCodeSplit: true, assetsInlineLimit: 0, reportCompressedSize: true, modulePreload: { polyfill: false } },
  server: { proxy: { '/api': process.env['HALFSKY'] ?? 'http://127.0.0.1:8070' } },
  test: { include: ['tests/**/*.test.ts'] },
} as ReturnType<typeof defineConfig> & Parameters<typeof defineConfig>[0])
