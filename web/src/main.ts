// Starts the client.
import { createPinia } from 'pinia'
import { createApp } from 'vue'

import App from './App.vue'
import './look/tokens.css'
import './look/base.css'
import './look/print.css'
import { startLook } from './look/look'
import { router } from './router'
import { i18n, startLanguage } from './texts/language'
import { startWorker } from './worker'

startLook()
void startLanguage().finally(() => {
  createApp(App).use(createPinia()).use(i18n).use(router).mount('#app')
  startWorker()
})
