// A visit on a phone without a network: the day's cards under a PIN, the visit in the queue, and all that it is when it has arrived.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { browser, device, faultsOf, signIn, start } from './demo.mjs';
import { badNetwork } from './network.mjs';

const HOME = '140525115214-001', PIN = '246813';
let demo, chrome;
before(async () => { [demo, chrome] = await Promise.all([start(), browser()]); });
after(async () => { await chrome.close(); await demo.stop(); });

const told = page => page.locator('[data-told]');
async function keepCards(page) {
  await page.goto('/visits');
  await page.fill('#f-pin', '123');
  await page.locator('[data-visits] button').click();
  assert.match(await told(page).innerText(), /至少六位/);
  await page.fill('#f-pin', PIN);
  await page.locator('[data-visits] button').click();
  await page.getByText('已存到手机，今天午夜清除。').waitFor();
  await page.waitForFunction(async () => !!await (await caches.open('pages')).match('/visits/offline'));
}
async function unlock(page, pin) {
  await page.goto('/visits');
  await page.locator('[data-visits=open]').waitFor();
  await page.fill('#f-pin', pin);
  await page.locator('[data-visits] button').click();
}

test('a household is visited without a network: nothing of it lies open on the phone, and it arrives once', async t => {
  const network = await badNetwork(demo, 1);
  t.after(() => network.stop());
  const page = await device(chrome, network.base, { width: 390 });
  await signIn(page, 'zhangxiaomei');
  await page.goto('/visits');
  assert.match(await page.locator('main').innerText(), /李长根户[\s\S]*答应：送蜂箱10个[\s\S]*过了期限/);
  assert.deepEqual(await faultsOf(page), []);
  await keepCards(page);
  const stored = await page.evaluate(async () => (await (await caches.open('visits')).match('/visits/kept')).text());
  assert.ok(!/李长根|蜂箱|1390000/.test(stored), 'it is sealed');
  await network.offline(page.context(), true);
  await unlock(page, '999999');
  await page.getByText('口令不对').waitFor();
  await page.fill('#f-pin', PIN);
  await page.locator('[data-visits] button').click();
  await page.getByText('李长根户').first().waitFor();
  // The household's card is there too; what leads away from it leads nowhere.
  await page.locator(`a[data-card][href^="/households/${HOME}"]`).click();
  await page.getByText('家庭成员').first().waitFor();
  assert.equal(await page.locator('main a[href^="/needs/new"]').count(), 0);
  await page.goBack();
  await page.locator(`a[data-visit][href^="/visits/${HOME}"]`).click();
  await page.fill('[name=saw]', '蜂箱到了，摆好了。甲1');
  await page.locator('[name=kept]').first().check();
  assert.deepEqual(await faultsOf(page), []);
  await page.locator('.bar button').click();
  await page.waitForURL(/\/unsent/);
  assert.match(await page.locator('[data-unsent-list] li').first().innerText(), /记走访[\s\S]*140525115214-001/);
  await network.offline(page.context(), false);
  await page.goto('/unsent');
  await page.locator('[data-unsent-list] .ok').first().waitFor();
  await page.goto(`/households/${HOME}`);
  const file = await page.locator('main').innerText();
  assert.equal(file.match(/蜂箱到了，摆好了。甲1/g).length, 1, file);
  assert.match(file, /做到了。/);
  await page.goto('/visits');
  assert.doesNotMatch(await page.locator('main').innerText(), /答应：送蜂箱10个/);
  // Whoever signs out takes the cards along; so do five wrong PINs.
  await keepCards(page);
  await network.offline(page.context(), true);
  await page.locator('.who form button').click();
  await page.getByText('没有网络，没有送出去').waitFor();
  await unlock(page, '000000');
  for (let n = 0; n < 4; n++) {
    await page.waitForFunction(() => document.querySelector('#f-pin').value === '');
    await page.fill('#f-pin', '000000');
    await page.locator('[data-visits] button').click();
  }
  await page.getByText('口令输错五次').waitFor();
  await page.waitForFunction(async () => !await caches.has('visits'));
  await network.offline(page.context(), false);
  assert.deepEqual(page.faults.filter(fault => !/ERR_|Failed to load/.test(fault)), []);
});

test('a visit that was refused is put right in its form and goes once', async t => {
  const network = await badNetwork(demo, 1);
  t.after(() => network.stop());
  const page = await device(chrome, network.base, { width: 390 });
  await signIn(page, 'zhangxiaomei');
  await keepCards(page);
  await network.offline(page.context(), true);
  await unlock(page, PIN);
  await page.locator(`a[data-visit][href^="/visits/${HOME}"]`).click();
  await page.fill('[name=saw]', '蜂箱里有了蜂。甲2');
  await page.fill('[name=promised]', '送一袋糖');
  await page.fill('[name=due]', '2999-04-05');
  await page.locator('.bar button').click();
  await page.waitForURL(/\/unsent/);
  await network.offline(page.context(), false);
  await page.goto('/unsent');
  await page.locator('[data-part=mend]').waitFor();
  assert.match(await page.locator('[data-unsent-list] li').first().innerText(), /期限太远了[\s\S]*修改/);
  await page.locator('[data-part=mend]').click();
  await page.locator('main [role=alert]', { hasText: '期限太远了' }).waitFor();
  assert.equal(await page.inputValue('[name=saw]'), '蜂箱里有了蜂。甲2');
  assert.equal(await page.inputValue('[name=promised]'), '送一袋糖');
  assert.deepEqual(await faultsOf(page), []);
  await page.fill('[name=due]', '2017-04-05');
  await page.locator('.bar button').click();
  await page.waitForURL(/\/unsent/);
  await page.waitForFunction(() => document.querySelector('[data-unsent]').dataset.left === '0');
  await page.goto(`/households/${HOME}`);
  assert.equal((await page.locator('main').innerText()).match(/蜂箱里有了蜂。甲2/g).length, 1);
});

test('cards of yesterday are gone', async () => {
  const page = await device(chrome, demo.base, { width: 390 });
  await signIn(page, 'zhangxiaomei');
  await keepCards(page);
  await page.evaluate(async () => {
    const cache = await caches.open('visits'), all = await (await cache.match('/visits/kept')).json();
    await cache.put('/visits/kept', new Response(JSON.stringify(Object.assign(all, { until: Date.now() - 1 }))));
  });
  await page.goto('/visits/offline');
  await page.getByText('这台手机上没有今天的户卡').waitFor();
  await page.waitForFunction(async () => !await caches.has('visits'));
  await keepCards(page);
  await page.goto('/todo');
  await page.locator('.who form button').click();
  await page.waitForFunction(async () => !await caches.has('visits'));
});
