// How long the recording form is worked on: counted while somebody types, kept when the browser is killed, sent with the form; the office's page.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { browser, device, faultsOf, signIn, start } from './demo.mjs';

let demo, chrome;
before(async () => { [demo, chrome] = await Promise.all([start(), browser()]); });
after(async () => { await chrome.close(); await demo.stop(); });

const asked = async page => {
  const [drawn, seconds, fields] = (await page.locator('form.capture [data-asked]').inputValue()).split('~');
  return [drawn[0], Number(seconds), Number(fields)];
};

test('seconds of work and fields by hand are counted, pauses are not', async () => {
  const phone = await device(chrome, demo.base, { width: 390 });
  await signIn(phone, 'zhangxiaomei');
  await phone.clock.install();
  await phone.goto('/capture/litter');
  await phone.waitForSelector('form[data-ready]');
  assert.deepEqual(await asked(phone), ['t', 0, 0], 'nobody has touched it');
  await phone.clock.fastForward(5000);
  await phone.locator('[name=quantity]').pressSequentially('12');
  assert.deepEqual(await asked(phone), ['s', 5, 1]);
  await phone.clock.fastForward(20 * 60 * 1000);
  await phone.locator('[data-plus]').click();
  assert.deepEqual(await asked(phone), ['s', 5, 1], 'a pause, and the same field');
  await phone.clock.fastForward(10000);
  await phone.locator('summary', { hasText: '哪天、在哪' }).click();
  await phone.fill('[name=place]', '村口');
  assert.deepEqual(await asked(phone), ['s', 15, 2]);
  await phone.clock.resume();
  await phone.waitForFunction(() => Number(document.querySelector('form.capture').dataset.kept) > 0);
  await phone.reload();
  await phone.waitForSelector('form[data-ready]');
  assert.deepEqual((await asked(phone)).slice(0, 1), ['s'], 'what was counted comes back with what was typed');
  assert.ok((await asked(phone))[1] >= 15);
  await phone.locator('.bar button').click();
  await phone.waitForURL('**/received');
  assert.deepEqual(phone.faults, []);
});

test('the office reads it of all people together', async () => {
  const desk = await device(chrome, demo.base, { width: 390 });
  await signIn(desk, 'zhaoming');
  await desk.locator('main a', { hasText: '基层负担' }).click();
  await desk.waitForURL('**/time-asked');
  const said = await desk.locator('main').innerText();
  assert.ok(/每人[0-9.]+分钟，填[0-9.]+项（共[0-9]+人）/.test(said) && !said.includes('张晓梅'), said);
  assert.deepEqual([await faultsOf(desk), desk.faults], [[], []]);
});
