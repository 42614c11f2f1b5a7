// A slip is printed by the clerk who checks, and answered on a phone by whoever was served: with script, without, and wrongly typed.
import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { after, before, test } from 'node:test';
import { browser, device, faultsOf, signIn, start } from './demo.mjs';

let demo, chrome;
before(async () => { [demo, chrome] = await Promise.all([start(), browser()]); });
after(async () => { await chrome.close(); await demo.stop(); });

// A record whose other side is to be asked, and a clerk of the unit drawn for it, as the office sees them.
const drawn = async () => {
  const office = await device(chrome, demo.base);
  await signIn(office, 'zhaoming');
  await office.goto('/figures/sum.difficulties.140525110.20170301-20170331.received/records');
  await office.locator('main a[href^="/deeds/"]').first().click();
  await office.waitForURL('**/deeds/*');
  const clerk = (await office.locator('main').innerText()).match(/那里的经办人\s*[^（]*（([a-z0-9-]+)）/)[1];
  const record = new URL(office.url()).pathname.split('/').pop();
  await office.context().close();
  return { clerk, record };
};
// Prints its slip; the code.
const print = async (desk, record) => {
  await desk.goto(`/checks?at=${record}`);
  await desk.locator('button', { hasText: '打印确认单' }).click();
  await desk.waitForURL('**/slip');
  return (await desk.locator('.code-big').innerText()).trim();
};
const wide = page => page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);

test('a slip is printed, and by its code whoever was served says that it was so', async () => {
  const desk = await device(chrome, demo.base, { width: 390 });
  const { clerk, record } = await drawn();
  await signIn(desk, clerk);
  const code = await print(desk, record);
  assert.match(code, /^\d{4} \d{4} \d{4} \d{4}$/);
  assert.deepEqual([await faultsOf(desk), await wide(desk)], [[], false]);
  const scanned = (await desk.locator('svg.qr').getAttribute('aria-label')).replace(/^https?:\/\/[^/]*/, '');
  await desk.emulateMedia({ media: 'print' });
  assert.ok(await desk.locator('svg.qr').isVisible() && await desk.locator('.code-big').isVisible() && !await desk.locator('[data-print]').isVisible());

  const phone = await device(chrome, demo.base, { width: 390 });
  await phone.goto(scanned);
  assert.deepEqual([await faultsOf(phone), await wide(phone)], [[], false]);
  const said = await phone.locator('main').innerText();
  assert.ok(/哪个单位做的\s+\S+/.test(said) && said.includes('办结一件困难'), said);
  assert.ok(await phone.locator('dl.said dd').first().evaluate(el => parseFloat(getComputedStyle(el).fontSize)) >= 18);
  for (const button of await phone.locator('main form button').all()) assert.ok((await button.boundingBox()).height >= 48);
  for (const lang of ['zh-Hans', 'zh-Hant', 'en']) {
    const weigh = async path => gzipSync(Buffer.from(await (await phone.request.get(path)).body())).length;
    const parts = await phone.locator('link[rel=stylesheet], script[src]').evaluateAll(all => all.map(el => el.href || el.src));
    const all = await Promise.all([`${scanned}?lang=${lang}`, ...parts].map(weigh));
    assert.ok(all.reduce((a, b) => a + b) <= 14 * 1024, `${lang}: ${all}`);
  }
  await phone.locator('button[value=yes]').click();
  await phone.waitForURL('**/confirm?done=yes');
  assert.match(await phone.locator('main').innerText(), /您的回答收到了/);
  assert.deepEqual([await faultsOf(phone), phone.faults, desk.faults], [[], [], []]);
});

test('without script, after a slip of the pen, it was otherwise: a hint for the checker', async () => {
  const desk = await device(chrome, demo.base, { width: 1280 });
  const { clerk, record } = await drawn();
  await signIn(desk, clerk);
  const code = await print(desk, record);
  const phone = await device(chrome, demo.base, { width: 390, js: false });
  await phone.goto('/confirm');
  await phone.fill('[name=code]', code.slice(0, -1) + (Number(code.slice(-1)) + 1) % 10);
  await phone.locator('main form button').click();
  assert.match(await phone.locator('#err-code').innerText(), /一共十六位数字/);
  await phone.fill('[name=code]', code);
  await phone.locator('main form button').click();
  await phone.fill('[name=words]', '只来过一次');
  await phone.locator('button[value=other]').click();
  await phone.waitForURL('**/confirm?done=yes');
  await phone.goto(`/confirm/${code.replaceAll(' ', '')}`);
  assert.match(await phone.locator('main').innerText(), /已经回答过了/);
  await desk.goto(`/checks?at=${record}`);
  const hint = await desk.locator('#detail').innerText();
  assert.ok(hint.includes('不是这样') && hint.includes('只来过一次'), hint);
  assert.deepEqual(await faultsOf(desk), []);
});
