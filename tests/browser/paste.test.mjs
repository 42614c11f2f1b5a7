// A chain from a chat, as people write it: pasted at a desk, looked at, one field corrected, confirmed once, approved by another clerk;
// the public figure moves and opens to the records. The same again, on a phone and without script, records nothing twice.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { browser, device, faultsOf, password, signIn, start } from './demo.mjs';

const LITTER = '/figures/sum.litter.140525106.20170330-20170330.verified';
const CHAIN = `#接龙 3月30日集中清理
1. 张小梅 清垃圾两车 小东河边
2. 梅子 植树5棵
3. 李国华 同上
4. 我下次一定来
合计：2车、10棵`;
const shots = path.resolve(import.meta.dirname, '../../target/look');
let demo, chrome;
before(async () => { [demo, chrome] = await Promise.all([start(), browser()]); });
after(async () => { await chrome.close(); await demo.stop(); });

const main = page => page.locator('main').innerText();
const value = async page => { await page.goto(LITTER); return Number(await page.locator('h1 .figure').innerText()); };

// Phone and desk for people to look at, nothing wider than the screen, nothing that axe calls serious.
async function look(page, name, script = true) {
  fs.mkdirSync(shots, { recursive: true });
  for (const width of [1280, 360, 390]) {
    await page.setViewportSize({ width, height: 800 });
    await page.screenshot({ path: path.join(shots, `${name}-${width}.png`), fullPage: true });
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth), false, `${name} is wider than ${width}`);
  }
  await page.setViewportSize({ width: 1280, height: 800 });
  if (script) assert.deepEqual(await faultsOf(page), [], name);
}

// A second clerk of the unit: nobody checks what they typed in themselves.
async function anotherClerk() {
  const admin = await device(chrome, demo.base, { js: false });
  await signIn(admin, 'admin');
  await admin.goto('/import/people');
  await admin.fill('[name=text]', 'code,name,unit,role\nwuchanghai,武长海,140525106,clerk\n');
  await admin.locator('form:has(textarea) button[value=check]').click();
  await admin.locator('button[value=apply]').click();
  for (let tries = 0; tries < 50 && await admin.locator('button[value=apply], progress').count(); tries++) await admin.goto(admin.url());
  await admin.goto('/units/140525106/access');
  await admin.locator('li', { hasText: '武长海' }).locator('button').click();
  const link = (await main(admin)).match(/\/join\/[\w-]+/)[0];
  const clerk = await device(chrome, demo.base, { width: 1280 });
  await clerk.goto(link);
  for (const field of ['password', 'password_again']) await clerk.fill(`[name=${field}]`, password);
  await clerk.locator('main form button').click();
  await clerk.waitForURL('**/todo');
  return clerk;
}

test('a chain is pasted, looked at, corrected, confirmed, approved by another, and the public figure opens to it', async () => {
  const citizen = await device(chrome, demo.base, { js: false });
  const before = await value(citizen);
  const desk = await device(chrome, demo.base, { width: 1280 });
  await signIn(desk, 'liguohua');
  await desk.locator('header nav a', { hasText: '粘贴录入' }).click();
  await desk.waitForURL('**/paste');
  await desk.fill('[name=text]', CHAIN);
  assert.match(await main(desk), /共6行/);
  await look(desk, 'paste-form');
  await desk.locator('button[value=read]').click();

  const seen = await desk.locator('main').textContent();
  for (const said of ['“张小梅”认作张晓梅', '按车、袋等写的', '“梅子”是张晓梅登记的别名', '写的是“同上”', '我下次一定来', '合计，不另记', '现在还没有记']) assert.ok(seen.includes(said), `${said} in ${seen}`);
  assert.equal(await desk.locator('[name="r0.quantity"]').inputValue(), '2');
  await look(desk, 'paste-preview');
  assert.equal(await value(citizen), before);

  await desk.fill('[name="r0.quantity"]', '1.7');
  await desk.fill('[name="r0.words"]', '沿河三百米');
  await desk.locator('button[value=confirm]').click();
  await desk.waitForURL('**/paste/paste-*');
  assert.match(await main(desk), /已代记3件/);
  await look(desk, 'paste-receipt');
  assert.equal(await value(citizen), before, 'nothing counts before it is approved');
  const number = (await desk.locator('.deed', { hasText: '1.7立方米' }).locator('[data-position]').innerText()).trim();
  const receipt = desk.url();

  const clerk = await anotherClerk();
  await clerk.goto('/checks');
  await clerk.locator('[data-row]', { hasText: '1.7立方米' }).click();
  await clerk.waitForURL('**/checks?at=*');
  assert.match(await clerk.locator('#detail').innerText(), /沿河三百米/);
  await clerk.locator('button[value=approve]').click();
  await clerk.waitForURL('**/checks?done=approve*');

  assert.equal(Math.round((await value(citizen) - before) * 10), 17);
  await citizen.goto(`${LITTER}/records`);
  assert.equal(await citizen.locator('main tbody tr', { hasText: number }).count(), 1, 'the figure opens to that record');
  assert.doesNotMatch(await main(citizen), /张晓梅|梅子/, 'strangers see no name');
  await desk.goto(receipt);
  assert.match(await main(desk), /审核通过/);
  assert.deepEqual([...desk.faults, ...clerk.faults], []);
});

test('the same chain once more, on a phone without script, records nothing twice', async () => {
  const phone = await device(chrome, demo.base, { width: 390, js: false });
  await signIn(phone, 'liguohua');
  await phone.goto('/paste');
  await phone.fill('[name=text]', CHAIN);
  await phone.locator('button[value=read]').click();
  assert.equal(await phone.locator('.was').count(), 3);
  await phone.locator('button[value=confirm]').click();
  assert.match(await main(phone), /这些以前已经记过/);
  await phone.goto('/paste');
  await phone.fill('[name=text]', `${CHAIN}\n5. 老李 清垃圾1方`);
  await phone.locator('button[value=read]').click();
  assert.match(await main(phone), /“老李”可能是几个人/);
  await phone.locator('select[name="r3.who0"]').selectOption('李国华');
  await phone.locator('button[value=confirm]').click();
  assert.match(await main(phone), /已代记1件[^]*有几行以前已经记过/);
  assert.match(demo.verify(), /^sound/);
});

test('a filled sheet is imported like any table', async () => {
  const desk = await device(chrome, demo.base, { width: 1280 });
  await signIn(desk, 'liguohua');
  await desk.goto('/paste');
  const [download] = await Promise.all([desk.waitForEvent('download'), desk.locator('a', { hasText: '下载填报表' }).click()]);
  assert.equal(download.suggestedFilename(), '实事填报表.xlsx');
  await desk.goto('/import/deeds');
  await desk.setInputFiles('[name=file]', await download.path());
  await desk.locator('form:has(textarea) button[value=check]').click();
  assert.match(await main(desk), /表里只有列名/, 'its titles are known, and it is not filled in yet');
  await look(desk, 'import-pattern');
});
