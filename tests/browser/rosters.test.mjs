// A roster: who serves records a service on a phone in one form, its clerk approves it and says who serves the rest, and its two figures open and can be proved.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { browser, device, faultsOf, signIn, start } from './demo.mjs';

let demo, chrome;
before(async () => { [demo, chrome] = await Promise.all([start(), browser()]); });
after(async () => { await chrome.close(); await demo.stop(); });

const main = page => page.locator('main').innerText();
const figures = page => page.locator('main dl.rows a[href^="/figures/"]');
const served = async page => (await figures(page).first().innerText()).match(/\d+/)[0];

for (const js of [true, false]) {
  test(`a service is one form on a phone ${js ? 'with' : 'without'} script`, async () => {
    const page = await device(chrome, demo.base, { width: 390, js });
    await signIn(page, 'zhangxiaomei');
    await page.getByRole('link', { name: '名册上有要您服务的' }).click();
    assert.match(await main(page), /独居老人用电用火查看/);
    if (js) assert.deepEqual(await faultsOf(page), []);
    const row = page.locator('tr', { has: page.getByRole('link', { name: /记服务/ }) }).first();
    const name = (await row.locator('b').innerText()).trim();
    await row.getByRole('link', { name: /记服务/ }).click();
    assert.match(await main(page), new RegExp(name));
    if (js) assert.deepEqual(await faultsOf(page), []);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), 'nothing sticks out');
    await page.locator('.bar button.main').click();
    assert.match(await main(page), /一项也没有勾/);
    await page.locator('[name=tick]').nth(1).check();
    await page.fill('[name=quantity]', '0');
    await page.locator('.bar button.main').click();
    assert.match(await main(page), /您填的都还在/);
    await page.fill('[name=quantity]', '1');
    await page.locator('.bar button.main').click();
    // The receipt: what it is, its number, and the next one.
    await page.waitForURL('**/received');
    assert.match(await main(page), /已收到 第\d+号[\s\S]*独居老人用电用火查看[\s\S]*✓/);
    if (js) assert.deepEqual(await faultsOf(page), []);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), 'nothing sticks out');
    await page.getByRole('link', { name: '服务名册上的下一个' }).click();
    await page.waitForURL(/\/rosters\/\d+\?state=open/);
    assert.doesNotMatch(await main(page), new RegExp(name));
    await page.goto(new URL(page.url()).pathname);
    assert.match(await main(page), new RegExp(`${name}[\\s\\S]*已服务，待审核`));
  });
}

test('the clerk approves, gives the rest to somebody, brings in a sheet; the figures open and are proved', async () => {
  const page = await device(chrome, demo.base, { width: 1280 });
  await signIn(page, 'liguohua');
  await page.goto('/rosters');
  assert.deepEqual(await faultsOf(page), []);
  await page.getByRole('link', { name: '独居老人用电用火查看' }).click();
  const roster = new URL(page.url()).pathname;
  assert.deepEqual(await faultsOf(page), []);
  assert.equal(await served(page), '0');
  await page.locator('tr', { hasText: '已服务，待审核' }).first().locator('a').first().click();
  assert.deepEqual(await faultsOf(page), []);
  await page.locator('ol.trail a[href^="/deeds/"]').first().click();
  const deed = new URL(page.url()).pathname.split('/').pop();
  await page.goto(`/checks?at=${deed}`);
  await page.locator('button[value=approve]').first().click();
  await page.waitForLoadState();
  await page.goto(roster);
  assert.equal(await served(page), '1');
  await page.goto(`${roster}/assignment`);
  assert.deepEqual(await faultsOf(page), []);
  await page.locator('.bar button.main').click();
  assert.match(await main(page), /请至少勾一个/);
  for (const box of await page.locator('[name=subject]').all()) await box.check();
  await page.locator('.bar button.main').click();
  await page.waitForURL(`**${roster}/assignment`);
  assert.match(await main(page), /要服务的都有人了/);
  await page.goto(`/import/subjects?roster=${roster.split('/').pop()}`);
  await page.fill('[name=text]', '名称,地点,备注\n新来的一位,村口,\n,村口,没有名字\n');
  await page.locator('button[value=check]').click();
  assert.match(await main(page), /请写服务对象的名称/);
  await page.fill('#f-text', '名称,地点\n新来的一位,村口\n');
  await page.locator('button[value=check]').click();
  await page.locator('button[value=apply]').click();
  await page.waitForURL(/token=/);
  await page.getByText('导入完成').waitFor();
  await page.goto(roster);
  assert.match(await main(page), /新来的一位/);
  const [n, all] = await Promise.all([figures(page).first(), figures(page).last()].map(figure => figure.getAttribute('href')));
  const stranger = await device(chrome, demo.base, { width: 390 });
  for (const at of [n, all]) {
    await stranger.goto(at);
    assert.deepEqual(await faultsOf(stranger), []);
    await stranger.goto(`${at}/records`);
    assert.deepEqual(await faultsOf(stranger), []);
    assert.doesNotMatch(await main(stranger), /耿小娥|新来的一位/);
  }
  await new Promise(done => { setTimeout(done, 11e3); });
  await stranger.goto(all.replace('/figures/', '/verify?q='));
  await stranger.locator('.says').first().waitFor();
  await stranger.waitForFunction(() => ['ok', 'part', 'bad'].includes(document.querySelector('[data-grade]')?.dataset.grade));
  assert.equal(await stranger.locator('[data-grade]').first().getAttribute('data-grade'), 'ok', await main(stranger));
});
