// Two realms from nothing: a school's campaign in English, with script, and a county's in Chinese, without. A ranking is refused
// with its reason; a deed is recorded, approved, and the figure opens to it.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { browser, device, faultsOf, password, start } from './demo.mjs';

const shots = path.resolve(import.meta.dirname, '../../target/look');
const main = page => page.locator('main').innerText();
let chrome;
before(async () => { chrome = await browser(); });
after(async () => { await chrome.close(); });

// Both widths for people to look at, nothing wider than the screen, nothing that axe calls serious.
async function look(page, name, script = true) {
  fs.mkdirSync(shots, { recursive: true });
  for (const width of [1280, 390]) {
    await page.setViewportSize({ width, height: 800 });
    await page.screenshot({ path: path.join(shots, `${name}-${width}.png`), fullPage: true });
  }
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth), false, `${name} is wider than a phone`);
  if (script) assert.deepEqual(await faultsOf(page), [], name);
}

async function firstRun(page, server, form, picks) {
  for (let tries = 0; tries < 50 && !/first-run/.test(server.said()); tries++) await new Promise(done => setTimeout(done, 20));
  await page.goto(server.said().match(/\/first-run\/\w+/)[0]);
  for (const [name, value] of Object.entries({ ...form, code: 'admin', password, password_again: password })) await page.fill(`[name=${name}]`, value);
  for (const [name, value] of Object.entries(picks)) await page.locator(`[name=${name}][value="${value}"]`).check();
  await page.locator('main form button').click();
  await page.waitForURL('**/todo');
}

async function bring(page, kind, text) {
  await page.goto(`/import/${kind}`);
  await page.fill('[name=text]', text);
  await page.locator('form:has(textarea) button[value=check]').click();
  await page.locator('button[value=apply]').click();
  for (let tries = 0; tries < 50 && await page.locator('button[value=apply], progress').count(); tries++) await page.goto(page.url());
}

async function join(admin, server, unit, name, locale) {
  await admin.goto(`/units/${unit}/access`);
  await admin.locator('li', { hasText: name }).locator('button').click();
  const link = (await main(admin)).match(/\/join\/[\w-]+/)[0];
  const page = await device(chrome, server.base, { js: false, locale });
  await page.goto(link);
  if (await page.locator('[name=password][required]').count()) for (const field of ['password', 'password_again']) await page.fill(`[name=${field}]`, password);
  await page.locator('main form button').click();
  await page.waitForURL('**/todo');
  return page;
}

async function itemIs(page, at, { name, label, counted, measure, most }) {
  const field = (rest, value) => page.fill(`[name="items[${at}].${rest}"]`, value);
  await field('name', name);
  await field('label', label);
  await field('indicators[0].name', counted);
  await field('indicators[0].measure', measure);
  await field('indicators[0].most', most);
}

// A member records, the clerk approves, a stranger opens the figure and finds the record in it.
async function recordedApprovedOpened({ member, clerk, server, item, quantity, locale, words }) {
  await member.goto('/mine');
  await member.locator('.tile', { hasText: item }).click();
  await member.fill('[name=quantity]', quantity);
  await member.locator('.bar button').click();
  await member.waitForURL('**/received');
  const number = (await member.locator('[data-position]').first().innerText()).trim();
  const citizen = await device(chrome, server.base, { js: false, locale });
  await citizen.goto('/');
  const cell = citizen.locator('.cell', { hasText: item });
  assert.equal((await cell.locator('.figure').first().innerText()).trim(), '0');
  await clerk.goto('/checks');
  await clerk.locator('[data-row]').first().click();
  await clerk.locator('button[value=approve]').click();
  await citizen.goto('/');
  assert.equal((await cell.locator('.figure').first().innerText()).trim(), quantity);
  await cell.locator('a.figure').first().click();
  assert.equal(await citizen.locator('h1 .figure').innerText(), quantity);
  assert.match(await main(citizen), words);
  await citizen.goto(new URL(citizen.url()).pathname + '/records');
  assert.equal(await citizen.locator('main tbody tr', { hasText: number }).count(), 1);
}

test('a school sets its campaign up in English and is told why there is no ranking', async t => {
  const server = await start(['serve']);
  t.after(() => server.stop());
  const admin = await device(chrome, server.base, { locale: 'en-GB' });
  admin.setDefaultTimeout(8000);
  const form = { realm: 'Riverside School', phone: '01632 960001', address: '1 River Road', name: 'Ann Grey' };
  await firstRun(admin, server, form, { rules: 'general', words: 'school' });
  await bring(admin, 'units', 'code,name,parent,kind\n3b,Class 3B,1,Class\n');
  await bring(admin, 'people', 'code,name,unit,title,role\nprice,Hannah Price,3b,teacher,clerk\nreed,Tom Reed,3b,pupil,\n');
  await admin.goto('/todo');
  await admin.locator('main a[href="/campaigns/new"]').first().click();
  await admin.waitForURL('**/campaigns/new');
  await look(admin, 'set-up-school-new');
  await admin.fill('[name=name]', 'Reading spring');
  await itemIs(admin, 0, { name: 'Class ranking of readers', label: 'R', counted: 'Stories', measure: 'stories', most: '20' });
  const said = admin.locator('[data-notes="items[0].name"]');
  await said.locator('.lint.bad').waitFor();
  assert.match(await said.innerText(), /Not allowed[\s\S]*Named people are not put in an order[\s\S]*Count what was done together[\s\S]*General rules/);
  assert.ok(await admin.locator('[data-barred]').isVisible());
  await look(admin, 'set-up-school-refused');
  await admin.locator('button[value=open]').click();
  assert.match(admin.url(), /\/campaigns\/new$/, 'what is refused is not published');
  assert.match(await main(admin), /Named people are not put in an order/);
  await admin.locator('[role=alert] a', { hasText: 'Class ranking of readers · Name of the item' }).click();
  assert.match(decodeURIComponent(admin.url()), /#f-items\[0\]\.name$/);
  // What was unfolded stays so when a button brings the form again.
  const fold = admin.locator('#item-0 > details');
  await fold.locator('summary').click();
  await admin.locator('button[value="add-measure.0"]').click();
  assert.equal(await fold.getAttribute('open'), '');
  await admin.locator('button[value="remove-measure.0.1"]').click();
  await admin.fill('[name="items[0].name"]', 'Read with a younger child');
  await said.locator('.lint').waitFor({ state: 'detached' });
  await admin.locator('button[value=open]').click();
  await admin.waitForURL('**/campaigns/c-*');
  assert.match(await main(admin), /Reading spring/);
  await look(admin, 'set-up-school-done');
  const clerk = await join(admin, server, '3b', 'Hannah Price', 'en-GB');
  const member = await join(admin, server, '3b', 'Tom Reed', 'en-GB');
  assert.match(await main(clerk), /./);
  await recordedApprovedOpened({ member, clerk, server, item: 'Read with a younger child', quantity: '3', locale: 'en-GB', words: /stories/ });
  await admin.goto('/units');
  assert.match(await main(admin), /Classes/, 'a school has classes');
  assert.deepEqual(admin.faults, []);
  assert.match(server.verify(), /sound/);
});

test('a county sets its campaign up in Chinese without script, keeps a draft, and exports what it can take in again', async t => {
  const server = await start(['serve']);
  t.after(() => server.stop());
  const admin = await device(chrome, server.base, { js: false });
  admin.setDefaultTimeout(8000);
  await firstRun(admin, server, { realm: '泽州县', phone: '0356-3030001', address: '山西省泽州县', name: '王建国' }, {});
  await bring(admin, 'units', 'code,name,parent,kind\n101,南村镇,1,township\n');
  await bring(admin, 'people', 'code,name,unit,title,role\nli,李国华,101,主任,clerk\nzhang,张晓梅,101,,\n');
  await admin.goto('/campaigns/new');
  await admin.fill('[name=name]', '春季植树');
  await itemIs(admin, 0, { name: '栽一棵绿树', label: '树', counted: '树木', measure: '棵', most: '200' });
  await admin.locator('button[value=add-item]').click();
  await itemIs(admin, 1, { name: '各村名次', label: '名', counted: '名次', measure: '名', most: '99' });
  await admin.locator('button[value=save]').click();
  await admin.waitForURL('**/edit?done=saved');
  assert.match(await main(admin), /已保存[\s\S]*不允许[\s\S]*放在一起比[\s\S]*整治形式主义为基层减负若干规定/);
  await look(admin, 'set-up-county-draft', false);
  const stranger = await device(chrome, server.base, { js: false });
  assert.equal((await stranger.goto(new URL(admin.url()).pathname.replace('/edit', ''))).status(), 404, 'a draft is nobody’s page');
  await admin.locator('button[value=open]').click();
  assert.match(await main(admin), /有不允许的地方，改好才能发布/);
  await admin.locator('button[value="remove-item.1"]').click();
  await admin.locator('button[value=open]').click();
  await admin.waitForURL(/\/campaigns\/c-\w+$/);
  const clerk = await join(admin, server, '101', '李国华');
  const member = await join(admin, server, '101', '张晓梅');
  await recordedApprovedOpened({ member, clerk, server, item: '栽一棵绿树', quantity: '7', words: /棵/ });
  await admin.goto('/campaigns');
  await look(admin, 'campaigns-county', false);
  const edit = await admin.locator('main a[href$="/edit"]').first().getAttribute('href');
  await admin.goto(edit);
  await admin.fill('[name="items[0].indicators[0].measure"]', '株');
  await admin.locator('button[value=save]').first().click();
  assert.match(await main(admin), /已有记录，计量单位“棵”/);
  const file = await (await admin.request.get(`${edit.replace('/edit', '')}.toml`)).text();
  assert.match(file, /栽一棵绿树/);
  assert.match(server.verify(), /sound/);
});
