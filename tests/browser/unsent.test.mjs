// A phone without a network: pages open, records wait on its disk, and each of them is at the server once, whatever happens on the way.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import zlib from 'node:zlib';
import { browser, device, faultsOf, signIn, start } from './demo.mjs';
import { badNetwork } from './network.mjs';

// RECORDS=500 node --test unsent.test.mjs
const RECORDS = Number(process.env.RECORDS ?? 12);
const CYCLES = 5, KILLS = 3;

let demo, chrome;
before(async () => { [demo, chrome] = await Promise.all([start(), browser()]); });
after(async () => { await chrome.close(); await demo.stop(); });

// A picture of its own for each record.
function picture(n) {
  const side = 48, rows = Buffer.alloc(side * (side * 3 + 1));
  let noise = n + 1;
  for (let at = 0; at < rows.length; at++) { noise = (Math.imul(noise, 1103515245) + 12345) >>> 0; rows[at] = at % (side * 3 + 1) ? noise >>> 24 : 0; }
  const chunk = (name, body) => {
    const all = Buffer.concat([Buffer.from(name), body]), long = Buffer.alloc(4), sum = Buffer.alloc(4);
    long.writeUInt32BE(body.length);
    sum.writeUInt32BE(zlib.crc32 ? zlib.crc32(all) : crc(all));
    return Buffer.concat([long, all, sum]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(side, 0); head.writeUInt32BE(side, 4); head.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]), chunk('IHDR', head), chunk('IDAT', zlib.deflateSync(rows)), chunk('IEND', Buffer.alloc(0))]);
}
function crc(bytes) {
  let sum = ~0;
  for (const byte of bytes) { sum ^= byte; for (let n = 0; n < 8; n++) sum = sum & 1 ? (sum >>> 1) ^ 0xedb88320 : sum >>> 1; }
  return ~sum >>> 0;
}

const waiting = page => page.evaluate(() => Number(document.querySelector('[data-unsent]').dataset.left ?? -1));
// The page has looked into the queue: what it says of it is so.
const told = page => page.waitForFunction(() => document.querySelector('[data-unsent]')?.dataset.left !== undefined);
const installed = async page => {
  await page.goto('/mine');
  await page.waitForFunction(async () => {
    const pages = await caches.open('pages');
    return (await Promise.all(['/mine', '/unsent', '/capture/litter'].map(path => pages.match(path)))).every(page => page);
  });
  // One round through them, as on any day: from here on they are the worker's.
  await page.goto('/capture/litter');
  await page.locator('form[data-ready]').waitFor();
  await page.goto('/mine');
};
async function write(page, words, { photo } = {}) {
  await page.goto('/capture/litter');
  await page.locator('form[data-ready]').waitFor();
  await page.fill('[name=quantity]', '1.5');
  await page.locator('summary').last().click();
  await page.fill('[name=words]', words);
  if (photo) {
    await page.setInputFiles('[name=file]', { name: 'photo.png', mimeType: 'image/png', buffer: photo });
    await page.waitForFunction(() => document.querySelector('[name=file]').files[0]?.name === 'photo.jpg');
  }
  await page.locator('.bar button').click();
  await page.waitForURL(/\/(unsent|received)/);
  await told(page);
}
// What the server has of this person, by their words.
const received = async page => (await page.evaluate(() => fetch('/mine.csv').then(file => file.text()))).split('\r\n').map(line => /([甲乙]\d+)/.exec(line)?.[1]).filter(Boolean).sort();

test('without a network pages open and a record waits; with one it goes by itself', async t => {
  const network = await badNetwork(demo, 1);
  t.after(() => network.stop());
  const page = await device(chrome, network.base, { width: 390 });
  await signIn(page, 'zhangxiaomei');
  await installed(page);
  await network.offline(page.context(), true);
  await page.goto('/mine');
  assert.match(await page.locator('main').innerText(), /没有网络，或者太慢。这是先前存下的页面/);
  await write(page, '在村口清了一车。甲1');
  assert.match(page.url(), /\/unsent$/);
  // A new page may try to send before the browser knows that there is no network.
  await page.locator('header [data-unsent]', { hasText: /^未上传$/ }).waitFor();
  await page.locator('[data-unsent-list] li', { hasText: '未上传' }).first().waitFor();
  assert.match(await page.locator('[data-unsent-list] li').first().innerText(), /清一片垃圾\s+未上传\s+1\.5立方米 · 3月31日/);
  assert.deepEqual(await faultsOf(page), []);
  // A second one from the same kept page is another record.
  await write(page, '又清了一车。甲2');
  await page.locator('[data-unsent-list] li').nth(1).waitFor();
  assert.equal(await page.locator('[data-unsent-list] li').count(), 2);
  // What nobody kept says so, and what was sent there was not.
  await page.goto('/bulletins');
  assert.match(await page.locator('main').innerText(), /没有网络，您要打开的页面没有存在手机上/);
  // Asked to send now it says why it cannot.
  await page.locator('[data-now]').click();
  await page.locator('[data-why]', { hasText: '现在没有网络' }).waitFor();
  await network.offline(page.context(), false);
  await page.goto('/unsent');
  await page.locator('[data-unsent-list] .ok').nth(1).waitFor();
  assert.match(await page.locator('[data-unsent-list] li').first().innerText(), /已收到 第\d+号/);
  await page.waitForFunction(() => document.querySelector('[data-unsent]').dataset.left === '0');
  assert.ok(!await page.locator('header [data-unsent]').isVisible());
  assert.deepEqual(await received(page), ['甲1', '甲2']);
  // With a network a record is received at once, on its own page, as without script.
  await write(page, '有网络时。甲3');
  assert.match(page.url(), /\/deeds\/[\w-]+\/received$/);
  assert.match(await page.locator('main').innerText(), /已收到 第\d+号/);
  // Its page tells between when it was made: the phone's own clock says nothing.
  await page.goto(new URL(page.url()).pathname.replace(/\/received$/, ''));
  assert.match(await page.locator('main').innerText(), /手机上记下的时间在2017年3月31日\d\d:\d\d之后，2017年3月31日\d\d:\d\d收到。/);
  // What cannot be taken comes back in the form, with what was typed.
  await page.goto('/capture/litter');
  await page.locator('form[data-ready]').waitFor();
  await page.fill('[name=quantity]', '0');
  await page.locator('.bar button').click();
  await page.locator('[role=alert]').first().waitFor();
  assert.equal(await page.inputValue('[name=quantity]'), '0');
  await told(page);
  assert.equal(await waiting(page), 0, 'it does not wait twice');
  assert.deepEqual(await received(page), ['甲1', '甲2', '甲3']);
  // Nothing of what this person saw stays after they left.
  await page.locator('.who form button').click();
  await page.waitForURL(url => url.pathname !== '/capture/litter' && url.pathname !== '/deeds');
  await page.waitForFunction(async () => (await caches.open('pages').then(pages => pages.keys())).length === 0);
});

test('where no worker is, as in WeChat on iOS, the page stays and takes the next record', async t => {
  const network = await badNetwork(demo, 1);
  t.after(() => network.stop());
  const page = await device(chrome, network.base, { width: 390 });
  await page.addInitScript(() => Object.defineProperty(navigator, 'serviceWorker', { value: undefined }));
  await signIn(page, 'zhangxiaomei');
  const before = (await page.goto('/mine'), await received(page));
  await page.goto('/capture/litter');
  await page.locator('form[data-ready]').waitFor();
  await network.offline(page.context(), true);
  for (const name of ['甲8', '甲9']) {
    await page.fill('[name=quantity]', '1.5');
    await page.locator('summary').last().click();
    await page.fill('[name=words]', `没有网络。${name}`);
    await page.locator('.bar button').click();
    await page.locator('[data-stays]').waitFor();
    await page.waitForFunction(() => document.querySelector('[name=quantity]').value === '' && !document.querySelector('.bar button').disabled);
    await page.locator('summary').last().click();
  }
  assert.match(await page.locator('main').innerText(), /已存在本机，还没有上传/);
  assert.equal(await waiting(page), 2);
  assert.deepEqual(await faultsOf(page), []);
  await network.offline(page.context(), false);
  await page.waitForFunction(() => document.querySelector('[data-unsent]').dataset.left === '0');
  assert.deepEqual((await received(page)).filter(name => !before.includes(name)), ['甲8', '甲9']);
});

test('what the queue cannot take is said at its field, and stays in the form', async t => {
  const network = await badNetwork(demo, 1);
  t.after(() => network.stop());
  const page = await device(chrome, network.base, { width: 390 });
  await signIn(page, 'zhangxiaomei');
  await installed(page);
  await network.offline(page.context(), true);
  await page.goto('/capture/litter');
  await page.locator('form[data-ready]').waitFor();
  const said = name => page.locator(`[name=${name}]`).evaluate(field => field.validationMessage);
  await page.fill('[name=quantity]', '99999');
  await page.locator('.bar button').click();
  assert.match(await said('quantity'), /一件最多\d+/);
  await page.fill('[name=quantity]', '1.5');
  assert.equal(await said('quantity'), '');
  await page.locator('summary').last().click();
  await page.setInputFiles('[name=file]', { name: 'photo.jpg.jpeg', mimeType: 'image/jpeg', buffer: Buffer.from('no picture at all') });
  await page.locator('summary').last().click();
  await page.locator('.bar button').click();
  assert.match(await said('file'), /这部手机读不了这张照片/);
  assert.ok(await page.locator('[name=file]').isVisible(), 'its fold is open');
  assert.match(page.url(), /\/capture\/litter$/);
  assert.equal(await waiting(page), 0);
  await page.setInputFiles('[name=file]', []);
  await page.locator('.bar button').click();
  await page.waitForURL(/\/unsent$/);
  await told(page);
  assert.equal(await waiting(page), 1);
  await network.offline(page.context(), false);
  await page.goto('/unsent');
  await page.waitForFunction(() => document.querySelector('[data-unsent]').dataset.left === '0');
});

test('going back to a page that came after a form sends nothing and does not say that it was lost', async t => {
  const network = await badNetwork(demo, 1);
  t.after(() => network.stop());
  const page = await device(chrome, network.base, { width: 390 });
  await signIn(page, 'liguohua');
  await installed(page);
  await page.goto('/paste');
  await page.fill('[name=text]', '张晓梅 清垃圾2方');
  await page.locator('main form button').first().click();
  await page.locator('#rows').waitFor();
  await page.goto('/todo');
  await page.goBack();
  const said = await page.locator('main').innerText();
  assert.ok(/浏览器没有留着它/.test(said) || await page.locator('#rows').count() === 1, said);
  assert.doesNotMatch(said, /没有送出去/);
});

test('what was refused is mended on the phone, and a queue that stays offline is brought in by the clerk', async t => {
  const network = await badNetwork(demo, 1);
  t.after(() => network.stop());
  const page = await device(chrome, network.base, { width: 390 });
  await signIn(page, 'zhangxiaomei');
  await installed(page);
  await network.offline(page.context(), true);
  await page.goto('/capture/litter');
  await page.locator('form[data-ready]').waitFor();
  await page.fill('[name=quantity]', '1.55');
  await page.locator('.bar button').click();
  await page.waitForURL(/\/unsent$/);
  await network.offline(page.context(), false);
  await page.goto('/unsent');
  const mend = page.locator('[data-part=mend]');
  await mend.waitFor();
  assert.match(await page.locator('[data-unsent-list] li').first().innerText(), /小数最多1位/);
  await mend.click();
  await page.waitForURL(/\/capture\/litter/);
  await page.locator('form[data-ready]').waitFor();
  assert.equal(await page.inputValue('[name=quantity]'), '1.55');
  await page.fill('[name=quantity]', '1.5');
  await page.locator('.bar button').click();
  await page.waitForURL(/\/received$/);
  await network.offline(page.context(), true);
  await write(page, '一直没有网络。乙1', { photo: picture(9001) });
  const file = page.waitForEvent('download');
  await page.locator('[data-take]').click();
  const taken = await (await file).path();
  const clerk = await device(chrome, demo.base, { width: 1280 });
  await signIn(clerk, 'liguohua');
  for (const said of [/已收到1件\s+以前已经收到0件/, /已收到0件\s+以前已经收到1件/]) {
    await clerk.goto('/unsent/bring-in');
    await clerk.setInputFiles('[name=file]', taken);
    await clerk.locator('main form button').click();
    await clerk.locator('[data-brought]').waitFor();
    assert.match(await clerk.locator('main').innerText(), said);
    assert.equal(await clerk.locator('main .feed a[href^="/deeds/"]').count(), 1, 'the record itself');
  }
  assert.deepEqual(await faultsOf(clerk), []);
  await network.offline(page.context(), false);
  await page.goto('/unsent');
  await page.waitForFunction(() => document.querySelector('[data-unsent]').dataset.left === '0');
  assert.deepEqual((await received(page)).filter(name => name === '乙1'), ['乙1'], 'the phone sends it as well, and it is one');
});

test(`${RECORDS} records with photos, ${CYCLES} times off and on, a tenth of all connections reset, ${KILLS} kills: each is there once`, async t => {
  const seed = Number(process.env.SEED ?? Date.now() % 1e6), network = await badNetwork(demo, seed);
  t.after(() => network.stop());
  console.log(`seed: SEED=${seed}`);
  let page = await device(chrome, network.base, { width: 390 });
  const context = page.context();
  await signIn(page, 'zhangxiaomei');
  await installed(page);
  const before = new Set(await received(page));
  await network.offline(context, true);
  const names = Array.from({ length: RECORDS }, (_, n) => `甲${1000 + n}`);
  for (const [n, name] of names.entries()) await write(page, `路边清了一车。${name}`, { photo: picture(n) });
  assert.equal(await waiting(page), RECORDS);
  const photos = await page.evaluate(() => new Promise(done => {
    const asked = indexedDB.open('unsent:zhangxiaomei');
    asked.onsuccess = () => { const keys = asked.result.transaction('photos').objectStore('photos').getAllKeys(); keys.onsuccess = () => { asked.result.close(); done(keys.result); }; };
  }));
  assert.equal(photos.length, RECORDS);
  network.bad(true);
  for (let cycle = 0; cycle < CYCLES; cycle++) {
    await network.offline(context, false);
    await page.goto('/unsent').catch(() => { /* this one was reset */ });
    // On until something went, or all did.
    await told(page).catch(() => { /* not this time */ });
    const had = await waiting(page).catch(() => RECORDS);
    await page.waitForFunction(had => Number(document.querySelector('[data-unsent]')?.dataset.left ?? had) < Math.max(1, had), had, { timeout: 30000 }).catch(() => { /* the next cycle */ });
    await network.offline(context, true);
    if (cycle < KILLS) { await page.close({ runBeforeUnload: false }); page = await context.newPage(); }
  }
  await network.offline(context, false);
  for (;;) {
    await page.goto('/unsent').catch(() => { /* this one was reset */ });
    if (await page.waitForFunction(() => document.querySelector('[data-unsent]')?.dataset.left === '0', undefined, { timeout: 15000 }).then(() => true, () => false)) break;
  }
  network.bad(false);
  assert.deepEqual((await received(page)).filter(name => !before.has(name)), names, 'all once, none lost, none twice');
  // Each with its photograph, and the log is sound.
  for (const name of photos) assert.ok(fs.existsSync(path.join(demo.data, 'blobs', name.slice(0, 2), name)), name);
  if (RECORDS >= 100) assert.ok(network.resets() > 0, 'the network was bad');
  assert.match(demo.verify(), /sound/);
});

test(`the text of ${RECORDS} records goes first over a line of 64 kbit/s, then their photographs`, async t => {
  const network = await badNetwork(demo, 1);
  t.after(() => network.stop());
  const page = await device(chrome, network.base, { width: 390 }), context = page.context();
  await signIn(page, 'zhangxiaomei');
  await installed(page);
  const before = new Set(await received(page));
  await network.offline(context, true);
  const names = Array.from({ length: RECORDS }, (_, n) => `乙${1000 + n}`);
  for (const [n, name] of names.entries()) await write(page, `河边清了一车。${name}`, { photo: picture(5000 + n) });
  network.slow(true);
  const began = performance.now(), own = async what => {
    const context = await chrome.newContext({ baseURL: demo.base });
    try { const other = await context.newPage(); await signIn(other, 'zhangxiaomei'); return await what(other); } finally { await context.close(); }
  };
  await network.offline(context, false);
  await page.goto('/unsent');
  // Seen from another computer, by a line of its own.
  const arrived = await own(async other => {
    for (;;) {
      const there = (await received(other)).filter(name => !before.has(name));
      if (there.length === RECORDS) return there;
      await new Promise(done => setTimeout(done, 250));
    }
  });
  console.log(`the text of ${RECORDS}: ${((performance.now() - began) / 1000).toFixed(1)} s at 64 kbit/s`);
  assert.deepEqual(arrived, names, 'the text of all of them');
  network.slow(false);
  await page.waitForFunction(() => document.querySelector('[data-unsent]').dataset.left === '0', undefined, { timeout: 600000 });
  assert.match(demo.verify(), /sound/);
});
