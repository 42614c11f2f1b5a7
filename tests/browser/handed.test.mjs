// A household's file is handed to its head, on a phone without script and at a desk; the year's list of readings of minors is an inspector's.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { browser, device, faultsOf, signIn, start } from './demo.mjs';

let demo, chrome;
before(async () => { [demo, chrome] = await Promise.all([start(), browser()]); });
after(async () => { await chrome.close(); await demo.stop(); });

const HOME = '/households/140525115214-001';
const main = page => page.locator('main').innerText();

for (const js of [true, false]) {
  test(`a file is handed out once it is written down to whom (${js ? 'with' : 'without'} script)`, async () => {
    const page = await device(chrome, demo.base, { width: js ? 1280 : 390, js });
    await signIn(page, 'zhangxiaomei');
    await page.goto(HOME);
    await page.locator(`main a[href="${HOME}/hand-out"]`).first().click();
    if (js) assert.deepEqual(await faultsOf(page), []);
    await page.locator('main form button.main').click();
    assert.match(await main(page), /请写接收人的姓名/);
    await page.fill('[name=recipient]', '户主本人');
    await page.locator('main form button.main').click();
    await page.waitForURL('**/hand-outs/*');
    assert.match(await main(page), /全户台账交给户主本人[\s\S]*与户主关系[\s\S]*谁看过这份台账/);
    if (js) assert.deepEqual(await faultsOf(page), []);
    const data = await (await page.request.get(`${page.url()}/data.json`)).json();
    assert.ok(data.parts.some(part => part.name === 'member') && data.handed_to.includes('户主本人'));
    await page.goto(`${HOME}/readings`);
    assert.match(await main(page), /全户台账交给户主本人/);
    assert.deepEqual(page.faults, []);
  });
}

test('the year’s list of readings of minors names nobody and says who looked at it', async () => {
  const page = await device(chrome, demo.base, { width: 390 });
  await signIn(page, 'sunhui');
  await page.locator('main a[href="/minors"]').click();
  assert.deepEqual(await faultsOf(page), []);
  assert.match(await main(page), /看或导出这份清单也有登记[\s\S]*谁看过或导出过这一年的清单/);
  const file = await page.request.get('/minors.csv');
  assert.equal(file.status(), 200);
  assert.deepEqual(page.faults, []);
});
