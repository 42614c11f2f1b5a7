// A record that is being written outlives the browser: killed at the camera, the page has every letter and the photo again.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { chromium } from 'playwright-core';
import { browser, device, signIn, start } from './demo.mjs';

// KILLS=100 node --test draft.test.mjs
const KILLS = Number(process.env.KILLS ?? 5);
// The smallest picture there is.
const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');

let demo, home, context, chrome;
before(async () => { [demo, chrome] = await Promise.all([start(), browser()]); home = fs.mkdtempSync(path.join(os.tmpdir(), 'chunman-phone-')); });
after(async () => {
  await context?.close().catch(() => { /* it was killed */ });
  await chrome.close();
  await demo.stop();
  fs.rmSync(home, { recursive: true, force: true });
});

// The same phone once more, with what is on its disk.
async function phone(cookies) {
  fs.rmSync(path.join(home, 'SingletonLock'), { force: true });
  context = await chromium.launchPersistentContext(home, {
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', baseURL: demo.base, viewport: { width: 390, height: 800 }, locale: 'zh-CN',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
  // A browser writes cookies down when it finds the time; a phone that was signed in for weeks has them.
  if (cookies) await context.addCookies(cookies);
  return context.pages()[0] ?? await context.newPage();
}

const kill = async () => {
  const gone = new Promise(done => context.on('close', done));
  execFileSync('pkill', ['-9', '-f', home]);
  await gone;
};

test(`a browser killed at the camera ${KILLS} times loses no letter`, async () => {
  let page = await phone();
  await signIn(page, 'zhangxiaomei');
  const cookies = await context.cookies();
  let typed = '';
  for (let n = 0; n < KILLS; n++) {
    await page.goto('/capture/litter');
    await page.locator('form[data-ready]').waitFor();
    if (typed) {
      assert.equal(await page.inputValue('[name=words]'), typed, `after ${n} kills`);
      assert.equal(await page.inputValue('[name=quantity]'), '1.5');
      assert.ok(await page.locator('[data-restored]').isVisible(), 'it says that it is the one from before');
      assert.ok(await page.locator('[name=words]').isVisible(), 'what holds something is not folded away');
    } else {
      await page.fill('[name=quantity]', '1.5');
      await page.locator('summary').last().click();
    }
    const more = `第${n + 1}次，`;
    await page.locator('[name=words]').press('End');
    await page.locator('[name=words]').pressSequentially(more);
    typed += more;
    const camera = page.waitForEvent('filechooser');
    await page.locator('[name=file]').click();
    await camera;
    await kill();
    page = await phone(cookies);
  }
  await page.goto('/capture/litter');
  await page.locator('form[data-ready]').waitFor();
  assert.equal(await page.inputValue('[name=words]'), typed);
  // Sent once, it is kept no longer.
  await page.locator('.bar button').click();
  await page.waitForURL('**/received');
  await page.locator('[data-dropped]').waitFor();
  await page.goto('/capture/litter');
  await page.locator('form[data-ready]').waitFor();
  assert.equal(await page.inputValue('[name=words]'), '');
  assert.ok(!await page.locator('[data-restored]').isVisible());
});

test('a photo is made smaller on the phone, kept with what was typed, and sent', async () => {
  const page = await device(chrome, demo.base, { width: 390 });
  await signIn(page, 'zhangxiaomei');
  await page.goto('/capture/litter');
  await page.locator('form[data-ready]').waitFor();
  await page.fill('[name=quantity]', '2');
  await page.locator('summary').last().click();
  // A photograph as a phone takes it: 4000 by 3000, drawn here.
  const large = await page.evaluate(() => new Promise(done => {
    const paper = document.createElement('canvas');
    [paper.width, paper.height] = [4000, 3000];
    const pen = paper.getContext('2d');
    for (let n = 0; n < 3000; n++) { pen.fillStyle = `hsl(${n * 37 % 360} 60% 50%)`; pen.fillRect(n * 97 % 4000, n * 61 % 3000, 90, 70); }
    paper.toBlob(blob => blob.arrayBuffer().then(all => done(Array.from(new Uint8Array(all)))), 'image/jpeg', 0.95);
  }));
  await page.setInputFiles('[name=file]', { name: 'IMG_2017.jpg', mimeType: 'image/jpeg', buffer: Buffer.from(large) });
  await page.waitForFunction(() => document.querySelector('[name=file]').files[0]?.name === 'photo.jpg' && document.querySelector('form[data-draft]').dataset.kept);
  const size = () => page.evaluate(() => createImageBitmap(document.querySelector('[name=file]').files[0]).then(p => [p.width, p.height]));
  assert.deepEqual(await size(), [1600, 1200]);
  await page.waitForFunction(() => new Promise(done => {
    const asked = indexedDB.open('drafts', 1);
    asked.onsuccess = () => { const all = asked.result.transaction('drafts').objectStore('drafts').getAll(); all.onsuccess = () => { asked.result.close(); done(all.result.some(d => d.file)); }; };
  }));
  await page.reload();
  await page.locator('form[data-ready]').waitFor();
  assert.deepEqual(await size(), [1600, 1200], 'it is there again');
  await page.locator('.bar button').click();
  await page.waitForURL('**/received');
  await page.locator('a', { hasText: '看这条记录' }).click();
  assert.match(await page.locator('main').innerText(), /佐证材料/);
  assert.deepEqual(page.faults, []);
  // What no picture is goes through as it is, and the server says so.
  await page.goto('/capture/litter');
  await page.locator('form[data-ready]').waitFor();
  await page.fill('[name=quantity]', '2');
  await page.locator('summary').last().click();
  await page.setInputFiles('[name=file]', { name: 'photo.png', mimeType: 'image/png', buffer: PNG.subarray(1) });
  await page.waitForFunction(() => document.querySelector('form[data-draft]').dataset.kept);
  await page.locator('.bar button').click();
  await page.locator('[role=alert]').first().waitFor();
  assert.equal(await page.inputValue('[name=quantity]'), '2');
});
