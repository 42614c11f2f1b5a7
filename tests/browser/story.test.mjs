// The whole line: record on a phone, approve at a desk, the public figure moves and opens to that record, verify passes.
import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { after, before, test } from 'node:test';
import { browser, device, faultsOf, signIn, start } from './demo.mjs';
import { LITTER, sets } from './pages.mjs';

let demo, chrome;
before(async () => { [demo, chrome] = await Promise.all([start(), browser()]); });
after(async () => { await chrome.close(); await demo.stop(); });

const value = async page => { await page.goto(LITTER); return Number(await page.locator('h1 .figure').innerText()); };

test('a deed recorded on a phone is approved at a desk and moves the public figure, which opens to it', async () => {
  const citizen = await device(chrome, demo.base, { js: false });
  const before = await value(citizen);

  const phone = await device(chrome, demo.base, { width: 390 });
  await signIn(phone, 'zhangxiaomei');
  await phone.goto('/mine');
  await phone.locator('a', { hasText: '清一片垃圾' }).first().click();
  await phone.locator('[data-plus]').click();
  await phone.locator('[data-plus]').click();
  await phone.fill('[name=quantity]', '1.5');
  await phone.locator('.bar button').click();
  await phone.waitForURL('**/received');
  const number = (await phone.locator('[data-position]').first().innerText()).trim();
  assert.match(number, /第\d+号/);
  assert.equal(await value(citizen), before, 'nothing counts before it is approved');

  const desk = await device(chrome, demo.base, { width: 1280 });
  await signIn(desk, 'liguohua');
  await desk.goto('/checks');
  await desk.locator('[data-row]', { hasText: '张晓梅' }).last().click();
  await desk.waitForURL('**/checks?at=*');
  assert.match(await desk.locator('#detail').innerText(), /1\.5立方米/);
  await desk.locator('button[value=approve]').click();
  await desk.waitForURL('**/checks?done=approve*');

  assert.equal(await value(citizen), before + 1.5);
  await citizen.goto('/figures/sum.litter.140525106.20170331-20170331.verified/records');
  const row = citizen.locator('main tbody tr', { hasText: number });
  assert.equal(await row.count(), 1, 'the figure opens to that record');
  assert.doesNotMatch(await citizen.locator('main').innerText(), /张晓梅/, 'strangers see no name');
  await row.locator('a').first().click();
  assert.match(await citizen.locator('main').innerText(), /审核通过/);
  assert.equal((await citizen.context().cookies()).length, 0, 'public pages set no cookie');
  assert.deepEqual([...phone.faults, ...desk.faults], []);
});

test('a returned deed says why, is corrected and approved without JavaScript', async () => {
  const phone = await device(chrome, demo.base, { js: false });
  await signIn(phone, 'zhangxiaomei');
  await phone.goto('/capture/good-deed');
  await phone.locator('.bar button').click();
  await phone.waitForURL('**/received');
  const id = phone.url().match(/deeds\/([^/]+)\//)[1];
  const desk = await device(chrome, demo.base, { width: 1280, js: false });
  await signIn(desk, 'liguohua');
  await desk.goto(`/checks?at=${id}`);
  await desk.locator('#detail summary').first().click();
  await desk.locator('#detail input[name=reason]').first().check();
  await desk.locator('button[value=return]').click();
  await phone.goto('/todo');
  assert.match(await phone.locator('main').innerText(), /请补充在哪里做的/);
  await phone.goto(`/deeds/${id}/correction`);
  await phone.locator('summary').first().click();
  if (!(await phone.locator('[name=place]').isVisible())) await phone.locator('summary').first().click();
  await phone.fill('[name=place]', '村口');
  await phone.locator('.bar button').click();
  await phone.waitForURL(`**/deeds/${id}`);
  await desk.goto(`/checks?at=${id}`);
  await desk.locator('button[value=approve]').click();
  await phone.goto(`/deeds/${id}`);
  assert.match(await phone.locator('main').innerText(), /村口/);
  assert.match(await phone.locator('main').innerText(), /审核通过/);
});

test('bad input is answered beside its field and keeps what was typed', async () => {
  const phone = await device(chrome, demo.base, { js: false });
  await signIn(phone, 'zhangxiaomei');
  for (const [quantity, says] of [['-3', /只填数字/], ['9999', /30/]]) {
    await phone.goto('/capture/litter');
    await phone.fill('[name=quantity]', quantity);
    await phone.locator('.bar button').click();
    assert.equal(await phone.inputValue('[name=quantity]'), quantity);
    assert.match(await phone.locator('main').innerText(), says);
  }
});

test('the queue works from the keyboard', async () => {
  const desk = await device(chrome, demo.base, { width: 1280 });
  await signIn(desk, 'z0100');
  await desk.goto('/checks');
  const rows = await desk.locator('[data-row]').count();
  assert.ok(rows > 0);
  await desk.keyboard.press('j');
  await desk.waitForURL('**/checks?at=*');
  await desk.locator('[data-queue][data-armed]').waitFor();
  await desk.keyboard.press(' ');
  await desk.waitForURL('**/checks?done=approve*');
  assert.deepEqual(desk.faults, []);
});

for (const [width, dark] of [[360, false], [390, true], [1280, false]]) {
  test(`axe finds nothing serious on any page and nothing is wider than the screen at ${width} px${dark ? ', dark' : ''}`, async () => {
    const wrong = [];
    for (const [person, pages] of sets) {
      const page = await device(chrome, demo.base, { width, dark });
      if (person) await signIn(page, person);
      for (const at of Object.values(pages)) {
        await page.goto(at);
        // What is folded is looked at as well.
        await page.evaluate(() => document.querySelectorAll('details').forEach(fold => { fold.open = true; }));
        wrong.push(...(await faultsOf(page)).map(f => `${person} ${at} ${f}`));
        if (await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)) wrong.push(`${person} ${at} is wider than ${width} px`);
      }
      wrong.push(...page.faults);
      await page.context().close();
    }
    assert.deepEqual(wrong, []);
  });
}

test('a page is copied as a paragraph with its figures, its day and its address', async () => {
  const phone = await device(chrome, demo.base);
  await phone.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await phone.goto(LITTER);
  await phone.locator('summary', { hasText: '复制成一段话' }).click();
  await phone.locator('[data-copy]').click();
  await phone.locator('[data-copy]', { hasText: '已复制' }).waitFor();
  const told = await phone.evaluate(() => navigator.clipboard.readText());
  assert.match(told, /泽州县.*清一片垃圾.*审核通过/);
  assert.match(told, /立方米[\s\S]*截至2017年3月31日[\s\S]*\/figures\/sum\.litter/);
  const plain = await device(chrome, demo.base, { js: false });
  await plain.goto(LITTER);
  assert.equal(await plain.locator('#paragraph').inputValue(), told, 'without script it is marked by hand');
  assert.ok(await plain.locator('[data-copy]').isHidden());
});

test('every page speaks every language, and public ones weigh at most 14 KB with style and script', async () => {
  const weigh = async at => {
    const response = await fetch(demo.base + at, { headers: { 'accept-encoding': 'gzip' } });
    const html = await response.text();
    return [html, gzipSync(html).length, response];
  };
  for (const lang of ['zh-Hans', 'zh-Hant', 'en']) {
    for (const at of Object.values(sets[0][1])) {
      const [html, own, response] = await weigh(`${at}${at.includes('?') ? '&' : '?'}lang=${lang}`);
      assert.match(html, new RegExp(`<html lang="${lang}"`), at);
      assert.equal(response.headers.get('set-cookie'), null);
      let all = own;
      for (const load of html.match(/(?<= (?:href|src)=")\/assets\/[^"]+\.(css|js)/g)) all += (await weigh(load))[1];
      assert.ok(all <= 14 * 1024, `${at} ${lang}: ${all} bytes, ${own} of its own`);
    }
  }
});

test('the log is sound after all of it', () => {
  assert.match(demo.verify(), /sound/);
});
