/* The day's household cards on the phone, for where there is no network: encrypted under a PIN, gone at midnight. What is written there goes into the queue.
   Comfort only: with a network the pages do all of it without this. ES2017, no dependencies. */
(function () {
  'use strict';
  const box = document.querySelector('[data-visits]'), unsent = window.chunmanUnsent;
  if (!box || !unsent || !window.caches || !navigator.serviceWorker) { return; }
  const CACHE = 'visits', KEY = '/visits/kept', ROUNDS = 600000, TRIES = 5, LIST = '/visits';
  const main = document.getElementById('main'), say = text => { const told = box.querySelector('[data-told]'); told.textContent = text; told.hidden = !text; };
  const person = document.querySelector('[data-unsent]').dataset.unsent;
  const base64 = bytes => { let text = ''; new Uint8Array(bytes).forEach(b => { text += String.fromCharCode(b); }); return btoa(text); };
  const bytes = text => Uint8Array.from(atob(text), c => c.charCodeAt(0));

  const key = (pin, salt) => crypto.subtle.importKey('raw', new TextEncoder().encode(pin), 'PBKDF2', false, ['deriveKey'])
    .then(raw => crypto.subtle.deriveKey({ name: 'PBKDF2', hash: 'SHA-256', salt: salt, iterations: ROUNDS }, raw, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']));
  const kept = async function () {
    if (!await caches.has(CACHE)) { return null; }
    const there = await (await caches.open(CACHE)).match(KEY), all = there && await there.json();
    if (all && all.until <= Date.now()) { await caches.delete(CACHE); return null; }
    return all && all.person === person ? all : null;
  };
  const keep = async all => (await caches.open(CACHE)).put(KEY, new Response(JSON.stringify(all), { headers: { 'Content-Type': 'application/json' } }));
  const midnight = () => { const day = new Date(); day.setHours(24, 0, 0, 0); return day.getTime(); };
  const body = async function (path) {
    const response = await fetch(path, { credentials: 'same-origin' });
    if (!response.ok) { throw new Error(path); }
    return new DOMParser().parseFromString(await response.text(), 'text/html').getElementById('main').innerHTML;
  };

  /* ── with a network: keeps the list, each household's file and each form ── */
  const take = async function (pin) {
    const pages = {}, parts = Array.prototype.map.call(document.querySelectorAll('a[data-card], a[data-visit]'), a => new URL(a.href).pathname);
    for (const path of [LIST].concat(parts)) { pages[path] = await body(path); }
    const salt = crypto.getRandomValues(new Uint8Array(16)), iv = crypto.getRandomValues(new Uint8Array(12));
    const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv: iv }, await key(pin, salt), new TextEncoder().encode(JSON.stringify(pages)));
    await keep({ person: person, salt: base64(salt), iv: base64(iv), sealed: base64(sealed), until: midnight(), tries: 0 });
    say(box.dataset.done);
  };

  /* ── without one: opens them, shows them, keeps what is written ── */
  const open = async function (pin) {
    const all = await kept();
    if (!all) { say(box.dataset.none); return; }
    let pages;
    try {
      const opened = await crypto.subtle.decrypt({ name: 'AES-GCM', iv: bytes(all.iv) }, await key(pin, bytes(all.salt)), bytes(all.sealed));
      pages = JSON.parse(new TextDecoder().decode(opened));
    } catch (fault) {
      all.tries += 1;
      await (all.tries < TRIES ? keep(all) : caches.delete(CACHE));
      say(all.tries < TRIES ? box.dataset.wrong : box.dataset.gone);
      return;
    }
    /* At midnight they go; who is writing just then finishes first. */
    setTimeout(() => { caches.delete(CACHE).then(() => { if (!main.querySelector('form')) { location.reload(); } }); }, Math.max(0, all.until - Date.now()));
    window.addEventListener('popstate', () => show(pages, LIST));
    show(pages, LIST);
  };
  const show = function (pages, path) {
    main.innerHTML = pages[path];
    main.querySelectorAll('[data-visits]').forEach(part => part.remove());
    main.querySelectorAll('a[href]').forEach(link => {
      const to = new URL(link.href);
      if (pages[to.pathname]) { link.addEventListener('click', event => { event.preventDefault(); history.pushState(null, '', location.href); show(pages, to.pathname); }); }
      else if (!navigator.onLine && to.protocol !== 'tel:' && link.getAttribute('href')[0] !== '#') {
        /* What leads away from the cards: back to the list, or nowhere. */
        if (link.closest('.back') && path !== LIST) { link.textContent = `← ${box.dataset.list}`; link.addEventListener('click', event => { event.preventDefault(); show(pages, LIST); }); } else if (link.classList.contains('btn')) { link.remove(); } else { link.removeAttribute('href'); }
      }
    });
    const form = path.indexOf(LIST + '/') === 0 && main.querySelector('form');
    if (form) {
      form.elements.id.value = unsent.uuid();
      form.addEventListener('submit', event => { event.preventDefault(); write(form, path); });
    }
    window.scrollTo(0, 0);
  };
  const write = async function (form, path) {
    const due = form.elements.due, button = form.querySelector('.bar button');
    due.required = !!form.elements.promised.value.trim();
    if (!form.reportValidity() || button.disabled) { return; }
    button.disabled = true;
    const fields = [], household = path.slice(LIST.length + 1);
    new FormData(form).forEach((value, name) => { if (typeof value === 'string' && value.trim() && name !== 'id') { fields.push([name, value]); } });
    await unsent.keep('visit', form.elements.id.value, { household: household, fields: fields }, null, { title: box.dataset.title, facts: household });
    await Promise.race([unsent.send(), new Promise(done => setTimeout(done, 4000))]);
    location.href = unsent.page;
  };

  const form = box.querySelector('form'), pin = form.querySelector('input');
  form.addEventListener('submit', event => {
    event.preventDefault();
    if (pin.value.length < 6) { say(box.dataset.short); return; }
    say(box.dataset.busy);
    const offline = box.dataset.visits === 'open';
    (offline ? open(pin.value) : take(pin.value)).catch(() => say(box.dataset.failed)).then(() => { pin.value = ''; });
  });
  kept().then(all => { box.hidden = false; if (box.dataset.visits === 'open' && !all) { say(box.dataset.none); } else if (all && box.dataset.visits === 'keep') { say(box.dataset.done); } });
}());
