// The first five minutes: the demonstration with a door for a phone and a school beside it, and the tour's cards one after the other.
import assert from 'node:assert/strict';
import https from 'node:https';
import net from 'node:net';
import { after, before, test } from 'node:test';
import { browser, device, faultsOf, start } from './demo.mjs';

const freePort = () => new Promise(done => { const server = net.createServer().listen(0, '127.0.0.1', () => { const { port } = server.address(); server.close(() => done(port)); }); });

let demo, chrome, phone, school;
before(async () => {
  [phone, school] = [await freePort(), await freePort()];
  const args = ['demo', '--small', '--phone', `127.0.0.1:${phone}`, '--school', `127.0.0.1:${school}`];
  [demo, chrome] = await Promise.all([start(args), browser()]);
});
after(async () => { await chrome.close(); await demo.stop(); });

const card = (page, words) => page.locator('.tour > li', { hasText: words });
const go = async (page, words) => {
  await page.goto('/tour');
  await card(page, words).locator('.btn').click();
};

test('the terminal says where, for a phone, whose people, who to be and how to stop', () => {
  const lines = demo.said().split('\n').filter(line => line.trim() && !/[█▀▄]/.test(line));
  assert.equal(lines.length, 5, demo.said());
  assert.match(lines[0], /^http:\/\/127\.0\.0\.1:\d+ .*\/tour$/);
  assert.match(lines[1], new RegExp(`^https://127\\.0\\.0\\.1:${phone} `));
  assert.match(lines[3], /zhangxiaomei.*liguohua.*spring2017/);
});

test('each card is one click: a deed is recorded, approved, counted, named by the draft', async () => {
  const page = await device(chrome, demo.base);
  await page.goto('/');
  await page.locator('.demo a').click();
  assert.equal(await page.locator('.tour > li').count(), 8);
  assert.deepEqual(await faultsOf(page), []);
  await go(page, '一直看到其中一件');
  assert.equal((await page.locator('h1').innerText()).trim(), '65件');
  await page.locator('#records .deed a').first().click();
  assert.match(page.url(), /\/deeds\//);

  await go(page, '看公开的数变了');
  const before = Number(await page.locator('h1 .figure').innerText());
  await go(page, '用手机记一件实事');
  await page.fill('[name=quantity]', '1.5');
  await page.locator('.bar button').click();
  await page.waitForURL('**/received');
  const number = (await page.locator('[data-position]').first().innerText()).trim();
  await go(page, '做单位经办人');
  await page.locator('[data-row]').last().click();
  await page.waitForURL('**/checks?at=*');
  assert.match(await page.locator('#detail').innerText(), /1\.5立方米/);
  await page.locator('button[value=approve]').click();
  await page.waitForURL('**/checks?done=approve*');
  await go(page, '看公开的数变了');
  assert.equal(Number(await page.locator('h1 .figure').innerText()), before + 1.5, number);
  await go(page, '看简报草稿');
  assert.match(await page.locator('#moved').innerText(), /清一片垃圾/);
  assert.deepEqual(page.faults, []);
});

test('a figure is verified, the tampering is told, the school is one click away', async () => {
  const page = await device(chrome, demo.base);
  await go(page, '在自己的浏览器里验真');
  await page.waitForFunction(() => /^(ok|part)$/.test(document.getElementById('check').dataset.grade));
  await page.goto('/tour');
  assert.match(await card(page, '点出来').innerText(), /make demo-tamper/);
  await card(page, '学校').locator('.btn').click();
  assert.match(page.url(), new RegExp(`:${school}/`));
  assert.match(await page.locator('main').innerText(), /good|spring/i);
  assert.equal(await page.locator('html').getAttribute('lang'), 'en');
  await page.locator('.demo a').click();
  assert.match(await page.locator('main').innerText(), /Go on as Tom Reed/);
  assert.doesNotMatch(await page.locator('main').innerText(), /[\u4e00-\u9fff]/);
  await card(page, 'Open a figure in the bulletin').locator('.btn').click();
  assert.match(page.url(), /\/bulletins\/b-\w+\/figures\/\d+/, 'the school has a bulletin of its own');
});

test('a phone comes in over HTTPS, with cookies that go nowhere else', async () => {
  const reply = await new Promise((done, failed) => {
    const request = https.request({ host: '127.0.0.1', port: phone, path: '/tour/zhangxiaomei', method: 'POST', rejectUnauthorized: false, headers: { 'sec-fetch-site': 'same-origin' } }, done);
    request.on('error', failed).end();
  });
  assert.equal(reply.statusCode, 303);
  assert.match(reply.headers['set-cookie'][0], /; Secure/);
  const { valid_to: until, subjectaltname: names } = reply.socket.getPeerCertificate();
  assert.ok(new Date(until) > new Date() && /127\.0\.0\.1/.test(names), `${until} ${names}`);
  reply.resume();
  const context = await chrome.newContext({ ignoreHTTPSErrors: true, viewport: { width: 390, height: 800 }, locale: 'zh-CN' });
  const page = await context.newPage();
  await page.goto(`https://127.0.0.1:${phone}/`);
  assert.ok(await page.evaluate(() => isSecureContext));
  assert.match(await page.locator('main').innerText(), /泽州/);
});
