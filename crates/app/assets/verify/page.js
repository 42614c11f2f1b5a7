/* The verify page: runs the check on what the server sends, or on a file, and says in one sentence what came of it. */
(function () {
  'use strict';
  var from = typeof document === 'undefined' ? null : document.getElementById('from-file');
  if (!from) { return; }
  var keys = from.dataset.keys.split(' '), answers = document.getElementById('answers');
  var MARKS = { ok: '✓', part: '!', bad: '✗' };

  /* The sentence of a code, its gaps filled: a record by its number, and how many were looked at. */
  function say(box, code, found) {
    var model = answers.querySelector('[data-code=' + code + ']'), p = box.querySelector('.says'), of = found && found.record, says = {};
    p.textContent = MARKS[model.dataset.grade] ? MARKS[model.dataset.grade] + ' ' : '';
    box.dataset.grade = model.dataset.grade;
    model.childNodes.forEach(function (node) { p.appendChild(node.cloneNode(true)); });
    try { says = JSON.parse(of.line); } catch (e) { /* none, or not readable: the leaf's place will do */ }
    var at = p.querySelector('[data-at]'), count = p.querySelector('[data-count]');
    if (at && of) {
      at.textContent = from.dataset.no.replace('*', says.position === undefined ? of.position : says.position);
      if (says.deed) { at.href = '/deeds/' + encodeURIComponent(says.deed); }
    }
    if (count) { count.textContent = found ? found.count : 0; }
  }

  function button(box, name) { return box.querySelector('[data-' + name + ']') || { dataset: {} }; }

  /* Checks, with progress and a way to stop. */
  async function run(box, pages, asked) {
    var bar = box.querySelector('progress'), most = Number((box.dataset.count || '').replace(/\D/g, '')), stopped = false, found;
    var show = function (running) {
      bar.hidden = button(box, 'stop').hidden = !running;
      button(box, 'again').hidden = button(box, 'save').hidden = running;
    };
    button(box, 'stop').onclick = function () { stopped = true; };
    box.hidden = false;
    show(true);
    say(box, 'checking', null);
    var told = async function (count) {
      if (most) { bar.max = most; bar.value = count; }
      say(box, 'checking', { count: count });
      await new Promise(function (done) { setTimeout(done); });
      return !stopped;
    };
    try { found = await window.verifyFigure(pages, keys, told, asked); } catch (e) { found = { code: asked ? 'network' : 'format', count: 0 }; }
    show(false);
    say(box, found.code, found);
    return found;
  }

  function fetched(url) {
    var next = '';
    return async function () {
      if (next === null) { return null; }
      var answer = await fetch(url + (next && '?after=' + encodeURIComponent(next)), { credentials: 'omit', cache: 'no-store' });
      if (!answer.ok) { throw new Error(answer.status); }
      var page = await answer.json();
      next = page.next || null;
      return page;
    };
  }

  /* Each step with a mark: all of them, or the one that failed. */
  function mark(found) {
    Array.prototype.forEach.call(document.querySelectorAll('[data-step]'), function (step) {
      var failed = step.dataset.step.split(' ').indexOf(found.code) >= 0;
      step.dataset.grade = failed ? 'bad' : found.ok || found.code === 'closed' && !/value/.test(step.dataset.step) ? 'ok' : '';
    });
  }

  async function fingerprint(key) {
    var half = (await window.digest.sha256(new TextEncoder().encode(key))).subarray(0, 16);
    return Array.from(half, function (b) { return b.toString(16).padStart(2, '0'); }).join('').match(/.{4}/g).join('-');
  }

  var claim = document.getElementById('check');
  if (claim) {
    var of = claim.dataset, check = async function () {
      var found = await run(claim, fetched(of.proof), { figure: of.figure, value: of.value });
      mark(found);
      if (found.key) { document.querySelector('[data-fingerprint]').textContent = await fingerprint(found.key); }
    };
    button(claim, 'again').onclick = check;
    /* The proof as one file: its pages in their order. */
    button(claim, 'save').onclick = async function () {
      var pages = [], next = fetched(of.proof), page, link = document.createElement('a');
      try { while ((page = await next())) { pages.push(JSON.stringify(page)); } } catch (e) { say(claim, 'network', null); return; }
      link.href = URL.createObjectURL(new Blob(['[' + pages.join(',\n') + ']\n'], { type: 'application/json' }));
      link.download = of.figure.replace('/', '-') + '.json';
      link.click();
      setTimeout(function () { URL.revokeObjectURL(link.href); }, 60000);
    };
    check();
  }

  from.hidden = false;
  var input = from.querySelector('input');
  /* The same file again, changed meanwhile, is another choice. */
  input.onclick = function () { input.value = ''; };
  input.onchange = function () {
    var box = document.getElementById('file-check'), file = input.files[0], reader = new FileReader();
    if (!file) { return; }
    box.hidden = false;
    say(box, 'checking', null);
    reader.onload = async function () {
      var pages, link = box.querySelector('[data-about]'), found;
      try { pages = [].concat(JSON.parse(reader.result)); } catch (e) { pages = [{}]; }
      found = await run(box, async function () { return pages.shift() || null; }, null);
      link.textContent = found.figure || '';
      link.href = '/verify?q=' + encodeURIComponent(found.ok && found.printed || found.figure || '');
    };
    reader.readAsText(file);
  };
}());
