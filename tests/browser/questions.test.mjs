// The ten questions that each of six people asks (docs/QUESTIONS.md), walked by real clicks from Today after signing in: at most three, and the
// answer, a value that the demo has, is on the page. HALFSKY_SHOTS=FOLDER keeps a picture of each answer.
import assert from 'node:assert/strict'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'

import { DESKTOP, PHONE, settled, startBrowser, watchRequests } from './support/browser.mjs'
import { DEMO_PASSWORD, startDemo } from './support/server.mjs'

const CLICKS_MOST = 3
const SHOTS = process.env.HALFSKY_SHOTS
let server, browser
const apis = new Map()
before(async () => {
  server = await startDemo()
  browser = await startBrowser()
})
after(async () => { await browser?.close(); await server?.stop() })

async function api(login) {
  if (!apis.has(login)) apis.set(login, await server.as(login))
  return apis.get(login)
}
const get = async (login, path) => (await api(login)).get(path)
const rows = async (login, path) => (await get(login, `/records/${path}`)).rows
const first = async (login, path) => { const [row] = await rows(login, path); assert.ok(row, `${login} has none of ${path}`); return row }
const today = () => new Date(Date.now() + 8 * 3600e3).toISOString().slice(0, 10)
const daysAgo = (n) => new Date(Date.now() + 8 * 3600e3 - n * 86_400_000).toISOString().slice(0, 10)
// As pages say it within the year, and with the year elsewhere.
const dayText = (text) => { const [year, month, day] = text.split('-').map(Number); return `${year === Number(today().slice(0, 4)) ? '' : `${year}年`}${month}月${day}日` }

// Signs in as a person does, with name and password.
async function person(login, screen) {
  const context = await browser.newContext({ locale: 'zh-CN', timezoneId: 'Asia/Shanghai', serviceWorkers: 'block', ...screen })
  const page = await context.newPage()
  page.setDefaultTimeout(10_000)
  watchRequests(page)
  await page.goto(`${server.origin}/login`)
  await page.getByLabel('账号').fill(login)
  await page.getByLabel('密码', { exact: true }).fill(DEMO_PASSWORD)
  await page.getByRole('button', { name: '登录' }).click()
  await page.waitForURL(`${server.origin}/`)
  await settled(page)
  return page
}

// Where a click goes. `main` is the page, the rest what stands around it.
const side = (name) => (page) => page.locator('nav.side').getByRole('link', { name, exact: true })
const tab = (name) => (page) => page.locator('nav.tabs').getByRole('link', { name })
const link = (name) => (page) => page.locator('main').getByRole('link', { name, exact: true }).first()
const linkLike = (name) => (page) => page.locator('main').getByRole('link', { name }).first()
const head = (name) => (page) => page.locator('header').getByRole('link', { name, exact: true }).first()
const headButton = (name) => (page) => page.locator('header').getByRole('button', { name, exact: true }).first()
const view = (name) => (page) => page.locator('nav.views').getByRole('link', { name, exact: true })
const button = (name) => (page) => page.locator('main').getByRole('button', { name }).first()
const figure = (title) => (page) => page.locator('dl.figures > div').filter({ has: page.locator('dt').getByText(title, { exact: true }) }).getByRole('link')
const list = (title) => [side('名单'), link(title)]
const secretList = (title) => [side('名单'), linkLike(new RegExp(`^${title}`))] // with a chip that says so
const phoneList = (title) => [tab('名单'), link(title)]

// One question: `clicks` from Today, `answer` the texts that must be on the page, beside its navigation. `typed`: what she types before she reads it.
function asks(login, screen, questions) {
  describe(login, () => {
    let page
    before(async () => { page = await person(login, screen) })
    after(async () => { await page?.context().close() })
    for (const { n, question, clicks, answer, typed, prepare } of questions)
      test(`${n}. ${question}`, async () => {
        await prepare?.()
        const wanted = await answer()
        assert.ok(wanted.length > 0 && wanted.every((text) => String(text).length > 0), 'there is an answer in the demo')
        await page.goto(`${server.origin}/`)
        await page.getByRole('heading', { level: 1 }).waitFor()
        await settled(page)
        let clicked = 0
        for (const where of clicks) {
          await where(page).click()
          clicked += 1
          await settled(page)
        }
        assert.ok(clicked <= CLICKS_MOST, `${clicked} clicks`)
        if (typed) await typed(page)
        for (const text of wanted) await page.locator('main, header.head').getByText(text).filter({ visible: true }).first().waitFor()
        if (SHOTS) {
          mkdirSync(SHOTS, { recursive: true })
          await page.screenshot({ animations: 'disabled', path: join(SHOTS, `${login}-${n}.png`) })
        }
      })
  })
}

const GIRL = 'spring_bud.girl', GIFT = 'spring_bud.gift', FUND = 'spring_bud.spring_bud'
const DV = 'domestic_violence.'
const fund = () => [side('钱账'), linkLike(/春蕾专户/)]

asks('village', PHONE, [
  { n: 1, question: 'what must I do today?', clicks: [], answer: async () => (await get('village', '/today')).tasks.slice(0, 2).map((task) => `${task.title}：${task.label}`) },
  { n: 2, question: 'who was not visited?', clicks: [...phoneList('走访'), view('待走访')], answer: async () => [(await first('village', 'left_behind.visit?view=late')).label] },
  { n: 3, question: 'who is not yet screened?', clicks: [...phoneList('应检名单'), view('还没有检')], answer: async () => (await rows('village', 'screening.eligible?view=unseen&sort=-entered&limit=3')).map((row) => row.label) },
  { n: 4, question: 'how do I record without signal?', clicks: [tab('我的'), link('发件箱')], answer: async () => ['记的先存在手机里，有信号自己会发'] },
  {
    n: 5, question: 'did my form arrive?', clicks: [tab('我的'), link('发件箱')],
    prepare: async () => {
      const hers = await api('village')
      const row = await first('village', 'screening.eligible?view=untold')
      await hers.command({ type: 'screening.eligible', move: 'notify', record: row.record, base: row.version, values: {} })
    },
    answer: async () => { const [item] = (await get('village', '/sent')).sent; return ['上面已经收到的', item.title, item.label] },
  },
  { n: 6, question: 'who is new in the village?', clicks: [...phoneList('人员'), view('这两个月新登记的')], answer: async () => (await rows('village', 'core.person?view=fresh&sort=-entered&limit=3')).map((row) => row.label) },
  { n: 7, question: 'when does the notice end?', clicks: phoneList('公示'), answer: async () => { const row = await first('village', 'core.public_notice?view=running'); return [row.label, dayText(row.values.ends)] } },
  { n: 8, question: 'whom do I call?', clicks: [tab('我的'), link('联系人')], answer: async () => ['维权热线', '0990-5512338', '110'] },
  { n: 10, question: "where is last year's list?", clicks: [...phoneList('受助女童'), button('去年的')], answer: async () => { const year = Number(today().slice(0, 4)) - 1; return (await rows('village', `${GIRL}?from=${year}-01-01&to=${year}-12-31&limit=3`)).map((row) => row.label) } },
])

asks('township', DESKTOP, [
  { n: 1, question: 'who is late?', clicks: [side('过期')], answer: async () => { const late = await get('township', '/overdue'); return [...late.offices.map((office) => `${office.org_name} ${office.role_title}`), late.rows[0].label] } },
  { n: 2, question: 'which village is empty?', clicks: [side('数字'), figure('讲座')], answer: async () => { const { below } = await get('township', '/figures?names=lectures.given&by=org'); const empty = below.filter((each) => each.value === '0'); return [`${empty.length} 处是空的`, ...empty.map((each) => each.org_name)] } },
  { n: 3, question: 'what waits for my review?', clicks: [button(/^看全部/)], answer: async () => { const { tasks } = await get('township', '/today'); return tasks.filter((task) => task.move === 'review').map((task) => `${task.title}：${task.label}`) } },
  { n: 4, question: 'which figure changed since last month?', clicks: [side('数字'), head('比上个月')], answer: async () => ['登记人员', String((await get('township', `/figures?names=core.people&period=month`)).figures[0].value)] },
  { n: 5, question: 'does our sum equal theirs?', clicks: [side('数字'), figure('待结对女童')], answer: async () => { const { figures, below } = await get('township', '/figures?names=spring_bud.waiting&by=org'); assert.equal(below.reduce((sum, each) => sum + Number(each.value), 0), Number(figures[0].value)); return [`与${figures[0].org_name}的数一致`, ...below.map((each) => each.org_name)] } },
  { n: 6, question: 'which girls moved?', clicks: [side('春蕾计划'), view('迁出的')], answer: async () => (await rows('township', `${GIRL}?view=moved`)).map((row) => row.label) },
  { n: 8, question: 'who may count votes?', clicks: list('计票监票人员'), answer: async () => (await rows('township', 'election.teller')).map((row) => row.label) },
])

asks('chair', DESKTOP, [
  { n: 1, question: 'which villages were missed?', clicks: [side('宣讲与家庭教育'), head('看漏了谁')], answer: async () => { const covered = await get('chair', '/coverage/lectures.villages'); return [`${covered.missed} `, covered.items.find((item) => item.n === 0).label] } },
  { n: 2, question: 'what is overdue and whose?', clicks: [side('过期')], answer: async () => { const late = await get('chair', '/overdue'); return [late.rows[0].label, ...late.offices.map((office) => `${office.org_name} ${office.role_title}`)] } },
  { n: 3, question: 'is this number true?', clicks: [side('数字'), figure('待结对女童')], answer: async () => { const { figures: [one] } = await get('chair', '/figures?names=spring_bud.waiting'); const behind = await get('chair', one.opens.replace('/api/v1', '')); assert.equal(behind.count, Number(one.value)); return [`${behind.count} 条记录`, behind.rows[0].label] } },
  { n: 4, question: 'what do I sign and who proposed it?', clicks: [], answer: async () => { const task = (await get('chair', '/today')).tasks.find((each) => each.move === 'approve'); return [`${task.title}：${task.label}`, `审核：${task.before.by}（${task.before.org_name} ${task.before.role_title}）`] } },
  { n: 5, question: 'how much is left in each fund?', clicks: [side('钱账')], answer: async () => { const { funds } = await get('chair', '/funds'); assert.equal(funds.find((each) => each.fund === FUND).balance, '800.00'); return funds.map((each) => each.title).concat('800.00') } },
  {
    n: 6, question: 'how do we stand to plan?', clicks: [side('计划')],
    prepare: async () => { const hers = await api('chair'); const { org } = await hers.get('/targets'); const said = await hers.ask('PUT', '/targets', { id: crypto.randomUUID(), indicator: 'lectures.given', org, year: Number(today().slice(0, 4)), dims: [], value: '40' }); assert.equal(said.status, 200, JSON.stringify(said.body)) },
    answer: async () => { const [given] = (await get('chair', '/targets?planned=1')).indicators; return [given.title, '40', `${given.slices[0].percent}%`] },
  },
  { n: 8, question: 'what are people complaining of?', clicks: [side('来信来访与维权')], answer: async () => (await rows('chair', 'casework.case')).map((row) => row.label).concat('劳动权益') },
  {
    n: 9, question: 'what changed after the last inspection?', clicks: [side('办过什么')],
    typed: async (page) => { await page.getByLabel('从哪天起').fill(daysAgo(3)); await settled(page) },
    answer: async () => { const { rows: done } = await get('chair', `/moved?since=${daysAgo(3)}`); const [last] = done.filter((row) => row.label); return [last.label, last.by] },
  },
  { n: 10, question: 'what happens if I am moved?', clicks: [side('我的'), link('岗位移交')], answer: async () => (await get('chair', '/office')).items.slice(0, 2).map((item) => item.label) },
])

asks('cashier', DESKTOP, [
  { n: 1, question: 'who promised and has not paid this term?', clicks: [...list('学期资助'), view('这学期没有到账')], answer: async () => (await rows('cashier', 'spring_bud.pledge?view=this_term')).map((row) => row.label) },
  { n: 2, question: 'who paid without a name?', clicks: [...list('捐款'), view('不留名的')], answer: async () => { const all = await get('cashier', `/records/${GIFT}?view=nameless&count=1`); return [`共 ${all.count} 条`, '爱心人士', '800'] } },
  { n: 3, question: 'which receipt is missing?', clicks: [...list('捐款'), view('还没有开票据')], answer: async () => { const all = await rows('cashier', `${GIFT}?view=unreceipted`); assert.deepEqual(all.map((row) => row.values.amount), ['800.00']); return ['共 1 条', '800'] } },
  { n: 4, question: 'what may this fund pay?', clicks: [side('钱账')], answer: async () => (await get('cashier', '/funds')).funds.filter((each) => each.fund.startsWith('spring_bud')).map((each) => each.purpose) },
  { n: 5, question: 'who approved?', clicks: fund(), answer: async () => { const [paid] = (await get('cashier', `/ledger/${FUND}?only=out&limit=1`)).postings; return [`批准发放 ${paid.signed.find((step) => step.move === 'approve').by}`] } },
  { n: 6, question: 'which school owes a usage sheet?', clicks: [...list('使用明细表'), view('还没有交的')], answer: async () => (await rows('cashier', 'spring_bud.usage?view=owed')).map((row) => row.label) },
  { n: 7, question: 'does the bank agree?', clicks: fund(), typed: async (page) => { await page.getByLabel('银行对账单上的余额').fill('800') }, answer: async () => ['和银行一致'] },
  { n: 8, question: 'what must be returned?', clicks: [...list('捐款'), view('要退回的')], answer: async () => (await rows('cashier', `${GIFT}?view=to_return`)).map((row) => row.label).concat('20,000') },
  { n: 9, question: 'which girls have no money for term?', clicks: [side('春蕾计划'), view('这学期没有钱')], answer: async () => { const all = await get('cashier', `/records/${GIRL}?view=unfunded&count=1&sort=-entered`); return [all.rows[0].label] } },
  { n: 10, question: 'what is restricted at year end?', clicks: [side('钱账'), headButton(`${Number(today().slice(0, 4)) - 1} 年底`)], answer: async () => { const { funds } = await get('cashier', `/funds?until=${Number(today().slice(0, 4)) - 1}-12-31`); return [`截至${Number(today().slice(0, 4)) - 1}年12月31日`, ...funds.filter((each) => each.fund === FUND).map((each) => `${each.balance}`)] } },
])

// The rights officer keeps the secret register: what is on these pages is told to nobody else (tests/scenarios/secrets.mjs).
asks('keeper', DESKTOP, [
  { n: 2, question: 'what is due in 24/72 hours?', clicks: [], answer: async () => { const { tasks } = await get('keeper', '/today'); const soon = tasks.filter((task) => task.due && task.days_left <= 3); assert.ok(soon.length >= 4); return soon.map((task) => `${task.title}：${task.label}`).concat('过期') } },
  { n: 3, question: 'did the police answer?', clicks: secretList('强制报告'), answer: async () => { const duty = await first('keeper', `${DV}duty`); assert.deepEqual([duty.stage, duty.values.receipt], ['due', null]); return [duty.label, '待报告'] } },
  { n: 4, question: 'who saw this file?', clicks: [linkLike(/^评估危险：/), (page) => page.locator('section').filter({ has: page.getByRole('heading', { name: '谁看过' }) }).getByRole('button', { name: '显示' })], answer: async () => ['何静', '打开看过'] },
  { n: 6, question: 'are there children?', clicks: secretList('家暴个案'), answer: async () => { const all = await rows('keeper', `${DV}case`); assert.deepEqual(all.map((row) => row.values.children), [null, 1]); return ['在场儿童', ...all.map((row) => row.label)] } },
  { n: 7, question: 'when does the order end?', clicks: secretList('人身安全保护令'), answer: async () => { const all = await rows('keeper', `${DV}order`); return [dayText(all.find((row) => row.stage === 'made').values.until)] } },
  { n: 9, question: 'who visits next?', clicks: secretList('走访'), answer: async () => { const next = (await rows('keeper', `${DV}visit`)).sort((a, b) => a.values.day.localeCompare(b.values.day))[0]; return [next.labels.visitor, dayText(next.values.day)] } },
  { n: 10, question: 'what goes into the monthly count?', clicks: [side('数字'), head('比上个月')], answer: async () => { const { figures: [alerts] } = await get('keeper', `/figures?names=${DV}alerts&period=month`); return [alerts.title, alerts.shown] } },
])

asks('auditor', DESKTOP, [
  { n: 1, question: 'follow this yuan', clicks: [...fund(), (page) => page.locator('main table a.figure').first()], answer: async () => { const [posting] = (await get('auditor', `/ledger/${FUND}?limit=1`)).postings; const way = await get('auditor', `/ledger/${FUND}/follow/${posting.id}`); return [way.posting.record_label, ...way.steps.filter((step) => step.by).map((step) => step.by)] } },
  { n: 2, question: 'show gifts without receipt', clicks: [...fund(), button('没有票据')], answer: async () => { const without = await get('auditor', `/ledger/${FUND}?only=no_receipt`); assert.deepEqual(without.postings.map((posting) => posting.amount), ['800.00', '5000.00']); return ['2 笔', '800.00', '5,000.00'] } },
  { n: 3, question: 'payments with one signature', clicks: [...fund(), button('不到两个人签')], answer: async () => { assert.equal((await get('auditor', `/ledger/${FUND}?only=one_signature`)).count, 0); return ['没有：每一笔拨付都有两个人以上经手', `${(await get('auditor', `/ledger/${FUND}?limit=1`)).count} 笔`] } },
  { n: 4, question: 'moves outside hours', clicks: [side('审计'), (page) => page.locator('nav.parts').getByRole('link', { name: '几点办的' })], answer: async () => { const hours = await get('auditor', '/audit/hours'); return [hours.outside === 0 ? '没有上班时间以外办的' : `${hours.outside.toLocaleString('en')} 次`] } },
  { n: 6, question: 'does the book equal the bank?', clicks: fund(), typed: async (page) => { await page.getByLabel('银行对账单上的余额').fill('1,000.50') }, answer: async () => ['和银行差 200.50 元'] },
  { n: 7, question: 'pledges shown as income', clicks: [...fund(), button('承诺还没到账')], answer: async () => { const held = await get('auditor', `/ledger/${FUND}?only=pledged`); return [`共 ${held.count} 笔`, '认捐不算进余额，到账才算。', '3,900.00'] } },
  { n: 8, question: 'were leftovers kept to purpose?', clicks: [...fund(), button('各人余额')], answer: async () => { const { balances } = await get('auditor', `/ledger/${FUND}/balances`); assert.deepEqual(balances.map((each) => [each.common, each.amount]), [[true, '800.00']]); return ['统筹，没有指定给谁', '800.00'] } },
  {
    n: 9, question: 'who read what', clicks: [side('审计'), (page) => page.locator('nav.parts').getByRole('link', { name: '谁看过什么' })],
    prepare: async () => { const hers = await api('cashier'); const row = (await rows('cashier', 'core.person?limit=1'))[0]; const field = Object.entries(row.values).find(([, value]) => value?.masked)?.[0]; assert.equal((await hers.ask('POST', `/records/core.person/${row.record}/reveal`, { field, reason: '核对收款人' })).status, 200) },
    answer: async () => { const looks = await get('auditor', '/audit/looks'); assert.ok(looks.count >= 1); return [looks.rows[0].by, looks.rows[0].label] },
  },
  { n: 10, question: 'prove nothing was deleted', clicks: [side('审计'), button('现在核对')], answer: async () => ['没有一条被改、被删'] },
])
