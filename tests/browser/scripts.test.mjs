// What runs on an old phone: every script parses as ES2017, and what recording needs is small.
import { parse } from 'acorn';
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import zlib from 'node:zlib';

const assets = path.resolve(import.meta.dirname, '../../crates/app/assets');
const scripts = fs.readdirSync(assets, { recursive: true }).filter(name => name.endsWith('.js'));

test('every script parses as ES2017', () => {
  assert.ok(scripts.includes('unsent.js') && scripts.includes('worker.js'));
  for (const name of scripts) parse(fs.readFileSync(path.join(assets, name), 'utf8'), { ecmaVersion: 2017, sourceType: 'script' });
});

test('style and script of the recording page are at most 60 KB compressed', () => {
  const needed = ['chunman.css', 'chunman.js', 'desk.js', 'draft.js', 'unsent.js', 'visits.js', 'worker.js'];
  const kb = needed.map(name => zlib.gzipSync(fs.readFileSync(path.join(assets, name))).length).reduce((a, b) => a + b) / 1024;
  assert.ok(kb <= 60, `${kb.toFixed(1)} KB`);
  console.log(`recording needs ${kb.toFixed(1)} KB`);
});
