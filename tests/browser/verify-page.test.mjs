// 验真 in a browser: what a reader sees of a sound figure, of one whose row was changed past the program, of a file, without script.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { execFileSync } from 'node:child_process';
import { after, before, test } from 'node:test';
import { browser, device, faultsOf, start } from './demo.mjs';
import { LITTER } from './pages.mjs';

const SOUND = `/verify?q=${LITTER.replace('/figures/', '')}`;
const says = async (page, box = '#check') => {
  await page.waitForFunction(at => { const seen = document.querySelector(at); return seen && !seen.hidden && !seen.querySelector('progress:not([hidden])') && seen.dataset.grade; }, box);
  return [await page.locator(box).getAttribute('data-grade'), (await page.locator(`${box} .says`).innerText()).trim()];
};

let demo, chrome;
before(async () => { [demo, chrome] = await Promise.all([start(), browser()]); });
after(async () => { await chrome.close(); await demo.stop(); });

test('a figure opens to its check, which says in one sentence that all is well', async () => {
  const phone = await device(chrome, demo.base, { width: 360 });
  await phone.goto(LITTER);
  await phone.locator('main a', { hasText: '验真' }).click();
  const [grade, sentence] = await says(phone);
  assert.equal(grade, 'ok', sentence);
  assert.match(sentence, /^✓ 核对无误：\d+条记录都在签了名的存证里，加起来正好是这个数。$/);
  await phone.locator('summary', { hasText: '怎么核对的' }).click();
  assert.equal(await phone.locator('[data-step][data-grade=ok]').count(), await phone.locator('[data-step]').count());
  assert.deepEqual([await faultsOf(phone), phone.faults], [[], []]);
});

test('a printed number is enough, and the figure is checked as it was frozen', async () => {
  const phone = await device(chrome, demo.base, { width: 390 });
  await phone.goto('/verify');
  await phone.fill('[name=q]', '9');
  await phone.locator('main form button').click();
  const notes = phone.locator('main .list a[href^="/verify"]');
  assert.ok(await notes.count() > 5);
  await notes.first().click();
  const [grade, sentence] = await says(phone);
  assert.ok(['ok', 'part'].includes(grade), sentence);
  const fingerprint = await phone.locator('[data-fingerprint]').innerText();
  assert.match(fingerprint, /^([0-9a-f]{4}-){7}[0-9a-f]{4}$/);
  await phone.goto('/bulletins');
  await phone.locator('main a[href^="/bulletins/"]').first().click();
  await phone.emulateMedia({ media: 'print' });
  const print = phone.locator('.scan');
  assert.ok(await print.isVisible() && (await print.innerText()).includes(fingerprint), 'the print says the same key');
  assert.match(await print.locator('svg').getAttribute('aria-label'), /\/verify\?q=/);
  assert.deepEqual(phone.faults, []);
});

test('over plain HTTP, without WebCrypto, the answer is the same', async () => {
  const phone = await device(chrome, demo.base);
  await phone.addInitScript(() => Object.defineProperty(window, 'crypto', { value: {} }));
  await phone.goto(SOUND);
  assert.equal(await phone.evaluate(() => crypto.subtle), undefined);
  const [grade, sentence] = await says(phone);
  assert.equal(grade, 'ok', sentence);
});

test('without script the page says what the server says, and that nobody checked it', async () => {
  const phone = await device(chrome, demo.base, { js: false });
  await phone.goto(SOUND);
  const said = await phone.locator('main').innerText();
  for (const part of [/浏览器没有运行脚本/, /立方米/, /审核通过/, /已存证/, /密钥指纹/]) assert.match(said, part);
  assert.ok(await phone.locator('#check').isHidden() && await phone.locator('#from-file').isHidden());
});

test('a saved proof is checked from its file, and one that was changed is refused', async () => {
  const desk = await device(chrome, demo.base, { width: 1280 });
  const file = path.join(os.tmpdir(), `chunman-proof-${process.pid}.json`);
  const saved = async () => {
    const [download] = await Promise.all([desk.waitForEvent('download'), desk.locator('[data-save]').click()]);
    await download.saveAs(file);
    await desk.goto('/verify');
    await desk.setInputFiles('#proof-file', file);
    return says(desk, '#file-check');
  };
  // A printed sum is bound to its list: the file alone proves it, and not another township's number.
  for (let n = 1, grade; grade !== 'ok'; n += 1) {
    await desk.goto(`/verify?q=9/${n}`);
    [grade] = await says(desk);
  }
  const printed = await saved();
  assert.equal(printed[0], 'ok', printed[1]);
  assert.match(await desk.locator('[data-about]').getAttribute('href'), /q=b-[0-9a-f]+%2F\d+/);
  const other = JSON.parse(fs.readFileSync(file, 'utf8'));
  other.forEach(page => { page.figure = page.figure.replace(/\.\d{8}-/, '.20170201-'); });
  fs.writeFileSync(file, JSON.stringify(other));
  await desk.evaluate(() => document.getElementById('proof-file').onclick());
  await desk.setInputFiles('#proof-file', file);
  assert.match((await says(desk, '#file-check'))[1], /清单被改动过/);
  // Any other says of itself which records it has.
  await desk.goto(SOUND);
  await says(desk);
  const live = await saved();
  assert.equal(live[0], 'part');
  assert.match(live[1], /只凭文件看不出来/);
  const pages = JSON.parse(fs.readFileSync(file, 'utf8'));
  pages[0].records[2].leaf = pages[0].records[2].leaf.replace(/^field quantity .*$/m, 'field quantity 999000');
  fs.writeFileSync(file, JSON.stringify(pages));
  // Choosing the same file again begins with a click.
  await desk.evaluate(() => document.getElementById('proof-file').onclick());
  await desk.setInputFiles('#proof-file', file);
  const [grade, sentence] = await says(desk, '#file-check');
  assert.equal(grade, 'bad');
  assert.match(sentence, /^✗ 不可信：第\d+号记录被改动过/);
  fs.writeFileSync(file, 'not a proof');
  await desk.evaluate(() => document.getElementById('proof-file').onclick());
  await desk.setInputFiles('#proof-file', file);
  assert.match((await says(desk, '#file-check'))[1], /不是完整的证明/);
  fs.rmSync(file);
  assert.deepEqual(desk.faults, []);
});

test('a long check is stopped', async () => {
  const phone = await device(chrome, demo.base);
  // The second page of the proof never comes before the button is pressed.
  let release;
  const held = new Promise(done => { release = done; });
  await phone.route('**/proof?after=*', async route => { await held; await route.continue(); });
  await phone.goto(SOUND.replace('sum.litter', 'deeds.good-deeds'));
  await phone.locator('[data-stop]').click();
  release();
  const [grade, sentence] = await says(phone);
  assert.equal(grade, 'part');
  assert.match(sentence, /已经停止，看了\d+条记录/);
  assert.ok(await phone.locator('[data-again]').isVisible());
});

test('a row changed past the program is named, as make demo-tamper changes it', async () => {
  const changed = execFileSync(path.resolve(import.meta.dirname, '../../target/debug/examples/tamper'), [demo.data]).toString();
  const [, id, number] = changed.match(/^deeds\/(\S+) \(no\. (\d+),/);
  for (const [locale, wanted] of [['zh-CN', `第${number}号记录现在的内容与存证的不一样`], ['zh-TW', `第${number}號記錄現在的內容與存證的不一樣`], ['en', 'is not what was sealed']]) {
    const phone = await device(chrome, demo.base, { locale });
    await phone.goto(SOUND);
    const [grade, sentence] = await says(phone);
    assert.deepEqual([grade, sentence.includes(wanted)], ['bad', true], sentence);
    assert.equal(await phone.locator('#check [data-at]').getAttribute('href'), `/deeds/${id}`);
    assert.equal(await phone.locator('[data-step][data-grade=bad]').count(), 1);
  }
});
