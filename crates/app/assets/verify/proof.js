/* Checks the proof of a figure, or of one record, by itself: pages of a `…/proof` of the interface, as fetched or from a file. ES2017, no dependencies but digest.js.
   What it cannot know: whether the server left a record out of list and value alike, whether a newer version of a record exists,
   and whether the key is the realm's own, unless the reader compares it with one that reached them another way. */
(function (out) {
  'use strict';
  var digest = out.digest;
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
  var sha256 = function (bytes) { return digest.sha256(bytes); };

  /* Why a proof is refused: a word of its own, and the record it is about. */
  function Wrong(code, record) { this.code = code; this.record = record; }

  /* The note's size and root, when its signature is of this key: C2SP signed note. */
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
    if (!await digest.ed25519(raw.subarray(1), signature.subarray(4), utf8(halves[0] + '\n'))) { throw new Wrong('signature'); }
    return { origin: origin, size: size, root: hex(root), time: (/^time (.*)$/m.exec(halves[0]) || [])[1] || '' };
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

  /* What a page proves: a figure by its id, or one record. */
  function subject(page) { return page.deed ? 'deeds/' + page.deed : page.figure; }

  /* The parts of a figure's id; of one record, what is said of it. */
  function question(page) {
    if (page.deed) { return { measure: 'record', state: page.state, from: '', to: '~', object: 'deeds/' + page.deed, indicators: [] }; }
    var id = page.figure, parts = String(id).split('.'), days = /^(\d{4})(\d\d)(\d\d)-(\d{4})(\d\d)(\d\d)$/.exec(parts[3] || '');
    if (parts.length !== 5 || !days) { throw new Wrong('figure'); }
    return { measure: parts[0], state: parts[4], from: days.slice(1, 4).join('-'), to: days.slice(4, 7).join('-'), indicators: parts[0] === 'listed' ? [] : parts[1].split('~') };
  }

  /* The indicators of a figure's id count into it, whatever else does. */
  function facetsFit(page, q) {
    if (q.indicators.some(function (id) { return page.facets.indexOf(id) < 0; })) { throw new Wrong('facet'); }
  }

  /* What was frozen is what this page says it is of: figure, value, indicators. */
  function headFits(head, page) {
    var says;
    try { says = JSON.parse(head); } catch (e) { throw new Wrong('list'); }
    if (says.figure !== page.figure || says.value !== page.value || String(says.facets) !== String(page.facets)) { throw new Wrong('list'); }
  }

  /* One check over all pages of a proof. `pages` gives the next page, or null; `known` are the keys the reader trusts;
     `told` hears how many records are done and says false to stop; `asked` is the figure and the value that are to be proved, if any are. */
  async function verify(pages, known, told, asked) {
    var met = new Map(), seen = new Set(), lines = [], first = null, sum = 0, count = 0, page, note, opened = null, more = true, listed = null, head = [];
    var found = function (ok, code, record) {
      return { ok: ok, code: code, record: record, count: count, sum: sum, note: opened, key: first && first.key, figure: first && subject(first),
        printed: first && first.frozen && first.frozen.bulletin + '/' + first.frozen.number };
    };
    try {
      while ((page = await pages())) {
        if (page.format !== 'chunman/proof/2' || !Array.isArray(page.records)) { throw new Wrong('format'); }
        if (!more) { throw new Wrong('format'); }
        first = first || page;
        if (subject(page) !== subject(first)) { throw new Wrong('format'); }
        if (asked && subject(page) !== asked.figure) { throw new Wrong('figure'); }
        if (page.value !== first.value || asked && String(page.value) !== asked.value) { throw new Wrong('moved'); }
        if (page.key !== first.key || [].concat(known).indexOf(page.key) < 0) { throw new Wrong('key'); }
        if (!page.checkpoint) { throw new Wrong('fresh'); }
        if (page.checkpoint !== note) { opened = await open(page.checkpoint, page.key); note = page.checkpoint; }
        if (page === first && page.frozen) {
          listed = await list(page, opened, met);
          head = page.frozen.head ? [page.frozen.head] : [];
        }
        var q = question(page);
        facetsFit(first, q);
        for (var i = 0; i < page.records.length; i += 1) {
          sum += await one(page.records[i], q, first.facets, opened, met, seen);
          lines.push(page.records[i].line);
          count += 1;
        }
        more = Boolean(page.next);
        if (told && await told(count) === false) { throw new Wrong('stopped'); }
      }
      if (!first || more) { throw new Wrong('cut'); }
      if (listed !== null && hex(await sha256(utf8(head.concat(lines).map(function (line) { return line + '\n'; }).join('')))) !== listed) { throw new Wrong('list'); }
      var of = question(first).measure, adds = of === 'sum' || of === 'deeds' || of === 'record' || of === 'listed';
      if (of === 'record' && count !== 1 || adds && (of === 'deeds' || of === 'listed' ? count : sum) !== first.value) { throw new Wrong('value'); }
      /* A file says of itself which records a figure has; only one that was printed is bound to its list. */
      var bound = Boolean(asked) || head.length > 0;
      return found(adds && (bound || of === 'record'), !adds ? 'closed' : of === 'record' ? of : !bound ? 'file' : listed === null ? 'sound' : 'frozen');
    } catch (wrong) {
      if (!(wrong instanceof Wrong)) { throw wrong; }
      return found(false, wrong.code, wrong.record);
    }
  }

  /* Of a published figure: its leaf is in the signed tree and is that of this issue and note. The hash of its list of records. */
  async function list(page, opened, met) {
    var frozen = page.frozen, it = await sealed(frozen, opened, met), f = it.fields;
    if (!/^placed\/./.test(it.object || '') || f.bulletin !== frozen.bulletin || f.number !== String(frozen.number)) { throw new Wrong('list'); }
    if (frozen.head) { headFits(frozen.head, page); }
    return f.inputs;
  }

  /* A leaf with its path: what it says, when the signed root covers it. */
  async function sealed(record, opened, met) {
    var at = record.position, leaf = String(record.leaf);
    if (!record.hashes) { throw new Wrong('fresh', record); }
    if (!Number.isSafeInteger(at) || at < 0 || at >= opened.size) { throw new Wrong('path', record); }
    if (await rootOf(leaf, at, opened.size, record.hashes, met) !== opened.root) { throw new Wrong('path', record); }
    return read(leaf);
  }

  /* One record: its leaf belongs to the figure, and the list says the same of it. Its quantity in thousandths. */
  async function one(record, q, facets, opened, met, seen) {
    var it = await sealed(record, opened, met), f = it.fields, says;
    if (q.measure === 'listed') { return listedOne(record, it, q, facets, seen); }
    if (!/^deeds\/./.test(it.object || '')) { throw new Wrong('other', record); }
    if (q.object && (it.object !== q.object || f.state !== q.state || f.indicator !== facets[0])) { throw new Wrong('row', record); }
    if (seen.has(it.object)) { throw new Wrong('twice', record); }
    seen.add(it.object);
    if (f.state !== q.state) { throw new Wrong('state', record); }
    if (!(f.day >= q.from && f.day <= q.to)) { throw new Wrong('day', record); }
    if (facets.indexOf(f.indicator) < 0) { throw new Wrong('facet', record); }
    if (!/^\d+$/.test(f.quantity || '')) { throw new Wrong('other', record); }
    try { says = JSON.parse(record.line); } catch (e) { says = {}; }
    var alike = says.deed === it.object.slice(6) && says.leaf === record.position && String(says.position) === f.position && says.unit === f.unit
      && says.day === f.day && String(says.quantity) === f.quantity;
    if (!alike) { throw new Wrong('row', record); }
    return Number(f.quantity);
  }

  /* A subject of a roster: on it on some day of the question, and not by mistake. It counts one. */
  function listedOne(record, it, q, facets, seen) {
    var f = it.fields, says;
    if (!/^roster_subjects\/./.test(it.object || '')) { throw new Wrong('other', record); }
    if (seen.has(it.object)) { throw new Wrong('twice', record); }
    seen.add(it.object);
    if (facets.indexOf(f.roster) < 0) { throw new Wrong('facet', record); }
    if (f.mistaken !== '0') { throw new Wrong('state', record); }
    if (!(f.from_day <= q.to) || f.ended_on && f.ended_on < q.from) { throw new Wrong('day', record); }
    try { says = JSON.parse(record.line); } catch (e) { says = {}; }
    if (says.subject !== it.object.slice('roster_subjects/'.length) || says.leaf !== record.position || String(says.position) !== f.position) { throw new Wrong('row', record); }
    return 1;
  }

  out.verifyFigure = verify;
})(typeof module !== 'undefined' ? module.exports : window);
