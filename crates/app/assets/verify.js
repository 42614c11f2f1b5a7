/* Checks a figure's proof by itself: pages of /api/v1/figures/{id}/proof, as fetched or from a file. ES2017, WebCrypto, no dependencies.
   What it cannot know: whether the server left a record out of list and value alike, whether a newer version of a record exists,
   and whether the key is the realm's own, unless the reader compares it with one that reached them another way. */
(function (out) {
  'use strict';
  var subtle = (typeof crypto !== 'undefined' && crypto.subtle) || null;
  var utf8 = function (text) { return new TextEncoder().encode(text); };
  var hex = function (bytes) { return Array.from(bytes, function (b) { return b.toString(16).padStart(2, '0'); }).join(''); };
  var unhex = function (text) {
    if (!/^[0-9a-f]{64}$/.test(text)) { throw new Wrong('path'); }
    return Uint8Array.from(text.match(/../g), function (pair) { return parseInt(pair, 16); });
  };
  var unbase64 = function (text) {
    try { return Uint8Array.from(atob(text), function (c) { return c.charCodeAt(0); }); } catch (e) { return new Uint8Array(0); }
  };
  var join = function () {
    var parts = Array.from(arguments), all = new Uint8Array(parts.reduce(function (n, p) { return n + p.length; }, 0)), at = 0;
    parts.forEach(function (part) { all.set(part, at); at += part.length; });
    return all;
  };
  var sha256 = async function (bytes) { return new Uint8Array(await subtle.digest('SHA-256', bytes)); };

  /* Why a proof is refused: a word of its own, and the position of the record it is about. */
  function Wrong(code, position) { this.code = code; this.position = position; }

  /* The note's size and root, when its signature is of this key: C2SP signed note. `signed` is null where the browser has no Ed25519. */
  async function open(note, vkey) {
    var key = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/.exec(vkey || '');
    if (!key) { throw new Wrong('key'); }
    var halves = (note || '').split('\n\n'), lines = halves[0].split('\n'), origin = key[1], raw = unbase64(key[3]);
    if (halves.length !== 2 || raw.length !== 33 || raw[0] !== 1) { throw new Wrong('note'); }
    if (lines[0] !== origin) { throw new Wrong('origin'); }
    var id = hex((await sha256(join(utf8(origin + '\n'), raw))).subarray(0, 4));
    var prefix = '— ' + origin + ' ';
    var line = halves[1].split('\n').filter(function (l) { return l.indexOf(prefix) === 0; })[0];
    var signature = unbase64(line ? line.slice(prefix.length) : '');
    if (id !== key[2] || signature.length !== 68 || hex(signature.subarray(0, 4)) !== id) { throw new Wrong('key'); }
    var size = Number(lines[1]), root = unbase64(lines[2]);
    if (!/^\d+$/.test(lines[1]) || !Number.isSafeInteger(size) || root.length !== 32) { throw new Wrong('note'); }
    var signed = null;
    try {
      var verifier = await subtle.importKey('raw', raw.subarray(1), { name: 'Ed25519' }, false, ['verify']);
      signed = await subtle.verify({ name: 'Ed25519' }, verifier, signature.subarray(4), utf8(halves[0] + '\n'));
    } catch (e) { signed = null; }
    if (signed === false) { throw new Wrong('signature'); }
    return { origin: origin, size: size, root: hex(root), signed: signed, time: (/^time (.*)$/m.exec(halves[0]) || [])[1] || '' };
  }

  /* The root that a path leads to (RFC 6962, as RFC 9162 2.1.3.2 puts it). Pairs met before are not hashed again. */
  async function rootOf(leaf, index, size, path, met) {
    var fn = index, sn = size - 1, hash = hex(await sha256(join(Uint8Array.of(0), utf8(leaf))));
    for (var i = 0; i < path.length; i += 1) {
      if (sn === 0) { return null; }
      var right = fn % 2 === 0 && fn !== sn, pair = right ? hash + path[i] : path[i] + hash;
      if (!met.has(pair)) { met.set(pair, hex(await sha256(join(Uint8Array.of(1), unhex(pair.slice(0, 64)), unhex(pair.slice(64)))))); }
      hash = met.get(pair);
      if (!right) { while (fn % 2 === 0 && fn !== 0) { fn = Math.floor(fn / 2); sn = Math.floor(sn / 2); } }
      fn = Math.floor(fn / 2); sn = Math.floor(sn / 2);
    }
    return sn === 0 ? hash : null;
  }

  /* A leaf's head and open fields. */
  function read(leaf) {
    var it = { fields: {} };
    leaf.split('\n').forEach(function (line) {
      var cut = /^(chunman|kind|time|unit|object|prev|by|root|field) (.*)$/.exec(line);
      if (!cut) { return; }
      if (cut[1] !== 'field') { it[cut[1]] = cut[2]; return; }
      var at = cut[2].indexOf(' ');
      it.fields[cut[2].slice(0, at)] = cut[2].slice(at + 1);
    });
    return it;
  }

  /* The parts of a figure's id. */
  function question(id) {
    var parts = String(id).split('.'), days = /^(\d{4})(\d\d)(\d\d)-(\d{4})(\d\d)(\d\d)$/.exec(parts[3] || '');
    if (parts.length !== 5 || !days) { throw new Wrong('figure'); }
    return { measure: parts[0], state: parts[4], from: days.slice(1, 4).join('-'), to: days.slice(4, 7).join('-') };
  }

  /* One check over all pages of a proof. `pages` gives the next page, or null; `known` is the key the reader trusts. */
  async function verify(pages, known, told) {
    var met = new Map(), seen = new Set(), first = null, sum = 0, count = 0, page, note, opened = null, more = true;
    try {
      if (!subtle) { throw new Wrong('browser'); }
      while ((page = await pages())) {
        if (page.format !== 'chunman/proof/1' || !Array.isArray(page.records)) { throw new Wrong('format'); }
        if (!more) { throw new Wrong('format'); }
        first = first || page;
        if (page.figure !== first.figure) { throw new Wrong('format'); }
        if (page.value !== first.value) { throw new Wrong('moved'); }
        if (page.key !== known) { throw new Wrong('key'); }
        if (page.checkpoint !== note) { opened = await open(page.checkpoint, known); note = page.checkpoint; }
        var q = question(page.figure);
        for (var i = 0; i < page.records.length; i += 1) {
          sum += await one(page.records[i], q, first.facets, opened, met, seen);
          count += 1;
        }
        more = Boolean(page.next);
        if (told) { told(count); }
      }
      if (!first || more) { throw new Wrong('cut'); }
      var asked = question(first.figure), adds = asked.measure === 'sum' || asked.measure === 'deeds';
      if (adds && (asked.measure === 'sum' ? sum : count) !== first.value) { throw new Wrong('value'); }
      return { ok: opened.signed === true && adds, code: opened.signed === null ? 'unsigned' : adds ? 'sound' : 'closed', count: count, sum: sum, note: opened };
    } catch (wrong) {
      if (!(wrong instanceof Wrong)) { throw wrong; }
      return { ok: false, code: wrong.code, position: wrong.position, count: count, sum: sum, note: opened };
    }
  }

  /* One record: its leaf is in the signed tree and belongs to the figure. Its quantity in thousandths. */
  async function one(record, q, facets, opened, met, seen) {
    var at = record.position, leaf = String(record.leaf);
    if (!record.hashes) { throw new Wrong('fresh', at); }
    if (!Number.isSafeInteger(at) || at < 0 || at >= opened.size) { throw new Wrong('path', at); }
    if (await rootOf(leaf, at, opened.size, record.hashes, met) !== opened.root) { throw new Wrong('path', at); }
    var it = read(leaf), f = it.fields;
    if (!/^deeds\/./.test(it.object || '')) { throw new Wrong('other', at); }
    if (seen.has(it.object)) { throw new Wrong('twice', at); }
    seen.add(it.object);
    if (f.state !== q.state) { throw new Wrong('state', at); }
    if (!(f.day >= q.from && f.day <= q.to)) { throw new Wrong('day', at); }
    if (facets.indexOf(f.indicator) < 0) { throw new Wrong('facet', at); }
    if (!/^\d+$/.test(f.quantity || '')) { throw new Wrong('other', at); }
    return Number(f.quantity);
  }

  out.verifyFigure = verify;
})(typeof module !== 'undefined' ? module.exports : window);
