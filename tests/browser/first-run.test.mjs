// From an empty directory to the first public figure, in a browser and without JavaScript, on a phone's width.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { browser, device, faultsOf, password, start } from './demo.mjs';

const shots = path.resolve(import.meta.dirname, '../../target/look');
// Local days around today, be it a New Year's Eve and midnight on the way: the server's clock is the machine's.
const local = (days) => new Date(Date.now() + 8 * 3600e3 + days * 86400e3).toISOString().slice(0, 10);
const [from, to] = [local(-45), local(45)];
const UNITS = 'code,name,parent,kind\n101,南村镇,1,township\n102,大东沟镇,1,township\n1011,南村,101,village\n';
const PEOPLE = 'code,name,unit,title,role\nli,李国华,101,党政办主任,clerk\nzhang,张晓梅,101,,\n';
let server, chrome, admin;
before(async () => { [server, chrome] = await Promise.all([start(['serve']), browser()]); });
after(async () => { await chrome.close(); await server.stop(); });

const main = page => page.locator('main').innerText();

// Both widths for people to look at, and nothing wider than the screen.
async function look(page, name) {
  fs.mkdirSync(shots, { recursive: true });
  for (const width of [1280, 390]) {
    await page.setViewportSize({ width, height: 800 });
    await page.screenshot({ path: path.join(shots, `${name}-${width}.png`), fullPage: true });
  }
  const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
  assert.equal(wide, false, `${name} is wider than a phone`);
}

// The form's text, checked; then, when it is sound, applied.
async function bring(kind, text) {
  await admin.goto(`/import/${kind}`);
  await admin.fill('[name=text]', text);
  await admin.locator('form:has(textarea) button[value=check]').click();
}
async function apply(rows) {
  await admin.locator('button[value=apply]').click();
  for (let tries = 0; tries < 50 && !/导入完成/.test(await main(admin)); tries++) await admin.goto(admin.url());
  assert.match(await main(admin), new RegExp(`导入完成\\s+${rows}行已导入`));
}

test('the one-time link sets up a realm, once', async () => {
  admin = await device(chrome, server.base, { js: false });
  admin.setDefaultTimeout(8000);
  for (let tries = 0; tries < 50 && !/first-run/.test(server.said()); tries++) await new Promise(done => setTimeout(done, 20));
  const link = server.said().match(/\/first-run\/\w+/)[0];
  assert.equal((await admin.goto('/first-run/guess')).status(), 404);
  await admin.goto(link);
  await look(admin, 'first-run');
  const form = { realm: '泽州县', phone: '0356-3030001', address: '山西省泽州县', name: '王建国', code: 'admin', password, password_again: password };
  for (const [name, value] of Object.entries(form)) await admin.fill(`[name=${name}]`, value);
  await admin.locator('main form button').click();
  await admin.waitForURL('**/todo');
  assert.doesNotMatch(await main(admin), /今天没有要办的事/);
  await look(admin, 'first-todo');
  assert.equal((await (await device(chrome, server.base, { js: false })).goto(link)).status(), 410);
});

test('a wrong row is named with its line and nothing is written', async () => {
  await admin.goto('/todo');
  await admin.locator('main a', { hasText: '导入单位' }).click();
  await admin.waitForURL('**/import/units');
  await look(admin, 'import-empty');
  await bring('units', UNITS.replace('1011,南村,101', '1011,南村,999'));
  const said = await main(admin);
  assert.match(said, /有几行要改，一行也没有导入/);
  assert.match(said, /第4行\s*parent[\s\S]*999/);
  assert.match(said, /2行正确/);
  assert.equal(await admin.locator('button[value=apply]').count(), 0);
  await look(admin, 'import-wrong');
  await admin.goto('/units');
  assert.doesNotMatch(await main(admin), /大东沟镇/);
  await bring('units', 'code,name\n1,x\n');
  assert.match(await main(admin), /parent/);
});

test('units and people come in, each after a check', async () => {
  await bring('units', UNITS);
  assert.match(await main(admin), /全部正确/);
  await look(admin, 'import-sound');
  await apply(3);
  await bring('people', PEOPLE);
  await apply(2);
  await look(admin, 'import-done');
  await admin.goto('/units');
  assert.match(await main(admin), /大东沟镇/);
});

test('what was not checked is not applied, and strangers import nothing', async () => {
  await bring('units', `${UNITS}104,又一个,1,township\n`);
  const form = { step: 'apply', token: await admin.inputValue('form [name=token]'), text: UNITS + '103,别的,1,township\n' };
  const post = (page, form) => page.request.post('/import/units', { form, maxRedirects: 0, headers: { origin: server.base } });
  assert.equal((await post(admin, form)).status(), 422);
  const stranger = await device(chrome, server.base, { js: false });
  assert.equal((await post(stranger, form)).status(), 401);
  assert.equal((await stranger.goto('/import/units')).status(), 401);
  await admin.goto('/units');
  assert.doesNotMatch(await main(admin), /别的/);
});

test('a campaign is set up from its file', async () => {
  const file = fs.readFileSync(path.resolve(import.meta.dirname, '../../campaigns/six-ones.toml'), 'utf8');
  await admin.goto('/todo');
  await admin.locator('main a[href="/campaigns/import"]').first().click();
  await admin.fill('[name=text]', file.replace('2017-03-01', from).replace('2017-03-31', to));
  await admin.locator('button[value=no]').click();
  await look(admin, 'campaign-preview');
  await admin.locator('button[value=yes]').click();
  await admin.waitForURL('**/campaigns/six-ones');
  assert.match(await main(admin), /栽一棵绿树/);
});

// A one-time code from the administrator, claimed on a device of one's own.
async function join(name, wants) {
  await admin.goto('/units/101/access');
  if (name === '李国华') await look(admin, 'access');
  await admin.locator('li', { hasText: name }).locator('button').click();
  if (name === '李国华') await look(admin, 'code');
  const link = (await main(admin)).match(/\/join\/[\w-]+/)[0];
  const page = await device(chrome, server.base, { js: false });
  page.setDefaultTimeout(8000);
  await page.goto(link);
  assert.match(await main(page), new RegExp(name));
  await look(page, wants ? 'join-desk' : 'join-phone');
  if (wants) for (const field of ['password', 'password_again']) await page.fill(`[name=${field}]`, password);
  await page.locator('main form button').click();
  await page.waitForURL('**/todo');
  assert.equal((await admin.request.get(link)).status(), 410, 'a code is used once');
  return page;
}

test('a member records, a clerk approves, the public figure shows it and opens to it', async () => {
  const clerk = await join('李国华', true);
  const member = await join('张晓梅', false);
  await member.goto('/capture/tree');
  await member.fill('[name=quantity]', '7');
  await member.locator('.bar button').click();
  await member.waitForURL('**/received');
  const number = (await member.locator('[data-position]').first().innerText()).trim();
  const citizen = await device(chrome, server.base, { js: false });
  const figure = `/figures/sum.trees.1.${from}-${to}.verified`.replaceAll(/(\d{4})-(\d\d)-(\d\d)/g, '$1$2$3');
  await citizen.goto(figure);
  assert.equal(await citizen.locator('h1 .figure').innerText(), '0');
  await clerk.goto('/checks');
  await clerk.locator('[data-row]', { hasText: '张晓梅' }).first().click();
  await clerk.locator('button[value=approve]').click();
  await citizen.goto(figure);
  assert.equal(await citizen.locator('h1 .figure').innerText(), '7');
  await citizen.goto(`${figure}/records`);
  assert.equal(await citizen.locator('main tbody tr', { hasText: number }).count(), 1);
  assert.doesNotMatch(await main(citizen), /张晓梅/);
});

test('axe finds nothing serious on the pages of the set-up', async () => {
  const page = await device(chrome, server.base);
  await page.context().addCookies(await admin.context().cookies());
  for (const at of ['/import/units', '/import/people', '/import/deeds', '/todo', '/campaigns/import', '/units/101/access']) {
    await page.goto(at);
    assert.deepEqual(await faultsOf(page), [], at);
  }
  await page.goto('/import/units');
  await page.fill('[name=text]', 'code,name,parent,kind\n9,九,999,village\n');
  await page.locator('form:has(textarea) button[value=check]').click();
  assert.match(await main(page), /第2行/);
  assert.deepEqual(await faultsOf(page), [], 'a wrong row');
  assert.deepEqual(page.faults, []);
});

test('the log is sound after all of it', () => {
  assert.match(server.verify(), /sound/);
});
