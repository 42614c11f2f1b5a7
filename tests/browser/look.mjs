// Screenshots of the demonstration's pages at 360, 390 and 1280 px, light and dark: target/look/
import fs from 'node:fs';
import path from 'node:path';
import { browser, device, signIn, start } from './demo.mjs';
import { sets } from './pages.mjs';

const out = path.resolve(import.meta.dirname, '../../target/look');
fs.mkdirSync(out, { recursive: true });
const [demo, chrome] = await Promise.all([start(), browser()]);
for (const [width, dark] of [[360, false], [390, true], [1280, false]]) {
  for (const [person, pages] of sets) {
    const page = await device(chrome, demo.base, { width, dark });
    if (person) await signIn(page, person);
    for (const [name, at] of Object.entries(pages)) {
      await page.goto(at);
      if (name === 'queue' && await page.locator('[data-row]').count()) await page.locator('[data-row]').first().click();
      if (name === 'drafts') {
        const edit = await page.locator('main a[href*="/edit"]').first().getAttribute('href');
        for (const part of ['edit', 'publication']) {
          await page.goto(edit.replace('/edit', `/${part}`));
          await page.screenshot({ path: path.join(out, `bulletin-${part}-${width}${dark ? '-dark' : ''}.png`), fullPage: true });
        }
        await page.goto(at);
      }
      if (name === 'paste') {
        await page.screenshot({ path: path.join(out, `paste-empty-${width}.png`), fullPage: true });
        await page.fill('[name=text]', '#接龙 3月28日集中清理\n1. 张小梅 清垃圾三车 小东河边\n2. 卫东 植树5棵\n3. 李国华 同上\n4. 老王 帮扶1户\n今天大家辛苦了，注意安全！\n合计：3车、10棵');
        await page.locator('button[value=read]').click();
      }
      await page.screenshot({ path: path.join(out, `${name}-${width}${dark ? '-dark' : ''}.png`), fullPage: true });
    }
  }
}
await chrome.close();
await demo.stop();
console.log(out);
