// Addresses and who they are for. Pages of the county come when they are asked for; the village's are in the first load.
import { createRouter, createWebHistory, type RouteRecordRaw } from 'vue-router'

import { whenSignedOut } from './api/client'
import { useSession } from './api/session'
import TodayPage from './blocks/today/TodayPage.vue'
import { closeTopSheet } from './parts/sheets'

const routes: RouteRecordRaw[] = [
  { path: '/login', component: () => import('./pages/LoginPage.vue'), meta: { bare: true, open: true } },
  { path: '/role', component: () => import('./pages/RolePage.vue'), meta: { bare: true } },
  { path: '/p', component: () => import('./pages/PublicPage.vue'), meta: { bare: true, open: true } },
  { path: '/p/s', component: () => import('./pages/SafePage.vue'), meta: { bare: true, open: true } },
  { path: '/p/notices', component: () => import('./pages/public/PublicNoticesPage.vue'), meta: { bare: true, open: true } },
  { path: '/', component: TodayPage },
  { path: '/new', component: () => import('./pages/NewPage.vue') },
  { path: '/lists', component: () => import('./pages/ListsPage.vue') },
  { path: '/r/:type', component: () => import('./blocks/list/ListPage.vue') },
  { path: '/r/:type/new', component: () => import('./blocks/form/FormPage.vue'), meta: { form: true } },
  { path: '/r/:type/:id', component: () => import('./blocks/record/RecordPage.vue') },
  { path: '/r/:type/:id/edit', component: () => import('./blocks/form/FormPage.vue'), meta: { form: true } },
  { path: '/r/:type/:id/score', component: () => import('./blocks/score/ScorePage.vue'), meta: { form: true } },
  { path: '/r/:type/:id/desk', component: () => import('./blocks/desk/DeskPage.vue'), meta: { form: true } },
  { path: '/r/:type/:id/count', component: () => import('./blocks/count/CountPage.vue'), meta: { form: true } },
  { path: '/r/:type/:id/board', component: () => import('./blocks/count/BoardPage.vue') },
  { path: '/notices/:id', component: () => import('./blocks/notice/NoticePage.vue') },
  { path: '/agreement/:type', component: () => import('./blocks/score/AgreementPage.vue') },
  { path: '/agreement/:type/:id', component: () => import('./blocks/score/AgreementPairPage.vue') },
  { path: '/coverage/:indicator', component: () => import('./blocks/coverage/CoveragePage.vue') },
  { path: '/plan', component: () => import('./blocks/plan/PlanPage.vue') },
  { path: '/matches/:name', component: () => import('./blocks/match/MatchPage.vue') },
  { path: '/people', component: () => import('./pages/PeoplePage.vue') },
  { path: '/money', component: () => import('./blocks/ledger/FundsPage.vue') },
  { path: '/funds/:fund', component: () => import('./blocks/ledger/FundPage.vue') },
  { path: '/funds/:fund/follow/:posting', component: () => import('./blocks/ledger/FollowPage.vue') },
  { path: '/reports', component: () => import('./blocks/report/ReportsPage.vue') },
  { path: '/reports/:id', component: () => import('./blocks/report/ReportPage.vue') },
  { path: '/print/:print/:id', component: () => import('./blocks/report/PrintPage.vue') },
  { path: '/figures', component: () => import('./blocks/report/FiguresPage.vue') },
  { path: '/figures/:name', component: () => import('./blocks/report/FigurePage.vue') },
  { path: '/overdue', component: () => import('./pages/OverduePage.vue') },
  { path: '/moved', component: () => import('./pages/MovedPage.vue') },
  { path: '/contacts', component: () => import('./pages/ContactsPage.vue') },
  { path: '/audit/:part?', component: () => import('./blocks/audit/AuditPage.vue') },
  { path: '/burden', component: () => import('./pages/BurdenPage.vue') },
  { path: '/inbox', component: () => import('./pages/InboxPage.vue') },
  { path: '/outbox', component: () => import('./pages/OutboxPage.vue') },
  { path: '/forms', component: () => import('./pages/StrangeFormPage.vue') },
  { path: '/import/:type/:job?', component: () => import('./pages/ImportPage.vue') },
  { path: '/admin/calendar/:year(\\d{4})?', component: () => import('./pages/CalendarPage.vue') },
  { path: '/admin/accounts', component: () => import('./pages/AccountsPage.vue') },
  { path: '/handovers', component: () => import('./pages/OfficePage.vue'), meta: { roleless: true } },
  { path: '/handovers/:id', component: () => import('./pages/HandoverPage.vue'), meta: { roleless: true } },
  { path: '/me', component: () => import('./pages/MePage.vue') },
  { path: '/:rest(.*)*', component: () => import('./pages/NotHerePage.vue') },
]

// Set by the browser's Back, before the router hears of it.
let wentBack = false
window.addEventListener('popstate', () => {
  wentBack = true
  setTimeout(() => { wentBack = false })
}, { capture: true })

export const router = createRouter({
  history: createWebHistory(),
  routes,
  scrollBehavior: (to, from, saved) => saved ?? (to.path === from.path ? false : { top: 0 }),
})

router.beforeEach(async (to) => {
  if (wentBack && closeTopSheet()) return false
  const session = useSession()
  if (!session.known && to.meta['open'] !== true) await session.resume()
  if (to.meta['open'] === true) return true
  if (!session.account) return { path: '/login', query: to.fullPath === '/' ? {} : { to: to.fullPath } }
  if (session.account.must_change && to.path !== '/me') return '/me' // nothing else is answered before
  if (!session.role && to.path !== '/role' && to.meta['roleless'] !== true) return { path: '/role', query: { to: to.fullPath } }
  return true
})

// A new page speaks first by its title: focus goes there, so that Tab and screen readers start at the top.
router.afterEach((to, from) => {
  if (from.matched.length === 0 || to.path === from.path) return
  setTimeout(() => document.getElementById('page-title')?.focus({ preventScroll: true }), 50)
})

whenSignedOut(() => {
  const session = useSession()
  session.forget()
  void router.push({ path: '/login', query: { to: router.currentRoute.value.fullPath } })
})
