// Keeps the client's own files, so that it opens without signal. Never touches /api, keeps no answer about people, and leaves the
// neutral page for women at risk (/p/s) alone. A new version takes over when no page of the old one is open any more.
const NAME = 'halfsky-__VERSION__'
const FILES = __FILES__

self.addEventListener('install', (event) => {
  event.waitUntil(caches.open(NAME).then((cache) => cache.addAll(FILES)))
})

self.addEventListener('activate', (event) => {
  event.waitUntil(caches.keys().then((names) => Promise.all(names.filter((name) => name !== NAME).map((name) => caches.delete(name)))).then(() => self.clients.claim()))
})

self.addEventListener('fetch', (event) => {
  const url = new URL(event.request.url)
  if (event.request.method !== 'GET' || url.origin !== self.location.origin || url.pathname.startsWith('/api/') || url.pathname.startsWith('/p/s')) return
  const wanted = event.request.mode === 'navigate' ? '/index.html' : url.pathname
  event.respondWith(caches.match(wanted, { cacheName: NAME }).then((kept) => kept ?? fetch(event.request)))
})
