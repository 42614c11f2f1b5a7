// A figure's proof is checked by the script alone; a proof that was tampered with in any of many ways is refused, each for its reason.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import vm from 'node:vm';
import { after, before, test } from 'node:test';
import { start } from './demo.mjs';

const file = path.resolve(import.meta.dirname, '../../crates/app/assets/verify.js');
const script = fs.readFileSync(file, 'utf8');
const sandbox = { window: {}, crypto, TextEncoder, Uint8Array, atob };
vm.runInNewContext(script, sandbox);
const { verifyFigure } = sandbox.window;
const LITTER = 'sum.litter.140525.20170301-20170331.verified';

let demo, sound;
const fetchAll = async (id, limit) => {
  const pages = [];
  for (let next = ''; next !== null;) {
    const page = await (await fetch(`${demo.base}/api/v1/figures/${id}/proof?limit=${limit}${next && `&after=${next}`}`)).json();
    pages.push(page);
    next = page.next ?? null;
  }
  return pages;
};
const check = (pages, key = sound[0].key) => { const left = [...pages]; return verifyFigure(async () => left.shift() ?? null, key); };
before(async () => { demo = await start(); sound = await fetchAll(LITTER, 50); });
after(() => demo.stop());

test('sound proofs are accepted, on one page or on many', async () => {
  assert.ok(sound.length > 1);
  for (const pages of [sound, await fetchAll(LITTER, 500), await fetchAll(LITTER.replace('sum', 'deeds'), 500)]) {
    const found = await check(pages);
    assert.deepEqual([found.ok, found.code], [true, 'sound']);
  }
  assert.equal((await check(await fetchAll(LITTER.replace('sum', 'persons'), 500))).code, 'closed', 'people are not public, so not added up');
});

const edited = (leaf, name, value) => leaf.replace(new RegExp(`^field ${name} .*$`, 'm'), `field ${name} ${value}`);
const TAMPERED = {
  'a quantity changed': ['path', p => { p[0].records[3].leaf = edited(p[0].records[3].leaf, 'quantity', '999000'); }],
  'a day changed': ['path', p => { p[0].records[3].leaf = edited(p[0].records[3].leaf, 'day', '2017-03-02'); }],
  'two leaves swapped': ['path', p => { const [a, b] = p[0].records; [a.leaf, b.leaf] = [b.leaf, a.leaf]; }],
  'a path cut short': ['path', p => { p[0].records[0].hashes.pop(); }],
  'a path made longer': ['path', p => { p[0].records[0].hashes.push('00'.repeat(32)); }],
  'a hash of a path changed': ['path', p => { p[0].records[0].hashes[2] = '11'.repeat(32); }],
  'a path of another index': ['path', p => { p[0].records[0].position += 1; }],
  'an index past the tree': ['path', p => { p[0].records[0].position = 1e9; }],
  'the root changed': ['signature', p => { p.forEach(page => { page.checkpoint = page.checkpoint.replace(/\n[^\n]+\ntime/, `\n${Buffer.alloc(32).toString('base64')}\ntime`); }); }],
  'the tree size changed': ['signature', p => { p.forEach(page => { page.checkpoint = page.checkpoint.replace(/\n\d+\n/, '\n2\n'); }); }],
  'the signature changed': ['signature', p => { p.forEach(page => { const at = page.checkpoint.trimEnd().length - 20; page.checkpoint = page.checkpoint.slice(0, at) + (page.checkpoint[at] === 'A' ? 'B' : 'A') + page.checkpoint.slice(at + 1); }); }],
  'another log': ['origin', p => { p.forEach(page => { page.checkpoint = page.checkpoint.replace(/^[^\n]+/, 'elsewhere/log/realm-e1'); }); }],
  'the key replaced': ['key', p => { p.forEach(page => { page.key = page.key.replace(/\+[0-9a-f]{8}\+/, '+00000000+'); }); }],
  'a record left out': ['value', p => { p[0].records.splice(4, 1); }],
  'a record twice': ['twice', p => { p[0].records.push(p[0].records[0]); }],
  'the value changed': ['value', p => { p.forEach(page => { page.value += 1000; }); }],
  'the value changed half way': ['moved', p => { p.at(-1).value += 1000; }],
  'the last page left out': ['cut', p => { p.pop(); }],
  'a page twice': ['twice', p => { p.splice(1, 0, p[0]); }],
  'other days asked': ['day', p => { p.forEach(page => { page.figure = page.figure.replace('20170301', '20170330'); }); }],
  'another state asked': ['state', p => { p.forEach(page => { page.figure = page.figure.replace('verified', 'received'); }); }],
  'another item asked': ['facet', p => { p.forEach(page => { page.facets = ['tree']; }); }],
  'a record not sealed yet': ['fresh', p => { p[0].records[0].hashes = null; }],
};
for (const [what, [code, change]] of Object.entries(TAMPERED)) {
  test(`refused: ${what}`, async () => {
    const pages = structuredClone(sound);
    change(pages);
    const found = await check(pages);
    assert.deepEqual([found.ok, found.code], [false, code]);
  });
}

test('a leaf of another state is refused though it lies in the log', async () => {
  const pages = await fetchAll(LITTER.replace('verified', 'received'), 500);
  assert.equal((await check(pages)).code, 'sound');
  pages.forEach(page => { page.figure = LITTER; });
  assert.equal((await check(pages)).code, 'state');
});

test('the script is small and parses as ES2017', () => {
  assert.ok(script.length <= 40 * 1024);
  assert.doesNotMatch(script, /\?\?|\?\.|\*\*|catch \{|\.\.\.\w+ \}|\d+n\b/);
});
