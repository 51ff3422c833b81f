// Opens without signal where the browser lets it; fetches the pages that a phone will want before the signal goes.
export function startWorker(): void {
  if (import.meta.env.PROD && 'serviceWorker' in navigator) void navigator.serviceWorker.register('/sw.js').catch(() => undefined) // WeChat's browser may have none
}

// With no worker in control, at least what is one tap away.
export function fetchAhead(): void {
  const fetchAll = (): void => {
    void Promise.all([import('./blocks/form/MoveSheet.vue'), import('./blocks/form/FormPage.vue'), import('./blocks/record/RecordPage.vue'), import('./blocks/list/ListPage.vue'), import('./pages/NewPage.vue'), import('./pages/ListsPage.vue'), import('./pages/OutboxPage.vue'), import('./parts/Palette.vue')]).catch(() => undefined)
  }
  if ('requestIdleCallback' in window) requestIdleCallback(fetchAll, { timeout: 3000 })
  else setTimeout(fetchAll, 1500)
}
