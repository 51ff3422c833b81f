// A canary in every protected field of every type of all packs, on SQLite and on PostgreSQL: a value of its own. Then every GET route is driven as
// every role and as a stranger, every private field is asked for, commands are refused; the value may leave only to those who may have it:
//   private: to nobody but by asking (`reveal`), and then to who may open the record; sealed, or in a secret type: to who may open the record.
// What can be entered is found out from the descriptors, so that a new pack is in the test by being there.
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { at, lines, made, notEntered, onward, today, wanted } from './support/chains.mjs';
import { idNumber, sitesOn, uuid } from './support/site.mjs';
import { answersOf, pathsOf } from './support/everything.mjs';

const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
function scenario(name, database) {
  describe(name, () => {
    const newSite = sitesOn(database);
    let site, document, types, orgs, file, relative, stranger, serial = 0;
    const canaries = [];            // { type, record, field, value, private }
    const coded = [];               // { type, record, field }: private, and a code, so that its value is nobody's own
    const entered = new Map();      // type -> record
    const refused = new Map();      // type -> what was said
    const pointing = new Map();     // record -> types of the records that refer to it: their label may name it
    const logins = ['village', 'village.chair', 'township', 'county', 'chair', 'cashier', 'auditor', 'rater', 'rights', 'keeper', 'partner', 'police', 'court', 'hospital', 'care', 'outline', 'city', 'sysadmin', 'secadmin', 'auditadmin', null];
    const staff = logins.filter((login) => login && !login.endsWith('admin'));

    before(async () => {
      site = newSite().init();
      site.addOrgs('code,name,level,kind,parent\nPO1,花溪公安,partner,police,999001000000\nCT1,花溪法院,partner,court,999001000000\nJU1,花溪司法,partner,justice,999001000000\nHO1,花溪妇幼,partner,hospital,999001000000\nEN1,东山制衣厂,partner,enterprise,999001100000\n');
      site.openAccounts([['village.chair', '999001100200', 'chair'], ['auditor', '999001000000', 'auditor'], ['rater', '999001100000', 'rater'], ['rights', '999001000000', 'casework.rights'], ['keeper', '999001000000', 'domestic_violence.keeper'],
        ['partner', 'SCH1', 'officer'], ['police', 'PO1', 'domestic_violence.keeper'], ['court', 'CT1', 'domestic_violence.keeper'], ['hospital', 'HO1', 'officer'], ['care', '999001000000', 'screening.care'], ['outline', '999001000000', 'outlines.outline'], ['city', '999000000000', 'officer'], ['auditadmin', '999001000000', 'auditadmin']]);
      await site.serve();
      document = (await site.get('county', '/api/v1/openapi.json')).json;
      const meta = (await site.get('county', '/api/v1/meta')).json;
      types = new Map(meta.programmes.flatMap((programme) => programme.records.map((type) => [type.name, type])));
      orgs = { SCH1: await site.orgId('county', '东山小学'), PO1: await site.orgId('county', '花溪公安'), CT1: await site.orgId('county', '花溪法院'), JU1: await site.orgId('county', '花溪司法'), HO1: await site.orgId('county', '花溪妇幼'), EN1: await site.orgId('county', '东山制衣厂'), township: (await site.get('township', '/api/v1/meta')).json.org, village: (await site.get('village', '/api/v1/meta')).json.org };
      relative = uuid();   // a line about two persons needs another one
      assert.equal((await site.command('village', { type: 'core.person', move: 'enter', record: relative, values: { name: '李大山', sex: 'male' } })).status, 200);
      stranger = uuid();   // who counts papers is no kin of a candidate
      assert.equal((await site.command('village', { type: 'core.person', move: 'enter', record: stranger, values: { name: '石长根', sex: 'male' } })).status, 200);
      file = (await site.request('village', 'POST', '/api/v1/files?name=a.png', png, { 'Content-Type': 'image/png' })).json.id;
    });

    const protectedBy = (type, field) => (field.private ? 'private' : field.sealed || (type.class === 'secret' && (field.kind === 'text' || field.kind === 'note')) ? 'sealed' : '');

    // What the chains may ask for.
    const tools = {
      enter, uuid, get relative() { return relative; }, get stranger() { return stranger; }, of: (name) => entered.get(name), get: async (login, path) => (await site.get(login, path)).json, post: (...asked) => site.post(...asked),
      rows: async (login, name, query) => (await site.get(login, `/api/v1/records/${name}?${query}`)).json.rows,
    };
    const point = (target, name) => pointing.set(target, [...(pointing.get(target) ?? []), name]);

    async function valueOf(type, field, record, depth, line = 0) {
      const protection = protectedBy(type, field);
      const kept = (value) => { canaries.push({ type: type.name, record, field: field.id, value: String(value), private: protection === 'private' }); return value; };
      const given = wanted[type.name]?.[field.id];
      if (given !== undefined) {
        const value = typeof given === 'function' ? await given(tools, line) : given;
        if (protection && Array.isArray(value)) coded.push({ type: type.name, record, field: field.id });
        if (field.kind === 'ref' && field.to !== 'core.org' && value) point(value, type.name);
        return orgs[value] ?? value;
      }
      const isId = JSON.stringify(field.check ?? '').includes('id_card_ok');
      if (isId) return kept(idNumber('1988-03-08', (serial += 2)));
      if (field.kind === 'text' || field.kind === 'note') return protection ? kept(`金丝雀-${type.name}.${field.id}-${++serial}`) : field.required ? '一件事' : undefined;
      if (field.kind === 'money') return protection ? kept(`${70_000 + ++serial}.37`) : field.required ? '100' : undefined;
      if (!field.required && !protection) return undefined;
      if (protection === 'private') coded.push({ type: type.name, record, field: field.id });
      if (field.kind === 'choice') return field.codes.find((code) => code.offered)?.id;
      if (field.kind === 'choices') return [field.codes.find((code) => code.offered)?.id];
      if (field.kind === 'date') return today;
      if (field.kind === 'time') return `${today}T09:00`;
      if (field.kind === 'flag') return false;
      if (field.kind === 'int' || field.kind === 'decimal') return String(field.min ?? 1);
      if (field.kind === 'tally') return '1';
      if (field.kind === 'file') return [file];
      if (field.kind === 'consent') return { given: true, on: today };
      if (field.kind === 'ref') {
        if (field.to === 'core.org') return orgs.SCH1;
        const target = depth > 4 ? undefined : await enter(field.to, depth + 1);
        if (target) point(target, type.name);
        return target;
      }
      return undefined;
    }

    const askedBy = (type, move) => type.fields.filter((field) => type.moves.find((each) => each.id === move)?.asks.includes(field.id));

    async function goOn(name, record, enterer, said) {
      for (const [login, move, { of } = {}] of onward[name] ?? []) {
        const type = types.get(of ?? name), target = of ? entered.get(of) : record, values = {};
        for (const field of askedBy(type, move)) values[field.id] = await valueOf(type, { ...field, required: true }, target, 0);
        const answer = await site.command(login === 'enterer' ? enterer : login, { type: type.name, move, record: target, values });
        if (answer.status !== 200) said.push(`${login} ${move} ${type.name}: ${answer.text}`);
      }
    }

    // Enters a record of a type, as whoever may; those that it refers to before it. Then the moves of its chain are made.
    async function enter(name, depth = 0) {
      if (entered.has(name)) return entered.get(name);
      const type = types.get(name), record = uuid(), said = [];
      entered.set(name, record);
      const before = canaries.length, codedBefore = coded.length;
      const forget = () => { canaries.splice(before); coded.splice(codedBefore); entered.set(name, undefined); refused.set(name, said); };
      if (made[name]) {
        const values = async (fields) => Object.fromEntries(await Promise.all(fields.map(async (id) => [id, await valueOf(type, type.fields.find((field) => field.id === id), record, depth)])));
        const found = await made[name]({ ...tools, values }).catch((error) => void said.push(String(error)));
        if (!found) return void forget();
        entered.set(name, found);
        for (const canary of canaries) if (canary.record === record) canary.record = found;
        await goOn(name, found, undefined, said);
        if (said.length) refused.set(name, said);
        return found;
      }
      const later = (onward[name] ?? []).filter(([, , { of } = {}]) => !of).flatMap(([, move]) => askedBy(type, move));
      const values = {};
      for (const field of type.fields) {
        if (field.computed || field.gone || field.part_of || (later.includes(field) && !field.required)) continue;
        const value = await valueOf(type, field, record, depth);
        if (value !== undefined) values[field.id] = value;
      }
      for (const line of type.lines) {
        const own = types.get(line.type);
        values[line.name] = [];
        for (let n = 0; n < (lines[name]?.[line.name] ?? 1); ++n) {
          const row = { id: uuid() };
          for (const field of own.fields) {
            if (field.computed || field.gone || field.part_of) continue;
            const value = await valueOf(own, field, row.id, depth, n);
            if (value !== undefined) row[field.id] = value;
          }
          values[line.name].push(row);
        }
      }
      for (const login of staff) for (const org of at[name] ? [orgs[at[name]]] : [undefined, orgs.village]) {
        const answer = await site.command(login, { type: name, move: 'enter', record, ...(org ? { org } : {}), values });
        if (answer.status === 200) {
          said.length = 0;
          await goOn(name, record, login, said);
          if (said.length) refused.set(name, said);
          return record;
        }
        said.push(`${login}: ${(answer.json.problems ?? []).map((problem) => `${problem.code} ${problem.path}`).join(', ')}`);
      }
      forget();
      return undefined;
    }

    test('a record of every type that people enter, with a value of its own in every protected field', async () => {
      for (const [type, declared] of types) if (type !== 'core.org' && !declared.part_of && !notEntered.has(type)) await enter(type);
      const left = [...refused].map(([type, said]) => [type, ...said.filter((each) => !each.includes('not_yours')).slice(0, 3)].join(' | '));
      assert.deepEqual(left, []);
      const expected = [...types.values()].flatMap((type) => type.fields.filter((field) => ['text', 'note', 'money'].includes(field.kind) && protectedBy(type, field) && !field.computed && !field.gone).map((field) => `${type.name}.${field.id}`));
      const missing = expected.filter((each) => !canaries.some((canary) => `${canary.type}.${canary.field}` === each));
      assert.deepEqual(missing, []);
      const codes = [...types.values()].flatMap((type) => type.fields.filter((field) => field.private && !['text', 'note', 'money'].includes(field.kind) && !field.computed && !field.gone).map((field) => `${type.name}.${field.id}`));
      assert.deepEqual(codes.filter((each) => !coded.some(({ type, field }) => `${type}.${field}` === each)), []);
      for (const [type, reason] of notEntered) {
        assert.ok(types.has(type) && reason, type);
        assert.ok(types.get(type).class !== 'secret' && types.get(type).fields.every((field) => !protectedBy(types.get(type), field)), `${type} has something to protect`);
      }
      assert.ok(canaries.length >= 65 && coded.length >= 8, `${canaries.length} canaries, ${coded.length} codes`);
    });

    test('by every GET route, as everybody: a value leaves only to who may open its record, a private one never', async () => {
      const meta = (await site.get('county', '/api/v1/meta')).json;
      const ids = [...entered.values()].filter(Boolean);
      const names = meta.programmes.flatMap((programme) => programme.indicators.map((each) => each.name));
      const known = {
        type: [...types.keys()].filter((type) => type !== 'core.org'), programme: meta.programmes.map((programme) => programme.id), fund: meta.programmes.flatMap((programme) => programme.funds.map((fund) => fund.name)), name: names,
        '/api/v1/files/{id}#id': [file],
        queries: { '/api/v1/search': canaries.slice(0, 30).map((canary) => `?q=${encodeURIComponent(canary.value.slice(0, 6))}`), '/api/v1/changes': ['?after=0'], '/api/v1/orgs': ['?q='], '/api/v1/figures': [`?names=${names.join(',')}&period=ever`], '/api/v1/records/{type}': ['?count=1'] },
      };
      for (const [pattern, methods] of Object.entries(document.paths)) for (const [, parameter] of methods.get ? pattern.matchAll(/\{(\w+)\}/g) : []) known[parameter] ??= [uuid()];
      const general = pathsOf(document, { ...known, id: [uuid()] }).filter((path) => !path.endsWith('/openapi.json'));
      const pages = [...entered].filter(([, record]) => record).flatMap(([type, record]) => ['', '/looks'].map((more) => `/api/v1/records/${type}/${record}${more}`));
      for (const login of logins) {
        const answers = await answersOf(site, login, [...general, ...pages]);
        const opens = (canary) => {
          const whole = [...types.values()].find((type) => type.lines.some((line) => line.type === canary.type));
          const type = whole?.name ?? canary.type, record = whole ? entered.get(type) : canary.record;
          const opened = (name, id) => answers.get(`/api/v1/records/${name}/${id}`)?.startsWith('200') ?? false;
          // A sealed name of what is no secret stands in the label of a record that refers to it, where the pack says so: for whoever may open that one, or one that refers to it.
          const named = (id, hops) => (pointing.get(id) ?? []).some((name) => types.get(name).class !== 'secret' && (opened(name, entered.get(name)) || (hops > 0 && named(entered.get(name), hops - 1))));
          return opened(type, record) || (!canary.private && types.get(canary.type).class !== 'secret' && named(record, 1));
        };
        for (const canary of canaries) {
          if (!canary.private && opens(canary)) continue;
          for (const [path, text] of answers) assert.ok(!text.includes(canary.value), `${login}: ${canary.type}.${canary.field} in ${path}`);
        }
      }
      assert.ok(ids.length > 15);
    });

    test('what a field refers to is not told beside it, nor by a list, where the field is hidden', async () => {
      const hidden = new Set();
      for (const login of staff)
        for (const [name, record] of entered) {
          const refs = record ? types.get(name).fields.filter((field) => field.kind === 'ref') : [];
          const page = refs.length ? (await site.get(login, `/api/v1/records/${name}/${record}`)).json : null;
          for (const field of refs) {
            if (page?.values?.[field.id]?.hidden !== true) continue;
            hidden.add(`${name}.${field.id}`);
            assert.equal(page.labels[field.id], undefined, `${login}: ${name}.${field.id}`);
            const list = await site.get(login, `/api/v1/records/${name}?ref=${field.id}:${field.to === 'core.org' ? orgs.village : uuid()}`);
            assert.ok(list.status === 422 || list.status === 403, `${login}: ?ref=${field.id} of ${name}: ${list.text.slice(0, 200)}`);
            if (field.to === 'core.person')   // nor by a conflict with what she says that she saw
              for (const move of ['edit', ...types.get(name).moves.map((each) => each.id)]) {
                const conflict = await site.command(login, { type: name, move, record, base: 0, saw: { [field.id]: null }, values: { [field.id]: stranger }, dry_run: true });
                assert.ok(!conflict.text.includes(relative), `${login} ${move} ${name}: ${conflict.text}`);
              }
          }
        }
      assert.ok(hidden.has('activity.entrant.author'), [...hidden].join());
    });

    test('asked for, a private value comes to who may open the record and to nobody else', async () => {
      for (const login of logins.filter(Boolean))
        for (const canary of canaries.filter((each) => each.private)) {
          const whole = [...types.values()].find((type) => type.lines.some((line) => line.type === canary.type));
          const page = await site.get(login, `/api/v1/records/${whole?.name ?? canary.type}/${whole ? entered.get(whole.name) : canary.record}`);
          const answer = await site.post(login, `/api/v1/records/${canary.type}/${canary.record}/reveal`, { field: canary.field });
          if (page.status === 200 && !answer.text.includes(canary.value)) assert.ok(page.text.includes(`"${canary.field}":{"hidden":true}`) || whole, `${login} may open ${canary.type} and is not told ${canary.field}: ${answer.text}`);
          if (page.status !== 200) assert.ok(!answer.text.includes(canary.value), `${login} is told ${canary.type}.${canary.field}`);
        }
    });

    test('a private code is masked on every page and in every list, and told to who asks and may open the record', async () => {
      const readers = new Map();
      for (const login of logins.filter(Boolean))
        for (const { type, record, field } of coded) {
          const page = await site.get(login, `/api/v1/records/${type}/${record}`);
          const lists = [page.json?.values, ...((await site.get(login, `/api/v1/records/${type}`)).json?.rows ?? []).map((row) => row.values)];
          for (const values of lists) assert.ok(!values || values[field] === undefined || values[field] === null || values[field].masked === true || values[field].hidden === true, `${login}: ${type}.${field} ${JSON.stringify(values?.[field])}`);
          const told = await site.post(login, `/api/v1/records/${type}/${record}/reveal`, { field });
          if (page.status !== 200) assert.ok(told.status >= 400, `${login} is told ${type}.${field}: ${told.text}`);
          else if (told.status === 200 && told.json.value) readers.set(`${type}.${field}`, login);
        }
      assert.deepEqual(coded.map(({ type, field }) => `${type}.${field}`).filter((each) => !readers.has(each)), []);   // else nothing was looked for
    });

    test('no refusal says what it is refused about', async () => {
      for (const login of logins.filter(Boolean))
        for (const [type, record] of entered) {
          if (!record) continue;
          const page = await site.get(login, `/api/v1/records/${type}/${record}`);
          const own = canaries.filter((canary) => canary.type === type && (canary.private || page.status !== 200));   // who may open it is told what stands there now
          for (const canary of own.slice(0, 2))
            for (const body of [{ type, move: 'edit', record, base: 0, values: { [canary.field]: 'x'.repeat(40) }, saw: { [canary.field]: 'y' } }, { type, move: 'edit', record, values: { [canary.field]: { a: 1 } } }, { type, move: 'strike', record, dry_run: true }, { type, move: 'enter', values: { [canary.field]: canary.value }, dry_run: true }]) {
              const answer = await site.command(login, { ...body, dry_run: true });
              for (const each of own) if (each.value !== canary.value || body.move !== 'enter') assert.ok(!answer.text.includes(each.value), `${login} ${body.move} ${type}: ${answer.text}`);
            }
        }
    });

    test('in the database, not one of them', () => {
      const all = site.sql(site.tables().map((table) => `select * from "${table}"`).join('; ')).map((row) => row.join('|')).join('\n');
      for (const canary of canaries) assert.ok(!all.includes(canary.value), `${canary.type}.${canary.field}`);
      assert.ok(!all.includes('IHDR'), 'papers');
    });
  });
}

scenario('SQLite', 'sqlite');
scenario('PostgreSQL', 'postgresql');
