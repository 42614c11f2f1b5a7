// A difficulty of a household in 山河 is solved by who looks after it, confirmed by a clerk of the next township, and the figure opens down to it; a village is paired.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { browser, device, faultsOf, signIn, start } from './demo.mjs';

const FIGURE = '/figures/sum.difficulties.140525110.20170301-20170331.verified';
let demo, chrome;
before(async () => { [demo, chrome] = await Promise.all([start(), browser()]); });
after(async () => { await chrome.close(); await demo.stop(); });

const main = page => page.locator('main').innerText();
const value = async page => { await page.goto(FIGURE); return (await page.locator('.big, h1 + p').first().innerText()).match(/\d+/)[0]; };

test('a need is solved, confirmed by a call-back, and the figure opens down to it', async () => {
  const stranger = await device(chrome, demo.base, { width: 390, js: false });
  assert.equal(await value(stranger), '65');
  const owner = await device(chrome, demo.base, { width: 390 });
  await signIn(owner, 'liguohua');
  await owner.getByRole('link', { name: '您接手的困难' }).click();
  assert.match(await main(owner), /自来水管冻裂，接不上水[\s\S]*在办|在办[\s\S]*自来水管冻裂，接不上水/);
  assert.deepEqual(await faultsOf(owner), []);
  const need = new URL(owner.url()).pathname;
  await owner.getByRole('link', { name: '办结' }).click();
  await owner.locator('main form button.main').click();
  assert.match(await main(owner), /请写几个字/);
  await owner.fill('[name=words]', '换了水管，当面放水看过');
  await owner.locator('main form button.main').click();
  await owner.waitForURL(`**${need}`);
  assert.match(await main(owner), /已办结，等回访/);
  assert.equal(await value(stranger), '65', 'nobody asked them yet');
  // A unit drawn by lot calls back: the office sees which, the helper does not; the need gives the telephone.
  await owner.getByRole('link', { name: '看记录' }).first().click();
  const record = new URL(owner.url()).pathname;
  assert.doesNotMatch(await main(owner), /抽到哪个单位/);
  const office = await device(chrome, demo.base, { width: 390 });
  await signIn(office, 'zhaoming');
  await office.goto(record);
  const drawn = async () => (await main(office)).match(/那里的经办人\s*[^（]*（([a-z0-9-]+)）/)[1];
  const first = await drawn();
  assert.deepEqual(await faultsOf(office), []);
  await office.getByText('换一个单位再抽…').click();
  await office.fill('[name=reason]', '经办人休假');
  await office.getByRole('button', { name: '换一个单位再抽' }).click();
  assert.match(await main(office), /为什么换\s*经办人休假/);
  assert.notEqual(await drawn(), first);
  const asks = await device(chrome, demo.base, { width: 1280 });
  await signIn(asks, await drawn());
  assert.match(await main(asks), /抽签抽到您的单位回访/);
  await asks.goto(record);
  await asks.getByRole('link', { name: /第\d+号/ }).first().click();
  assert.match(await main(asks), /自来水管冻裂/);
  await asks.goto(`/checks?at=${record.split('/').pop()}`);
  await asks.fill('[name=confirmed_by]', '户主的儿子');
  await asks.locator('[name=how][value=phone]').check();
  await asks.locator('button[value=approve]').first().click();
  await asks.waitForLoadState();
  assert.equal(await value(stranger), '66');
  await stranger.goto(`${FIGURE}/records`);
  await stranger.locator(`a[href^="${record}"]`).first().click();
  assert.match(await main(stranger), /困难诉求[\s\S]*提出[\s\S]*接手/);
  assert.doesNotMatch(await main(stranger), /自来水管冻裂|崔根旺/);
  await owner.goto(need);
  assert.match(await main(owner), /经回访确认/);
});

test('a village is paired: proposed, changed by hand, handed over, without script', async () => {
  const clerk = await device(chrome, demo.base, { width: 390, js: false });
  await signIn(clerk, 'v110200-0');
  await clerk.goto('/pairs');
  assert.match(await main(clerk), /结对帮扶 · 马街村/);
  assert.deepEqual(await faultsOf(await (async () => { const page = await device(chrome, demo.base, { width: 390 }); await signIn(page, 'v110200-0'); await page.goto('/pairs'); return page; })()), []);
  const first = clerk.locator('select[name^=with_]').first(), was = await first.inputValue();
  const other = await first.locator('option').evaluateAll((all, now) => all.map(option => option.value).find(value => value !== now), was);
  await first.selectOption(other);
  await clerk.getByRole('button', { name: '改好了，再算其余的' }).click();
  assert.equal(await clerk.locator('select[name^=with_]').first().inputValue(), other);
  await clerk.getByRole('button', { name: '确定，办理交接' }).click();
  assert.match(await main(clerk), /已经交接[\s\S]*看得到台账/);
});

test('the log is sound after all of it', () => assert.match(demo.verify(), /sound/));
