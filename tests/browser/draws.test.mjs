// Spot checks by lot: what a stranger reads of one that was made, the same draw once more, and another one announced and frozen.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { browser, device, faultsOf, run, signIn, start } from './demo.mjs';
import { LITTER } from './pages.mjs';

const RESULT = /随机抽查(\d+)件，约\d+件属实。按数量算，每百份里有\d+至\d+份属实（九成五的把握）。/;
let demo, chrome;
before(async () => { [demo, chrome] = await Promise.all([start(), browser()]); });
after(async () => { await chrome.close(); await demo.stop(); });

test('beside a figure stands what was found by lot; it opens to the draw, and anyone with the data draws the same', async () => {
  for (const width of [390, 1280]) {
    const page = await device(chrome, demo.base, { width, js: width > 400 });
    await page.goto(LITTER);
    const [, visits] = RESULT.exec(await page.locator('main').innerText());
    assert.ok(Number(visits) >= 50, visits);
    await page.locator('main a[href^="/draws/"]').first().click();
    const said = await page.locator('main').innerText();
    assert.match(said, RESULT);
    assert.match(said, /福利彩票双色球3月26日开奖号码/);
    assert.doesNotMatch(said, /现场量得少一些/, 'what was found of whose record is not a stranger’s');
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true);
    if (width > 400) assert.deepEqual([await faultsOf(page), page.faults], [[], []]);
  }
  assert.match(run('draw', '--verify', '--data', demo.data), /as the log gives it: \d+ of \d+ records drawn/);
});

test('the office announces another, freezes it before anyone can know the number, and may give it up', async () => {
  const page = await device(chrome, demo.base, { width: 1280 });
  await signIn(page, 'zhaoming');
  await page.goto('/campaigns/six-ones/draws');
  await page.locator('details', { hasText: '公布一次抽查' }).evaluate(fold => { fold.open = true; });
  await page.selectOption('[name=indicator]', 'trees');
  await page.fill('[name=rate]', '2');
  await page.fill('[name=source]', '福利彩票双色球4月2日开奖号码');
  await page.fill('[name=known_at]', '2017-03-30T21:30');
  await page.locator('main form button').first().click();
  assert.match(await page.locator('#main, main').first().innerText(), /号码/, 'a number that is known already is refused at its field');
  await page.fill('[name=known_at]', '2017-04-02T21:30');
  await page.locator('main form button').first().click();
  await page.waitForURL(/\/draws\/l-/);
  assert.match(await page.locator('main').innerText(), /已公布/);
  await page.locator('button', { hasText: '冻结名单' }).click();
  await page.waitForURL(/\/draws\/l-/);
  const frozen = await page.locator('main').innerText();
  assert.match(frozen, /名单已冻结/);
  assert.equal(await page.locator('[name=number]').count(), 0, 'nobody enters a number that cannot be known');
  assert.deepEqual([await faultsOf(page), page.faults], [[], []]);
  await page.locator('summary', { hasText: '放弃' }).click().catch(() => { /* it is no fold */ });
  await page.locator('button', { hasText: '放弃这次抽查' }).click();
  await page.waitForURL(/\/draws/);
  assert.match(await page.locator('main').innerText(), /已放弃/);
  assert.match(demo.verify(), /sound/);
});
