// The campaign office writes an issue at a desk with the keyboard, has it signed and publishes it; a reader opens a figure on a phone.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { browser, bytes, device, faultsOf, run, signIn, start } from './demo.mjs';

const look = path.resolve(import.meta.dirname, '../../target/look');
fs.mkdirSync(look, { recursive: true });
const LITTER = 'sum.litter.140525.20170301-20170331.verified';
const shot = (page, name) => page.screenshot({ path: path.join(look, `${name}.png`), fullPage: true });

test('an issue from the empty desk to a figure on a phone', async () => {
  const [demo, chrome] = await Promise.all([start(), browser()]);
  try {
    const desk = await device(chrome, demo.base, { width: 1280 });
    await signIn(desk, 'zhaoming');
    await desk.goto('/bulletins');
    await shot(desk, 'bulletins-1280');
    await desk.locator('main form button').first().click();
    await desk.waitForURL('**/edit');
    await desk.fill('[name=title]', '我县“六个一”活动圆满收官');
    await desk.fill('#text', '一、总体情况\n一个月来全县清理垃圾。\n活动成效显著，栽树上千棵。');
    // The cursor stands before the first full stop; the figure goes there.
    await desk.locator('#text').press('Control+Home');
    await desk.keyboard.press('ArrowDown');
    await desk.keyboard.press('End');
    await desk.keyboard.press('ArrowLeft');
    await desk.fill('[name=figure]', `${demo.base}/figures/${LITTER}`);
    await desk.locator('button[name=ask][value=typed]').press('Enter');
    await desk.waitForURL('**figure=**');
    const ways = await desk.locator('#ask .ways button').allTextContents();
    assert.ok(ways.length > 1, `more than one true wording: ${ways}`);
    await desk.locator('#text').evaluate(text => { const at = text.value.indexOf('垃圾') + 2; text.focus(); text.setSelectionRange(at, at); text.dispatchEvent(new Event('click')); });
    await desk.locator('#ask .ways button').first().press('Enter');
    await desk.waitForURL('**done=saved**');
    assert.ok((await desk.inputValue('#text')).includes(`清理垃圾{1 ${ways[0]}}。`), await desk.inputValue('#text'));
    await desk.locator('#text').press('Control+End');
    await desk.locator('#stories .story button').first().press('Enter');
    await desk.waitForURL('**done=saved**');
    assert.match(await desk.inputValue('#text'), /记录：“[^”]+”（\{2 第\d+号\}）。$/);
    // On a line just begun: looking at a figure keeps the line and the cursor, and the figure stands there.
    await desk.locator('#text').press('Control+End');
    await desk.keyboard.press('Enter');
    await desk.fill('[name=figure]', LITTER);
    await desk.locator('button[name=ask][value=typed]').press('Enter');
    await desk.waitForURL('**figure=**');
    assert.match(await desk.inputValue('#text'), /）。\n$/);
    await desk.locator('#ask .ways button').first().press('Enter');
    await desk.waitForURL('**done=saved**');
    assert.match(await desk.inputValue('#text'), /）。\n\{3 [^}]+\}$/);
    // And in the middle of a line: the cursor outlives the look.
    await desk.locator('#text').press('Control+Home');
    await desk.keyboard.press('End');
    await desk.fill('[name=figure]', LITTER);
    await desk.locator('button[name=ask][value=typed]').press('Enter');
    await desk.waitForURL('**figure=**');
    await desk.locator('#ask .ways button').first().press('Enter');
    await desk.waitForURL('**done=saved**');
    assert.match(await desk.inputValue('#text'), /^一、总体情况\{4 [^}]+\}\n/);
    // The browser dies before anything is saved: what was typed is there again.
    await desk.locator('#text').press('Control+End');
    await desk.keyboard.type('还没有保存的一句。');
    await desk.goto(desk.url());
    assert.ok((await desk.inputValue('#text')).endsWith('还没有保存的一句。'));
    await shot(desk, 'bulletin-edit-1280');
    assert.deepEqual(await faultsOf(desk), []);
    const lookFirst = () => desk.locator('button[name=then][value=publication]').press('Enter').then(() => desk.waitForURL('**/publication'));
    await lookFirst();
    assert.match(await desk.locator('main').textContent(), /还没有核稿[\s\S]*还没有签发/);
    assert.equal(await desk.locator('main form button').count(), 0, 'nothing to press before it is ready');
    await shot(desk, 'bulletin-lacking-1280');
    await desk.locator('main .back a').press('Enter');
    for (const [step, name, how] of [['edited', '陈志强', '在纸质稿上签字'], ['approved', '王主任', '电话同意']]) {
      if (!await desk.locator('[name=step]').isVisible()) await desk.locator('#signed details summary').first().click();
      await desk.selectOption('[name=step]', step);
      await desk.fill('[name=signer]', name);
      await desk.fill('[name=how]', how);
      await desk.locator('button[formaction$=sign-offs]').press('Enter');
      await desk.waitForURL('**done=saved**');
    }
    assert.match(await desk.locator('#signed').textContent(), /王主任 · .*代录：赵明，电话同意/);
    await lookFirst();
    assert.match(await desk.locator('main').textContent(), /人人能看[\s\S]*刊发第11期/);
    await shot(desk, 'bulletin-publication-1280');
    assert.deepEqual(await faultsOf(desk), []);
    await desk.locator('main form button').press('Enter');
    await desk.waitForURL(url => !url.pathname.endsWith('/edit') && !url.pathname.endsWith('publication'));
    const issue = new URL(desk.url()).pathname;
    await shot(desk, 'bulletin-1280');
    assert.deepEqual(desk.faults, []);

    for (const [width, js] of [[360, true], [390, false]]) {
      const phone = await device(chrome, demo.base, { width, js });
      await phone.goto('/bulletins');
      await phone.locator('main .list a').first().click();
      await phone.waitForURL(`**${issue}`);
      await shot(phone, `bulletin-${width}`);
      assert.equal(await phone.evaluate(() => document.documentElement.scrollWidth > innerWidth), false);
      if (js) assert.deepEqual(await faultsOf(phone), []);
      await phone.locator('.gongwen a.figure').first().click();
      await phone.waitForURL('**/figures/1');
      assert.equal(await phone.locator('h1').textContent(), ways[0]);
      await shot(phone, `bulletin-figure-${width}`);
      await phone.locator('main .list a').first().click();
      await phone.waitForURL('**/deeds/**');
    }
    const small = await device(chrome, demo.base, { width: 390, dark: true });
    await signIn(small, 'zhaoming');
    await small.goto('/bulletins');
    await shot(small, 'bulletins-390-dark');
    await small.locator('main form button').first().click();
    await small.waitForURL('**/edit');
    await shot(small, 'bulletin-edit-390-dark');
    assert.deepEqual(await faultsOf(small), []);
    // Without an address for everyone nothing leads nowhere: no code, and the number says how to verify.
    const text = run('bulletin', '--data', demo.data);
    assert.match(text, /我县“六个一”活动圆满收官[\s\S]*报：[\s\S]*签发：王主任（代录：赵明，电话同意，\d+月\d+日）[\s\S]*验真：.*第11期.*密钥指纹[^\n]*\n$/);
    assert.doesNotMatch(text, /\/bulletins\//);
    assert.match(run('bulletin', '--data', demo.data, '--origin', 'https://example.cn'), /\nhttps:\/\/example\.cn\/bulletins\/b-\w+\n?$/);
    assert.equal(bytes('bulletin', '--data', demo.data, '--format', 'docx').includes('word/media/code.png'), false);
    assert.ok(bytes('bulletin', '--data', demo.data, '--format', 'docx', '--origin', 'https://example.cn').includes('word/media/code.png'));
    assert.throws(() => run('bulletin', 'b-none', '--data', demo.data), /There is no bulletin with the id b-none/);
    fs.writeFileSync(path.join(look, 'bulletin.html'), run('bulletin', '--data', demo.data, '--format', 'html'));
    fs.writeFileSync(path.join(look, 'bulletin.docx'), bytes('bulletin', '--data', demo.data, '--format', 'docx', '--origin', 'https://example.cn'));
    assert.match(demo.verify(), /sound/);
  } finally {
    await chrome.close();
    await demo.stop();
  }
});
