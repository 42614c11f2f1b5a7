/* For those who record and work at a desk, beside chunman.js. Comfort only: every page works without this. ES2017, no dependencies. */
(function () {
  'use strict';
  var one = function (sel, from) { return (from || document).querySelector(sel); };
  var all = function (sel, from) { return Array.prototype.slice.call((from || document).querySelectorAll(sel)); };

  /* Without a network a form that no queue takes stays as it is, with everything typed; nobody is half signed out. */
  document.addEventListener('submit', function (event) {
    var form = event.target, chip = one('[data-unsent]');
    if (navigator.onLine !== false || !chip || form.method !== 'post' || form.dataset.draft || document.documentElement.dataset.kept) { return; }
    event.preventDefault();
    event.stopImmediatePropagation();
    var main = document.getElementById('main'), place = main.contains(form) ? form : main, told = one('[data-not-sent]', place);
    if (!told) {
      told = document.createElement('p');
      told.className = 'card pad note';
      told.setAttribute('role', 'alert');
      told.dataset.notSent = '';
      place.insertBefore(told, place === main ? main.firstChild : null);
    }
    told.textContent = chip.dataset.notSent;
    told.scrollIntoView({ block: 'nearest' });
  }, true);

  /* − and + beside a quantity, in steps of its measure; whole thousandths, so no 0.30000000000000004. */
  all('[data-stepper]').forEach(function (box) {
    var input = one('input', box);
    var move = function (sign) {
      var picked = one('input[name=indicator]:checked');
      var by = Math.round(parseFloat((picked && picked.dataset.step) || box.dataset.by || '1') * 1000);
      var now = Math.round((parseFloat(input.value.replace(',', '.')) || 0) * 1000);
      input.value = String(Math.max(0, now + sign * by) / 1000);
      input.dispatchEvent(new Event('input', { bubbles: true }));
    };
    [['[data-minus]', -1], ['[data-plus]', 1]].forEach(function (pair) {
      var button = one(pair[0], box);
      if (button) { button.hidden = false; button.addEventListener('click', function () { move(pair[1]); }); }
    });
  });

  /* How long a form by which staff report is worked on, and how many of its fields are filled in by hand: told with the form, of all people together.
     Time counts while the page is seen and somebody types or taps; a pause of more than a minute does not. Each event is written down at once, so that
     a form that goes into the phone's queue, or comes back after its browser was killed, has it too. */
  var asked = all('[data-asked]').map(function (field) { return { field: field, rest: 0, filled: {} }; }), last = Date.now(), PAUSE = 60000;
  var worked = function (it, ms, more) {
    var parts = it.field.value.slice(1).split('~'), whole = Math.floor((it.rest + ms) / 1000);
    it.rest += ms - whole * 1000;
    parts[1] = String(Number(parts[1]) + whole);
    parts[2] = String(Number(parts[2]) + more);
    it.field.value = 's' + parts.join('~');
  };
  var touched = function (event) {
    var now = Date.now(), gap = now - last, at = event.target, mine = asked.filter(function (it) { return it.field.form.contains(at); });
    last = now;
    if (document.hidden) { return; }
    var picks = at.type === 'checkbox' || at.type === 'radio', key = at.type === 'checkbox' ? at.name + '=' + at.value : at.name;
    var fills = (event.type === 'change' || event.type === 'input' && !picks) && at.name && at !== document;
    (mine.length ? mine : asked).forEach(function (it) {
      var more = mine.length && fills && !it.filled[key] ? 1 : 0;
      if (more) { it.filled[key] = true; }
      worked(it, gap > PAUSE ? 0 : gap, more);
    });
  };
  if (asked.length) {
    ['keydown', 'pointerdown', 'input', 'change'].forEach(function (kind) { document.addEventListener(kind, touched, true); });
    document.addEventListener('visibilitychange', function () { last = Date.now(); });
  }

  /* The writer's desk: the cursor's place goes along with each button, the figure at the cursor is marked, and what was typed
     outlives the browser until it is saved. */
  all('form[data-keep]').forEach(function (form) {
    var text = document.getElementById(form.dataset.text), rev = one('[name=rev]', form).value, key = form.dataset.keep;
    var drawer = { get: function () { try { return JSON.parse(localStorage.getItem(key)); } catch (e) { return null; } },
      put: function (sent) { try { localStorage.setItem(key, JSON.stringify({ rev: rev, text: text.value, sent: sent, caret: caret })); } catch (e) { /* full or private */ } } };
    var kept = drawer.get();
    if (kept && !kept.sent && kept.text !== text.value) {
      if (kept.rev === rev) { text.value = kept.text; one('[data-back]', form).hidden = false; } else {
        var fold = one('[data-unsaved]', form);
        fold.hidden = false; one('textarea', fold).value = kept.text;
      }
    }
    /* Looking at a figure loads the page again: the cursor stays where it was, or stands behind what was inserted there. */
    var caret = text.value.length;
    if (kept && kept.caret >= 0) {
      var was = kept.text.length, end = 0;
      while (end < was - kept.caret && kept.text[was - 1 - end] === text.value[caret - 1 - end]) { end++; }
      caret = end === was - kept.caret || text.value.length > was ? caret - end : caret;
    }
    text.setSelectionRange(caret, caret);
    var at = function () {
      caret = text.selectionStart;
      var open = text.value.lastIndexOf('{', caret), close = open < 0 ? -1 : text.value.indexOf('}', open);
      var gap = close >= caret - 1 && /^\{(\d+)/.exec(text.value.slice(open));
      all('[data-gap]', form).forEach(function (card) { var here = !!gap && card.dataset.gap === gap[1]; card.classList.toggle('here', here); if (here) { card.open = true; } });
    };
    ['keyup', 'click', 'input'].forEach(function (event) { text.addEventListener(event, at); });
    /* Enter in a part of the form is that part's button, not the first one of all. */
    all('[data-enter] input', form).forEach(function (input) {
      input.addEventListener('keydown', function (event) {
        if (event.key !== 'Enter' || event.isComposing) { return; }
        event.preventDefault();
        var after = all('button', input.closest('[data-enter]')).filter(function (b) { return input.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING; });
        after[0].click();
      });
    });
    var placed = location.hash && one(location.hash);
    if (placed && placed.tagName === 'DETAILS') { placed.open = true; }
    text.addEventListener('input', function () { drawer.put(false); });
    form.addEventListener('submit', function () { one('[name=caret]', form).value = String(caret); drawer.put(true); });
  });

  /* A file is read into the text above it, so one form serves paste and file alike. */
  all('[data-file-source]').forEach(function (source) {
    one('[data-file-field]').hidden = false;
    source.addEventListener('change', function () {
      var file = source.files[0];
      if (!file) { return; }
      var reader = new FileReader();
      reader.onload = function () { one('[data-file-target]').value = reader.result; };
      reader.readAsText(file);
    });
  });

  /* How many lines are pasted; nothing is sent. */
  all('[data-lines]').forEach(function (text) {
    var said = one('[data-lines-said]'), usual = said.textContent;
    var count = function () {
      var n = text.value.split('\n').filter(function (line) { return line.trim(); }).length;
      said.textContent = n ? text.dataset.lines.replace('{n}', n) + ' · ' + usual : usual;
    };
    text.addEventListener('input', count);
    count();
  });

  /* What the rules say, while a campaign is being written. Without script the form's own buttons ask. */
  all('form[data-lint]').forEach(function (form) {
    var timer, asked = 0;
    var note = function (it) {
      var box = document.createElement('div');
      box.className = it.level === 'refuse' ? 'lint bad' : 'lint';
      [['b', it.label], ['p', it.why], ['p', it.instead], ['p', it.source]].forEach(function (pair, n) {
        var el = document.createElement(pair[0]);
        el.textContent = pair[1];
        if (n > 0) { el.setAttribute('data-field', ''); }
        if (n === 3) { el.className = 'tiny'; }
        box.appendChild(el);
      });
      var sign = document.createElement('span');
      sign.setAttribute('aria-hidden', 'true');
      sign.textContent = it.level === 'refuse' ? '✕ ' : '! ';
      box.firstChild.insertBefore(sign, box.firstChild.firstChild);
      return box;
    };
    var show = function (found) {
      var places = {};
      all('[data-notes]', form).forEach(function (box) { box.textContent = ''; places[box.dataset.notes] = box; });
      found.forEach(function (it) {
        var box = places[it.field] || places[it.field.replace(/\[\d+\]$/, '')] || places[''];
        box.appendChild(note(it));
        var fold = box.closest('details');
        if (fold) { fold.open = true; }
      });
      var bad = one('.lint.bad', form);
      one('[data-barred]', form).classList.toggle('none', !bad);
      if (bad) { one('[data-jump]', form).href = '#' + (bad.parentNode.dataset.notes ? 'f-' + bad.parentNode.dataset.notes : 'main'); }
    };
    /* What was unfolded stays so when a button brings the form again. */
    form.addEventListener('submit', function () {
      form.elements.unfolded.value = all('details[data-fold]', form).filter(function (fold) { return fold.open; }).map(function (fold) { return fold.dataset.fold; }).join(' ');
    });
    form.addEventListener('input', function () {
      clearTimeout(timer);
      timer = setTimeout(function () {
        var turn = ++asked;
        var body = new URLSearchParams(new FormData(form)).toString();
        var lang = document.documentElement.lang;
        fetch(form.dataset.lint + '?lang=' + lang, { method: 'POST', body: body, credentials: 'same-origin', headers: { 'Content-Type': 'application/x-www-form-urlencoded' } })
          .then(function (answer) { return answer.ok ? answer.json() : null; })
          .then(function (found) { if (found && turn === asked) { show(found); } })
          .catch(function () { /* offline: the next button asks */ });
      }, 400);
    });
  });

  var waiting = one('[data-refresh]');
  if (waiting) {
    /* The page's own address: what was posted to get here is not posted again. */
    var again = one('a[href]', waiting);
    setTimeout(function () { location.replace(again ? again.href : location.href); }, Number(waiting.dataset.refresh) * 1000);
  }

  /* The queue by keyboard. Nothing happens while typing or with a modifier held. */
  var queue = one('[data-queue]');
  if (!queue) { return; }
  var keys = one('[data-keys]');
  if (keys) { keys.hidden = false; }
  var every = one('[data-all]');
  if (every) {
    every.hidden = false;
    every.addEventListener('click', function () {
      var boxes = all('input[name=deed][type=checkbox]', queue);
      var tick = boxes.some(function (box) { return !box.checked; });
      boxes.forEach(function (box) { box.checked = tick; });
    });
  }
  var rows = all('[data-row]', queue);
  var go = function (by) {
    var here = rows.findIndex(function (row) { return row.hasAttribute('data-open'); });
    var row = rows[here < 0 ? 0 : here + by];
    if (row) { location.href = row.href; }
  };
  var open = one('[data-open]', queue);
  if (open && open.scrollIntoView && window.innerWidth > 900) { open.scrollIntoView({ block: 'nearest' }); }
  /* A decision is for the record that was seen: a key that is still held, or pressed before the page was there, decides nothing. */
  setTimeout(function () { queue.dataset.armed = '1'; }, 400);
  document.addEventListener('keydown', function (event) {
    if (event.repeat) { return; }
    if (event.key === 'Escape') {
      all('[data-return], [data-refuse]').forEach(function (fold) { fold.open = false; });
      if (document.activeElement) { document.activeElement.blur(); }
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) { return; }
    if (/^(INPUT|TEXTAREA|SELECT|BUTTON|A|SUMMARY)$/.test(event.target.tagName) && !(event.key === 'j' || event.key === 'k')) { return; }
    if (/^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName) && event.target.type !== 'checkbox' && event.target.type !== 'radio') { return; }
    if (event.key === 'j' || event.key === 'J') { go(1); }
    else if (event.key === 'k' || event.key === 'K') { go(-1); }
    else if (event.key === ' ') {
      var approve = one('[data-approve]');
      if (approve) { event.preventDefault(); if (queue.dataset.armed) { approve.click(); } }
    }
    else if (/^[rx]$/i.test(event.key)) {
      /* Its reasons open with the first one under the finger; nothing is decided yet. */
      var fold = one(/r/i.test(event.key) ? '[data-return]' : '[data-refuse]');
      if (fold) { event.preventDefault(); fold.open = true; one('input:not([type=hidden])', fold).focus(); }
    }
  });
}());
