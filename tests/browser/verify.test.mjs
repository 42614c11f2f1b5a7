// A figure's proof is checked by the script alone; a proof that was tampered with in any of many ways is refused, each for its reason.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import vm from 'node:vm';
import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { after, before, test } from 'node:test';
import { start } from './demo.mjs';

const folder = path.resolve(import.meta.dirname, '../../crates/app/assets/verify');
const script = ['digest', 'proof', 'page'].map(name => fs.readFileSync(path.join(folder, `${name}.js`), 'utf8')).join('');
// Once with WebCrypto and once without, as on a page over plain HTTP.
const load = more => {
  const sandbox = { window: {}, TextEncoder, Uint8Array, Int32Array, Float64Array, DataView, ArrayBuffer, atob, ...more };
  vm.runInNewContext(script, sandbox);
  return sandbox.window;
};
const { verifyFigure, digest } = load({ crypto });
const bare = load({});
const LITTER = 'sum.litter.140525.20170301-20170331.verified';

let demo, sound, issue, frozen;
const fetchAll = async (id, limit) => {
  const pages = [], at = id.startsWith('/') ? `/api/v1${id}` : `/api/v1/figures/${id}`;
  for (let next = ''; next !== null;) {
    const page = await (await fetch(`${demo.base}${at}/proof?limit=${limit}${next && `&after=${next}`}`)).json();
    pages.push(page);
    next = page.next ?? null;
  }
  return pages;
};
const check = (pages, key = pages[0]?.key && sound[0].key, run = verifyFigure, asked) => { const left = [...pages]; return run(async () => left.shift() ?? null, key, null, asked); };
before(async () => {
  demo = await start();
  sound = await fetchAll(LITTER, 50);
  issue = (await (await fetch(`${demo.base}/bulletins`)).text()).match(/href="(\/bulletins\/[^"?/]+)"/)[1];
  // A published sum of several records.
  for (let n = 1; !frozen; n += 1) {
    const pages = await fetchAll(`${issue}/figures/${n}`, 50);
    if (/^sum\./.test(pages[0].figure) && pages[0].records.length > 3) frozen = pages;
  }
});
after(() => demo.stop());
// What the page was asked for, as against a file that says it of itself.
const online = pages => check(pages, undefined, verifyFigure, { figure: pages[0].figure, value: String(pages[0].value) });

test('sound proofs are accepted, on one page or on many', async () => {
  assert.ok(sound.length > 1);
  for (const pages of [sound, await fetchAll(LITTER, 500), await fetchAll(LITTER.replace('sum', 'deeds'), 500)]) {
    const found = await online(pages);
    assert.deepEqual([found.ok, found.code], [true, 'sound']);
    const asked = { figure: pages[0].figure, value: String(pages[0].value) };
    assert.equal((await check(pages, undefined, bare.verifyFigure, asked)).code, 'sound', 'without WebCrypto as well');
    assert.deepEqual([(await check(pages)).ok, (await check(pages)).code], [false, 'file'], 'a file alone does not say whether a record was left out');
  }
  assert.deepEqual((await check(frozen)).code, 'frozen');
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
  'another item in its name': ['facet', p => { p.forEach(page => { page.figure = page.figure.replace('.litter.', '.trees.'); }); }],
  'another item asked': ['facet', p => { p.forEach(page => { page.facets = ['tree']; }); }],
  'a row behind the list': ['row', p => { p[0].records[3].line = p[0].records[3].line.replace(/"quantity":\d+/, '"quantity":1'); }],
  'a row of another record': ['row', p => { [p[0].records[1].line, p[0].records[2].line] = [p[0].records[2].line, p[0].records[1].line]; }],
  'no checkpoint yet': ['fresh', p => { p[0].checkpoint = null; }],
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

const TAMPERED_FROZEN = {
  'shown as another township\'s': ['list', p => { p.forEach(page => { const parts = page.figure.split('.'); parts[2] = `${parts[2]}~140525106`; page.figure = parts.join('.'); }); }],
  'shown as of another item': ['list', p => { p.forEach(page => { page.figure = page.figure.replace(/^sum\.[^.]+/, 'sum.other'); page.facets.push('other'); }); }],
  'shown as of more days': ['list', p => { p.forEach(page => { page.figure = page.figure.replace(/\d{8}-\d{8}/, '20170101-20171231'); }); }],
  'its first line left out': ['list', p => { delete p[0].frozen.head; }],
  'a record left out of list and value': ['list', p => { const gone = p[0].records.splice(1, 1)[0]; p.forEach(page => { page.value -= JSON.parse(gone.line).quantity; }); }],
  'records in another order': ['list', p => { p[0].records.reverse(); }],
  'the list of another note': ['list', p => { p[0].frozen.number += 1; }],
  'the list of another issue': ['list', p => { p[0].frozen.bulletin = 'another'; }],
  'another list named': ['path', p => { p[0].frozen.leaf = edited(p[0].frozen.leaf, 'inputs', '00'.repeat(32)); }],
  'the value in print': ['list', p => { p.forEach(page => { page.value += 1000; }); }],
};
for (const [what, [code, change]] of Object.entries(TAMPERED_FROZEN)) {
  test(`refused of a published figure: ${what}`, async () => {
    const pages = structuredClone(frozen);
    change(pages);
    assert.equal((await check(pages)).code, code);
  });
}

const TAMPERED_RECORD = {
  'a quantity changed': ['path', p => { p.records[0].leaf = edited(p.records[0].leaf, 'quantity', '999000'); }],
  'the row of another state': ['row', p => { p.state = 'returned'; }],
  'the row of another item': ['row', p => { p.facets = ['tree']; }],
  'another record\'s leaf': ['row', (p, other) => { p.records = other.records; }],
  'a row behind the leaf': ['row', p => { p.records[0].line = p.records[0].line.replace(/"quantity":\d+/, '"quantity":1'); }],
  'another value said': ['value', p => { p.value += 1000; }],
  'no record': ['value', p => { p.records = []; }],
  'two records': ['row', (p, other) => { p.records.push(other.records[0]); }],
  'a record not sealed yet': ['fresh', p => { p.records[0].hashes = null; }],
};
const single = async n => (await fetch(`${demo.base}/api/v1/deeds/${JSON.parse(sound[0].records[n].line).deed}/proof`)).json();
test('one record is proved alone', async () => {
  const page = await single(0), asked = { figure: `deeds/${page.deed}`, value: String(page.value) };
  assert.deepEqual([(await check([page])).code, (await check([page], page.key, bare.verifyFigure, asked)).code], ['record', 'record']);
  assert.equal((await check([page], page.key, verifyFigure, { ...asked, figure: 'deeds/other' })).code, 'figure');
  assert.equal((await check([page, page])).code, 'format', 'pages of a figure follow one another, records do not');
});
for (const [what, [code, change]] of Object.entries(TAMPERED_RECORD)) {
  test(`refused of one record: ${what}`, async () => {
    const page = structuredClone(await single(0));
    change(page, await single(1));
    assert.deepEqual([(await check([page])).ok, (await check([page])).code], [false, code]);
  });
}

test('the proof of another figure or another value is refused', async () => {
  const asked = { figure: LITTER, value: String(sound[0].value) };
  assert.equal((await check(sound, undefined, verifyFigure, asked)).code, 'sound');
  assert.equal((await check(sound, undefined, verifyFigure, { ...asked, figure: LITTER.replace('0331', '0330') })).code, 'figure');
  assert.equal((await check(sound, undefined, verifyFigure, { ...asked, value: '1' })).code, 'moved');
  assert.equal((await check(frozen, frozen[0].key, verifyFigure, { figure: frozen[0].figure, value: '1' })).code, 'moved');
  assert.equal((await check(sound, ['another+00000000+AQ=='])).code, 'key');
});

test('a check is stopped after a page', async () => {
  const left = [...sound];
  const found = await verifyFigure(async () => left.shift() ?? null, sound[0].key, async count => count < 100);
  assert.deepEqual([found.ok, found.code, found.count], [false, 'stopped', 100]);
});

test('hashes and signatures of our own agree with another implementation', () => {
  const same = (a, b) => assert.deepEqual(Buffer.from(a), Buffer.from(b));
  for (let n = 0; n < 200; n += 1) {
    const bytes = randomBytes(n);
    same(digest.own.sha256(bytes), createHash('sha256').update(bytes).digest());
  }
  for (let n = 0; n < 12; n += 1) {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    const key = new Uint8Array(publicKey.export({ format: 'der', type: 'spki' }).subarray(-32)), message = new Uint8Array(randomBytes(1 + n * 40));
    const signature = new Uint8Array(sign(null, message, privateKey));
    assert.ok(digest.own.ed25519(key, signature, message), `${n}`);
    for (const bytes of [key, signature, message]) {
      bytes[n % bytes.length] ^= 1 << n % 8;
      assert.ok(!digest.own.ed25519(key, signature, message), `${n}`);
      bytes[n % bytes.length] ^= 1 << n % 8;
    }
    assert.ok(!digest.own.ed25519(key, signature.subarray(0, 63), message));
  }
});

test('a leaf of another state is refused though it lies in the log', async () => {
  const pages = await fetchAll(LITTER.replace('verified', 'received'), 500);
  assert.equal((await online(pages)).code, 'sound');
  pages.forEach(page => { page.figure = LITTER; });
  assert.equal((await check(pages)).code, 'state');
});

test('the script is small and parses as ES2017', () => {
  assert.ok(script.length <= 40 * 1024);
  assert.doesNotMatch(script, /\?\?|\?\.|\*\*|catch \{|\.\.\.\w+ \}|\d+n\b/);
});
