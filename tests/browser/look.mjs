// Screenshots of the demonstration's pages at 360, 390 and 1280 px, light and dark: target/look/
import fs from 'node:fs';
import path from 'node:path';
import { browser, device, signIn, start } from './demo.mjs';

const out = path.resolve(import.meta.dirname, '../../target/look');
fs.mkdirSync(out, { recursive: true });
const LITTER = '/figures/sum.litter.140525.20170301-20170331.verified';
const [demo, chrome] = await Promise.all([start(), browser()]);
const sets = [[null, { home: '/', figure: LITTER, records: `${LITTER}/records`, unit: '/units/140525106', units: '/units', 'sign-in': '/sign-in', missing: '/nothing' }],
  ['zhangxiaomei', { todo: '/todo', mine: '/mine', capture: '/capture/litter' }],
  ['zhaoming', { campaigns: '/campaigns', 'campaign-closing': '/campaigns/six-ones/close', overview: '/units/140525/overview', 'set-up': '/campaigns/new', 'set-up-edit': '/campaigns/six-ones/edit' }],
  ['admin', { realm: '/realm' }],
  ['liguohua', { queue: '/checks', paste: '/paste', board: '/campaigns/six-ones/board', access: '/units/140525106/access', people: '/people', sessions: '/sessions', groups: '/groups', group: '/groups/spring-team', 'unit-desk': '/units/140525106/desk' }],
  ['admin', { 'unit-desk-admin': '/units/140525107/desk', person: '/people/z0102', erasure: '/people/z0102/erasure', invitations: '/units/140525107/invitations', 'import-groups': '/import/groups' }]];
for (const [width, dark] of [[360, false], [390, true], [1280, false]]) {
  for (const [person, pages] of sets) {
    const page = await device(chrome, demo.base, { width, dark });
    if (person) await signIn(page, person);
    for (const [name, at] of Object.entries(pages)) {
      await page.goto(at);
      if (name === 'queue' && await page.locator('[data-row]').count()) await page.locator('[data-row]').first().click();
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
