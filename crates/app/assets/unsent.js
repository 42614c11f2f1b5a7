/* What was recorded and is not with the server yet: kept on the phone, sent when there is a network, told in three words. The rules are
   docs/sync.md, "What holds for the phone". Comfort only: without this the form goes straight to the server. ES2017, no dependencies. */
(function () {
  'use strict';
  const chip = document.querySelector('[data-unsent]');
  if (!chip || !window.indexedDB || !window.isSecureContext || !window.crypto.subtle) { return; }
  const person = chip.dataset.unsent, root = document.documentElement;
  const BATCH = 50, BATCH_BYTES = 60000, PIECE = 64 * 1024, PIECE_MOST = 1024 * 1024, LATEST = 20, TAKE_MOST = 40 * 1024 * 1024;
  const WAIT = 2000, WAIT_MOST = 300000, AT_ONCE = 4000;

  const opened = new Promise((resolve, reject) => {
    const asked = indexedDB.open(`unsent:${person}`, 1);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore('ops', { keyPath: 'seq' });
      asked.result.createObjectStore('photos', { keyPath: 'sha256' });
      asked.result.createObjectStore('about');
    };
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
  /* One turn at the stores; over when it is on the disk. `what` may give back a request, whose result is the answer. */
  const turn = (mode, what) => opened.then(base => new Promise((resolve, reject) => {
    const tx = base.transaction(['ops', 'photos', 'about'], mode, { durability: 'strict' });
    const asked = what(tx.objectStore('ops'), tx.objectStore('photos'), tx.objectStore('about'));
    tx.oncomplete = () => resolve(asked && asked.result);
    tx.onerror = tx.onabort = () => reject(tx.error);
  }));
  const queue = () => turn('readonly', ops => ops.getAll());
  const about = key => turn('readonly', (ops, photos, notes) => notes.get(key));

  const hex = bytes => Array.from(new Uint8Array(bytes), b => (b + 256).toString(16).slice(1)).join('');
  const hash = bytes => crypto.subtle.digest('SHA-256', bytes).then(hex);
  const utf8 = text => new TextEncoder().encode(text);
  /* Version 7: the time first, then chance. */
  const uuid = () => {
    const bytes = crypto.getRandomValues(new Uint8Array(16)), ms = Date.now();
    for (let n = 0; n < 6; n++) { bytes[n] = Math.floor(ms / Math.pow(256, 5 - n)) % 256; }
    bytes[6] = bytes[6] % 16 + 112;
    bytes[8] = bytes[8] % 64 + 128;
    return hex(bytes).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
  };

  /* Keeps an operation and its photograph, under the next number of this installation; the operation, once it is on the disk. */
  const keep = async function (kind, id, said, photo, shown) {
    const bytes = photo ? await new Response(photo).arrayBuffer() : null, sha256 = bytes && await hash(bytes), files = bytes ? [sha256] : [];
    for (;;) {
      const self = await about('self') || { device: uuid(), seq: 0, last: '', anchor: null };
      const text = JSON.stringify({ id: id, seq: self.seq + 1, prev: self.last, anchor: self.anchor, kind: kind, body: kind === 'record' ? { fields: said, files: files } : said });
      const last = await hash(utf8(text));
      const op = { seq: self.seq + 1, id: id, text: text, fields: kind === 'record' ? said : null, files: files, there: [], state: 'waiting', reason: '', due: 0, shown: shown };
      let kept = false;
      await turn('readwrite', (ops, photos, notes) => {
        const asked = notes.get('self');
        asked.onsuccess = () => {
          /* Another page of ours was quicker: once more with the next number. */
          if ((asked.result ? asked.result.seq : 0) !== self.seq) { return; }
          kept = true;
          if (bytes) { photos.put({ sha256: sha256, bytes: bytes }); }
          notes.put(Object.assign({}, asked.result || self, { seq: op.seq, last: last }), 'self');
          ops.put(op);
        };
      });
      if (kept) { return op; }
    }
  };
  /* Changes an operation as it stands now; what is gone, or was received before, stays so. */
  const alter = (ops, seq, how) => {
    const asked = ops.get(seq);
    asked.onsuccess = () => { const op = asked.result; if (op && how(op) !== false) { ops.put(op); } };
  };
  const change = (seq, how) => turn('readwrite', ops => { alter(ops, seq, how); });
  /* Takes an operation out, and the photographs that no other one names. */
  const drop = (seq, told) => turn('readwrite', (ops, photos, notes) => {
    ops.delete(seq);
    const left = ops.getAll();
    left.onsuccess = () => {
      const named = left.result.reduce((all, op) => all.concat(op.files), []), keys = photos.getAllKeys();
      keys.onsuccess = () => keys.result.filter(key => named.indexOf(key) < 0).forEach(key => photos.delete(key));
    };
    if (!told) { return; }
    const latest = notes.get('latest');
    latest.onsuccess = () => notes.put([told].concat(latest.result || []).slice(0, LATEST), 'latest');
  });

  /* No answer, or one that says nothing about what was sent: the same again later. */
  const Later = function (seconds) { this.ms = (seconds || 0) * 1000; };
  const ask = async function (path, options) {
    const response = await fetch(path, Object.assign({ credentials: 'same-origin' }, options)).catch(() => { throw new Later(); });
    if (response.status === 429 || response.status >= 500) { throw new Later(Number(response.headers.get('Retry-After'))); }
    const said = await response.json().catch(() => { throw new Later(); });
    return { status: response.status, said: said };
  };

  const heard = (op, answer) => {
    if (op.id !== answer.id || op.state === 'received') { return false; }
    op.reason = answer.reason || '';
    if (answer.answer === 'rejected') { op.state = 'rejected'; } else if (answer.answer === 'later') { op.due = Date.now() + 15000; } else {
      op.state = 'received';
      op.position = answer.position;
      op.deed = answer.deed || op.id;
    }
    return true;
  };
  /* What was said of a whole batch, and the checkpoint that came with it, are on the disk together. */
  const settle = (answers, anchor) => turn('readwrite', (ops, photos, notes) => {
    answers.forEach(answer => alter(ops, answer.seq, op => heard(op, answer)));
    if (!anchor) { return; }
    const asked = notes.get('self');
    asked.onsuccess = () => { notes.put(Object.assign({}, asked.result, { anchor: { size: anchor.size, root: anchor.root } }), 'self'); };
  });

  /* Sends what waits, the texts first; whether something went. */
  const sendTexts = async function (most) {
    const ready = (await queue()).filter(op => op.state === 'waiting' && !(op.due > Date.now() && op.due < Date.now() + WAIT_MOST));
    let batch = [], bytes = 0;
    for (const op of ready) {
      bytes += utf8(op.text).length + 1;
      if (batch.length && (batch.length === most || bytes > BATCH_BYTES)) { break; }
      batch.push(op);
    }
    if (!batch.length) { return false; }
    const self = await about('self');
    const body = `{"device":"${self.device}","person":${JSON.stringify(person)},"ops":[${batch.map(op => op.text).join(',')}]}`;
    const got = await ask(`/api/v1/sync?lang=${root.lang}`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: body });
    if (got.status === 200) {
      await settle(got.said.ops, got.said.anchor);
      return got.said.ops.some(answer => answer.answer !== 'later');
    }
    if (got.status === 401 || got.status === 403) { halted = got.said.detail || chip.dataset.halted; return false; }
    if (batch.length > 1) { return sendTexts(Math.ceil(batch.length / 2)); }
    await change(batch[0].seq, op => { op.state = 'rejected'; op.reason = got.said.detail || got.said.title || ''; });
    return true;
  };

  let piece = PIECE;
  /* Sends one photograph from where the server has it. True when it is there, else why not. */
  const sendPhoto = async function (sha256) {
    const photo = await turn('readonly', (ops, photos) => photos.get(sha256));
    if (!photo) { return chip.dataset.photo; }
    const size = photo.bytes.byteLength;
    let have = -1, tries = 0;
    for (;;) {
      const end = Math.min(size, have + piece), began = Date.now();
      const range = have < 0 ? `bytes */${size}` : `bytes ${have}-${end - 1}/${size}`;
      let got;
      try {
        got = await ask(`/api/v1/blobs/${sha256}?lang=${root.lang}`, { method: 'PUT', headers: { 'Content-Range': range }, body: have < 0 ? '' : photo.bytes.slice(have, end) });
      } catch (fault) { piece = Math.max(PIECE / 4, piece / 2); throw fault; }
      if (got.status === 422 && got.said.field === 'sha256' && ++tries < 3) { have = 0; continue; }
      if (got.status === 401 || got.status === 403) { halted = got.said.detail || chip.dataset.halted; return false; }
      if (got.status > 299) { return got.said.detail || got.said.title || chip.dataset.photo; }
      if (got.said.done) { return true; }
      if (have >= 0 && Date.now() - began < 1000) { piece = Math.min(PIECE_MOST, piece * 2); }
      have = got.said.have;
    }
  };
  const sendPhotos = async function () {
    for (const op of await queue()) {
      if (op.state === 'rejected' || (op.state === 'waiting' && !op.due)) { continue; }
      for (const sha256 of op.files.filter(file => op.there.indexOf(file) < 0)) {
        const there = await sendPhoto(sha256);
        if (halted) { return; }
        if (there !== true && op.state === 'received') {
          /* The record is there and its photograph cannot be: the record says so no longer. */
          await keep('change', uuid(), { deed: op.deed, was: { files: [sha256] }, is: { files: [] } }, null, op.shown);
        }
        await change(op.seq, now => {
          if (there !== true) { now.reason = there; }
          if (there === true || now.state === 'received') { now.there.push(sha256); now.due = 0; } else { now.state = 'rejected'; }
        });
        tell();
      }
    }
  };
  const forget = async function () {
    for (const op of await queue()) {
      if (op.state === 'received' && op.files.every(file => op.there.indexOf(file) >= 0)) {
        await drop(op.seq, { shown: op.shown, position: op.position, deed: op.deed, reason: op.reason });
      }
    }
  };

  let halted = '', busy = null, wait = WAIT, timer = 0, total = 0;
  const round = async function () {
    halted = '';
    total = (await queue()).length;
    while (await sendTexts(BATCH)) { await forget(); tell(); }
    if (!halted) { await sendPhotos(); }
    await forget();
    wait = WAIT;
  };
  /* One request at a time, in all pages of this browser. */
  const alone = what => (navigator.locks ? navigator.locks.request(`unsent:${person}`, { ifAvailable: true }, lock => (lock ? what() : null)) : what());
  const send = function () {
    if (busy) { return busy; }
    clearTimeout(timer);
    busy = Promise.resolve(alone(round)).catch(fault => {
      if (!(fault instanceof Later)) { throw fault; }
      wait = Math.min(WAIT_MOST, Math.max(fault.ms, wait * 2));
    }).then(() => { busy = null; return tell(); }).then(left => {
      if (left && !halted) { timer = setTimeout(send, wait); }
    });
    tell();
    return busy;
  };

  /* ── what is shown ── */
  const say = (key, gaps) => Object.keys(gaps).reduce((text, name) => text.replace(`{${name}}`, gaps[name]), chip.dataset[key]);
  const list = document.querySelector('[data-unsent-list]');
  /* Somebody asked for it to be sent now. */
  let told = false;
  /* What was written at a visit that was refused: it is nowhere else. */
  const visited = op => { const said = JSON.parse(op.text); return said.kind === 'visit' && said.body; };
  const written = op => (op.fields ? [] : (visited(op).fields || []).filter(field => field[0] === 'saw' || field[0] === 'promised').map(field => field[1]));
  const line = function (it, op) {
    const row = document.querySelector('template[data-line]').content.cloneNode(true), part = name => row.querySelector(`[data-part=${name}]`);
    part('title').textContent = it.shown.title;
    part('facts').textContent = [it.shown.facts].concat(op && op.state === 'rejected' ? written(op) : []).join(' · ');
    part('state').textContent = it.position ? say('received', { n: it.position }) : op && busy && navigator.onLine && op.state === 'waiting' ? chip.dataset.busy : chip.dataset.waiting;
    part('state').classList.add(it.position ? 'ok' : 'warn');
    part('reason').textContent = it.position && op ? chip.dataset.photos : it.reason || '';
    if (op && op.state === 'rejected') {
      part('acts').hidden = false;
      part('mend').hidden = !op.fields && !visited(op);
      part('mend').addEventListener('click', () => mend(op));
      part('drop').addEventListener('click', () => { if (window.confirm(chip.dataset.sure)) { drop(op.seq).then(tell); } });
    }
    return row;
  };
  const tell = async function () {
    const ops = await queue(), rejected = ops.filter(op => op.state === 'rejected');
    chip.hidden = !ops.length;
    const sent = Math.min(total, Math.max(1, total - ops.length + 1));
    chip.textContent = busy && navigator.onLine && ops.length > rejected.length && total ? say('sending', { done: sent, all: total }) : chip.dataset.waiting;
    chip.dataset.left = String(ops.length);
    if (!ops.length && document.querySelector('[data-stays]')) { document.querySelector('[data-stays]').hidden = true; }
    if (list) {
      const latest = await about('latest') || [];
      list.textContent = '';
      ops.forEach(op => list.appendChild(line(op, op)));
      latest.forEach(it => list.appendChild(line(it)));
      document.querySelector('[data-none]').hidden = ops.length + latest.length > 0;
      document.querySelector('[data-acts]').hidden = !ops.length;
      const why = document.querySelector('[data-why]');
      why.textContent = halted || (told && !navigator.onLine ? chip.dataset.noNetwork : '');
      why.hidden = !why.textContent;
    }
    return ops.length > rejected.length;
  };

  /* What was refused goes back into its form, to be put right there: a record as a draft, a visit, which is no draft, from here. */
  const mend = async function (op) {
    if (!op.fields) { location.href = `${chip.href.replace('/unsent', `/visits/${visited(op).household}`)}#mend-${op.seq}`; return; }
    const photo = op.files.length ? await turn('readonly', (ops, photos) => photos.get(op.files[0])) : null;
    const file = photo && new File([photo.bytes], 'photo.jpg', { type: 'image/jpeg' });
    await window.chunmanDraft(op.shown.draft, { at: Date.now(), values: op.fields.concat([['id', op.id]]), file: file });
    await drop(op.seq);
    location.href = op.shown.form;
  };
  const refill = async function (seq) {
    const op = (await queue()).find(it => it.seq === seq && it.state === 'rejected'), form = document.querySelector('#main form');
    if (!op || !form || !form.elements.saw) { return; }
    const body = visited(op), note = document.createElement('p');
    Array.prototype.filter.call(form.elements, el => el.name && el.name !== 'id' && el.name !== 'asked').forEach(el => {
      const said = body.fields.filter(pair => pair[0] === el.name).map(pair => pair[1]);
      if (el.type === 'checkbox' || el.type === 'radio') { el.checked = said.indexOf(el.value) >= 0; } else if (said.length) { el.value = said[0]; }
    });
    note.className = 'card pad warn';
    note.setAttribute('role', 'alert');
    note.textContent = op.reason;
    form.insertAdjacentElement('beforebegin', note);
    form.addEventListener('submit', event => {
      event.preventDefault();
      const fields = [];
      new FormData(form).forEach((value, name) => { if (typeof value === 'string' && value.trim() && name !== 'id') { fields.push([name, value]); } });
      keep('visit', form.elements.id.value, { household: body.household, fields: fields }, null, op.shown).then(() => drop(op.seq))
        .then(() => Promise.race([send(), new Promise(done => setTimeout(done, AT_ONCE))])).then(() => { location.href = chip.href; });
    });
  };
  /* The queue as one file, photographs and all: a clerk brings it in where the phone cannot. */
  const take = async function () {
    const ops = (await queue()).filter(op => op.state !== 'received' || op.there.length < op.files.length), self = await about('self');
    /* Texts all of them, photographs as far as one file can be carried; the rest goes from here. */
    const photos = [];
    let bytes = 0;
    for (const sha256 of ops.reduce((all, op) => all.concat(op.files), [])) {
      const photo = await turn('readonly', (none, kept) => kept.get(sha256));
      if (photo) { bytes += photo.bytes.byteLength; }
      if (photo && bytes < TAKE_MOST) { photos.push(photo); }
    }
    const base64 = bytes => { let text = ''; new Uint8Array(bytes).forEach(b => { text += String.fromCharCode(b); }); return btoa(text); };
    const file = { chunman: 'unsent', device: self.device, person: person, ops: ops.map(op => op.text), photos: photos.map(p => ({ sha256: p.sha256, content: base64(p.bytes) })) };
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([JSON.stringify(file)], { type: 'application/json' }));
    link.download = `chunman-unsent-${person}.json`;
    link.click();
  };

  /* What a page of its own keeps goes the same way. */
  window.chunmanUnsent = { keep: keep, send: () => send(), uuid: uuid, page: chip.href };

  /* ── the form ── */
  const facts = function (form) {
    const picked = form.querySelector('[name=indicator]:checked'), label = picked ? picked.parentNode.querySelector('small').textContent : form.dataset.measure;
    const day = new Intl.DateTimeFormat(root.lang === 'en' ? 'en-GB' : root.lang, { month: 'long', day: 'numeric', timeZone: 'UTC' }).format(new Date(form.elements.day.value));
    return `${form.elements.quantity.value}${root.lang === 'en' ? ' ' : ''}${label} · ${day}`;
  };
  const record = async function (form) {
    const fields = [];
    new FormData(form).forEach((value, name) => { if (typeof value === 'string' && value.trim() && name !== 'id') { fields.push([name, value]); } });
    const shown = { title: document.querySelector('h1').textContent, facts: facts(form), draft: form.dataset.draft, form: location.pathname + location.search };
    const op = await keep('record', form.elements.id.value, fields, form.querySelector('input[type=file]').files[0], shown);
    /* From here on it is in the queue, and nowhere else. */
    await window.chunmanDraft(form.dataset.draft, null).catch(() => { /* it comes back under the same id, and is one */ });
    await Promise.race([send(), new Promise(done => setTimeout(done, AT_ONCE))]);
    const now = await turn('readonly', ops => ops.get(op.seq));
    if (now && now.state === 'rejected') {
      /* The server says it at the field, with everything as it was typed. */
      await drop(op.seq);
      form.submit();
    } else if (!now || now.state !== 'waiting') { location.href = form.dataset.received.replace('ID', op.id); } else if (navigator.onLine || navigator.serviceWorker && navigator.serviceWorker.controller) { location.href = chip.href; } else { stay(form); }
  };
  /* Without a network and without a worker no page opens: the record waits, and this one takes the next. */
  const stay = function (form) {
    const note = document.querySelector('[data-stays]');
    form.reset();
    form.querySelectorAll('button').forEach(button => { button.disabled = false; });
    form.elements.id.value = uuid();
    if (form.elements.asked) { form.elements.asked.value = form.dataset.asked; }
    note.hidden = false;
    note.focus();
    tell();
  };
  const form = document.querySelector('form[data-draft]');
  if (form) {
    /* A page that was kept: another record than the last one made on it, and the day goes on from when it was asked for. */
    const since = Number(root.dataset.kept);
    form.dataset.asked = form.elements.asked ? form.elements.asked.value : '';
    if (since) {
      const today = new Date(Date.parse(`${form.dataset.now}Z`) + since).toISOString().slice(0, 10), day = form.elements.day;
      form.elements.id.value = uuid();
      day.max = today < form.dataset.end ? today : form.dataset.end;
      day.value = day.max;
    }
    window.addEventListener('pageshow', event => { if (event.persisted) { location.reload(); } });
    /* Says at a field what keeps the form from the queue, until the field is changed. */
    const stop = function (field, why) {
      const fold = field.closest('details');
      if (fold) { fold.open = true; }
      field.setCustomValidity(why);
      field.addEventListener(field.type === 'file' ? 'change' : 'input', () => field.setCustomValidity(''), { once: true });
      field.reportValidity();
      /* After the form that goes once has put them to rest. */
      setTimeout(() => form.querySelectorAll('button').forEach(button => { button.disabled = false; }), 0);
    };
    form.addEventListener('submit', event => {
      const photo = form.querySelector('input[type=file]'), file = photo.files[0], of = form.querySelector('[name=indicator]:checked, [name=indicator][type=hidden]');
      /* What could not be made smaller is no photograph that this browser can read: the server says so at its field, where there is one. */
      const unread = file && file.name !== 'photo.jpg' && file.type !== 'application/pdf', much = of && Number(form.elements.quantity.value.replace(',', '.')) > Number(of.dataset.most);
      if (!form.dataset.ready || unread && navigator.onLine) { return; }
      event.preventDefault();
      if (unread || much) { stop(unread ? photo : form.elements.quantity, unread ? chip.dataset.unread : of.dataset.much); return; }
      record(form).catch(() => form.submit());
    });
  }

  /* ── pages that open without a network ── */
  if (navigator.serviceWorker) {
    const pages = () => [chip.href].concat(Array.prototype.map.call(document.querySelectorAll('a[data-offline]'), a => a.href));
    navigator.serviceWorker.register('/worker.js').then(() => navigator.serviceWorker.ready).then(ready => {
      ready.active.postMessage({ keep: pages().concat(document.querySelector('a[data-offline]') ? [location.href] : []) });
    }).catch(() => { /* a private window */ });
  }
  const kept = Number(root.dataset.kept);
  if (kept) {
    const note = document.createElement('p');
    note.className = 'card pad note';
    note.setAttribute('role', 'status');
    note.textContent = root.dataset.lost ? chip.dataset.lost : root.dataset.past ? chip.dataset.past : root.dataset.instead ? chip.dataset.instead : chip.dataset.offline;
    document.getElementById('main').insertAdjacentElement('afterbegin', note);
  }

  if (list) {
    document.querySelector('[data-now]').addEventListener('click', () => { told = true; send(); });
    document.querySelector('[data-take]').addEventListener('click', take);
  }
  const again = /^#mend-(\d+)$/.exec(location.hash);
  if (again) { refill(Number(again[1])); }
  window.addEventListener('online', send);
  document.addEventListener('visibilitychange', () => { if (!document.hidden) { send(); } });
  send();
}());
