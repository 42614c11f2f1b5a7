// One small realm, made by a release's own verbs: `node tests/kept/make.mjs PROGRAM OUT.tar.gz`. Run when a release adds a
// migration, with the release before it, so that every schema that people may still have is migrated and replayed in tests.
import { execFileSync, spawn } from 'node:child_process';
import crypto from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const [program, out] = process.argv.slice(2).map(name => path.resolve(name));
const home = fs.mkdtempSync(path.join(os.tmpdir(), 'kept-'));
const data = path.join(home, 'data');
const root = path.resolve(import.meta.dirname, '../..');
const run = (...args) => execFileSync(program, [...args, '--data', data]).toString();
const must = (ok, what) => { if (!ok) throw new Error(what); };

async function serving(work) {
  const child = spawn(program, ['serve', '--data', data, '--listen', '127.0.0.1:0'], { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  child.stdout.on('data', text => { said += text; });
  while (!/^http:\S+\n/.test(said)) await new Promise(done => setTimeout(done, 20));
  await new Promise(done => setTimeout(done, 100));
  await work(said.match(/^http:\S+/)[0], said);
  await new Promise(done => { child.on('exit', done); child.kill('SIGINT'); });
}

// A form as a browser sends it; the answer must be a redirect or a page.
async function post(base, at, fields, cookie = '') {
  const answer = await fetch(base + at, { method: 'POST', redirect: 'manual', headers: { cookie, origin: base }, body: new URLSearchParams(fields) });
  must(answer.status < 400, `${at}: ${answer.status} ${answer.status === 303 ? '' : await answer.text()}`);
  return (answer.headers.get('set-cookie') ?? '').split(';')[0];
}

const secret = 'spring2017';
let admin;
await serving(async (base, said) => {
  admin = await post(base, said.match(/\/first-run\/\w+/)[0], { realm: '泽州县', unit_code: '140525', time_zone: 'Asia/Shanghai', rules: 'cn', words: 'county-cn',
    phone: '0356-0000000', address: '虚构地址', name: '周静', code: 'admin', password: secret, password_again: secret });
  const text = fs.readFileSync(path.join(root, 'campaigns/six-ones.toml'), 'utf8');
  await post(base, '/campaigns/import', { text, confirm: 'yes' }, admin);
});

const csv = (name, text) => { fs.writeFileSync(path.join(home, name), text); return path.join(home, name); };
run('import', 'units', csv('units.csv', 'code,name,parent,kind\n140525106,金村镇,140525,township\n140525107,高都镇,140525,township\n140525106208,崔庄村,140525106,village\n'));
run('import', 'people', csv('people.csv', 'code,name,unit,title,phone,role\nliguohua,李国华,140525106,主任,13900000001,clerk\nzhangxiaomei,张晓梅,140525106,农技员,13900000002,\n'
  + 'wangqiang,王强,140525107,经办人,,clerk\nzhaoming,赵明,140525,活动办公室,,office\n'));
run('import', 'deeds', csv('deeds.csv', 'indicator,unit,recorder,day,quantity,place,people,words\n'
  + Array.from({ length: 12 }, (_, n) => `litter,140525107,wangqiang,2017-03-${10 + n},${n + 1}.5,河沟,wangqiang,第${n}次`).join('\n') + '\n'));
const token = JSON.parse(run('token', '--json', '--person', 'zhangxiaomei')).token;
const join = person => JSON.parse(run('invite', '--json', '--person', person)).address;
const [clerks, members] = ['liguohua', 'zhangxiaomei'].map(join);
join('zhaoming');

await serving(async base => {
  const api = async (method, at, body, status = 201) => {
    const answer = await fetch(`${base}/api/v1${at}`, { method, headers: { authorization: `Bearer ${token}`, 'content-type': Buffer.isBuffer(body) ? 'image/png' : 'application/json' }, body: body && (Buffer.isBuffer(body) ? body : JSON.stringify(body)) });
    must(answer.status === status, `${at}: ${answer.status} ${await answer.clone().text()}`);
    return answer.json();
  };
  const clerk = await post(base, clerks, { password: secret, password_again: secret });
  const member = await post(base, members, {});
  const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==', 'base64');
  const sha256 = crypto.createHash('sha256').update(png).digest('hex');
  await api('PUT', `/blobs/${sha256}`, png);
  const deed = (n, more = {}) => ({ id: `kept-deed-${n}`, indicator: 'trees', unit: '140525106', day: '2017-03-12', quantity: `${n + 1}`, people: ['zhangxiaomei'], place: '村后荒坡',
    words: `栽侧柏${n}`, served: [{ kind: 'elder', count: 1, subject: '独居老人' }], files: n ? [] : [sha256], ...more });
  for (let n = 0; n < 10; n++) await api('POST', '/deeds', deed(n, n === 3 ? { people: ['zhangxiaomei', 'liguohua'] } : {}));
  await api('POST', '/deeds', deed(9, { quantity: '20' }), 409);
  const rev = async id => (await api('GET', `/deeds/${id}`, undefined, 200)).inside.rev;
  const check = async (n, verdict, reason = '') => post(base, '/checks', { deed: `kept-deed-${n}`, rev: await rev(`kept-deed-${n}`), verdict, reason, publish: 'yes' }, clerk);
  for (const n of [0, 1, 2]) await check(n, 'approve');
  await check(4, 'return', '请补充在哪里做的。');
  await check(5, 'refuse', '同一件事已经有一条记录。');
  await check(6, 'visit');
  const correct = async (n, place) => post(base, `/deeds/kept-deed-${n}/correction`, { rev: await rev(`kept-deed-${n}`), item: 'tree', indicator: 'trees', day: '2017-03-12', quantity: `${n + 1}`, place }, member);
  await correct(1, '学校操场边');
  await correct(2, '村口');
  await check(2, 'approve');
  await post(base, '/deeds/kept-deed-7/withdrawal', { rev: await rev('kept-deed-7'), reason: '记重了' }, member);
  await post(base, '/deeds/kept-deed-3/strike-out', {}, clerk);
  must((await fetch(`${base}/people/zhangxiaomei`, { headers: { cookie: clerk } })).status === 200, 'the clerk reads a file');
  await post(base, '/sessions/end', {}, clerk);
});

must(/sound/.test(run('verify')), 'the log is sound');
run('backup', path.join(home, 'backup'));
execFileSync('tar', ['-czf', out, '-C', home, 'data', 'backup']);
fs.rmSync(home, { recursive: true });
console.log(`${out}: ${fs.statSync(out).size} bytes`);
