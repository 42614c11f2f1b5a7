// A demonstration of its own for a test: built in a temporary folder, served on a free port.
import { chromium } from 'playwright-core';
import { spawn, execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';

const program = path.resolve(import.meta.dirname, '../../target/debug/chunman');
export const axe = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
export const password = 'spring2017';

const freePort = () => new Promise(done => {
  const server = net.createServer().listen(0, '127.0.0.1', () => { const { port } = server.address(); server.close(() => done(port)); });
});

// The whole county takes a while to build: one run of the tests builds it once and copies it. Its clock runs on from then, so an old one is built anew.
const built = path.resolve(import.meta.dirname, '../../target/browser-demo');
const KEPT_MS = 20 * 60e3;
function copyTo(data) {
  const done = path.join(built, 'done');
  const when = file => (fs.existsSync(file) ? fs.statSync(file).mtimeMs : 0);
  if (when(done) < Math.max(when(program), Date.now() - KEPT_MS)) {
    fs.rmSync(built, { recursive: true, force: true });
    run('demo', '--no-serve', '--data', path.join(built, 'data'));
    fs.writeFileSync(done, '');
  }
  fs.cpSync(path.join(built, 'data'), path.join(data, 'data'), { recursive: true });
}

export async function start(args, data = fs.mkdtempSync(path.join(os.tmpdir(), 'chunman-browser-'))) {
  if (!args) copyTo(data);
  args ??= ['serve'];
  const port = await freePort();
  const child = spawn(program, [...args, '--data', path.join(data, 'data'), '--listen', `127.0.0.1:${port}`], { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  await new Promise((ready, failed) => {
    child.stdout.on('data', text => { said += text; if (said.includes(`http://127.0.0.1:${port}`)) setTimeout(ready, 0); });
    child.on('exit', code => failed(new Error(`chunman ended with ${code}: ${said}`)));
  });
  const stop = () => new Promise(done => { child.removeAllListeners('exit'); child.on('exit', done); child.kill('SIGINT'); }).then(() => fs.rmSync(data, { recursive: true, force: true }));
  return { base: `http://127.0.0.1:${port}`, data: path.join(data, 'data'), said: () => said, stop, verify: () => execFileSync(program, ['verify', '--data', path.join(data, 'data')]).toString() };
}

export const bytes = (...args) => execFileSync(program, args);
export const run = (...args) => bytes(...args).toString();

export async function browser() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
}

// A phone or a desk of one person.
export async function device(chrome, base, { width = 390, js = true, locale = 'zh-CN', dark = false } = {}) {
  const context = await chrome.newContext({ viewport: { width, height: 800 }, locale, javaScriptEnabled: js, baseURL: base, colorScheme: dark ? 'dark' : 'light' });
  const page = await context.newPage();
  page.faults = [];
  page.on('console', message => { if (message.type() === 'error' && !/status of 4\d\d/.test(message.text())) page.faults.push(message.text()); });
  page.on('pageerror', error => page.faults.push(String(error)));
  return page;
}

export async function signIn(page, code) {
  await page.goto('/sign-in');
  await page.fill('[name=code]', code);
  await page.fill('[name=password]', password);
  await page.locator('main form button').first().click();
  await page.waitForURL('**/todo');
}

// What axe calls serious or critical, as lines.
export async function faultsOf(page) {
  await page.evaluate(axe);
  const found = await page.evaluate(() => axe.run(document, { resultTypes: ['violations'] }));
  return found.violations.filter(v => ['serious', 'critical'].includes(v.impact)).map(v => `${v.id}: ${v.nodes.map(n => n.target.join(' ')).slice(0, 3).join(' | ')}`);
}
