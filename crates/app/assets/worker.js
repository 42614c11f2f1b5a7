/* Opens the recording pages without a network, as they were last asked for. Nothing else is kept: what others recorded is not on the phone.
   ES2017, no dependencies. */
(function () {
  'use strict';
  const PAGES = 'pages', FILES = 'files', PATIENCE = 3000, TRIES = 5;
  const KEPT = /^\/(mine|todo|unsent|visits\/offline|capture\/[^/]+)$/;
  const isKept = url => KEPT.test(new URL(url, self.location.href).pathname);

  /* A page says when it was asked for: its days and hours go on from there. */
  let left = 0;
  const store = async function (url, response, since) {
    if (!response.ok || response.redirected || response.type !== 'basic') { return; }
    const text = await response.text(), headers = new Headers(response.headers);
    ['Content-Encoding', 'Content-Length'].forEach(name => headers.delete(name));
    headers.set('X-Kept-At', String(Date.now()));
    /* Its style and script first: a page that is kept opens whole. */
    const files = await caches.open(FILES), names = text.match(/\/assets\/[\w.-]+/g) || [];
    await Promise.all(names.map(async name => { if (!await files.match(name)) { await files.add(name); } }));
    /* Whoever signed out meanwhile leaves nothing. */
    if (since === left) { await (await caches.open(PAGES)).put(url, new Response(text, { headers: headers })); }
  };
  const kept = async function (url, cause) {
    const pages = await caches.open(PAGES), instead = /^\/visits(\/|$)/.test(new URL(url, self.location.href).pathname) ? '/visits/offline' : '/unsent';
    /* A page that is being written at this moment is not found or cannot be read: once more, a little later. The queue stands in for what is not kept, and the day's cards for visits. */
    for (let n = isKept(url) ? 0 : TRIES; n < TRIES + 2; n++) {
      try {
        const page = await (n < TRIES ? pages.match(url) : pages.match(instead, { ignoreSearch: true })) || n > TRIES && await pages.match('/unsent', { ignoreSearch: true });
        if (page) {
          const since = Math.max(1, Date.now() - Number(page.headers.get('X-Kept-At'))), why = cause ? ` data-${cause}="1"` : n < TRIES || instead !== '/unsent' ? '' : ' data-instead="1"';
          const marks = ` data-kept="${since}"${why}`;
          return new Response((await page.text()).replace('<html', `<html${marks}`), { headers: page.headers });
        }
      } catch (fault) { /* once more */ }
      await new Promise(done => setTimeout(done, 100));
    }
    return null;
  };

  /* The day's household cards are of this day. */
  const sweep = async function () {
    if (!await caches.has('visits')) { return; }
    const there = await (await caches.open('visits')).match('/visits/kept'), all = there && await there.json();
    if (!all || all.until <= Date.now()) { await caches.delete('visits'); }
  };

  const open = async function (event) {
    const request = event.request;
    event.waitUntil(sweep().catch(() => { /* nothing there */ }));
    const since = left;
    const live = fetch(request).then(response => {
      if (isKept(request.url)) { event.waitUntil(store(request.url, response.clone(), since).catch(() => { /* no room */ })); }
      return response;
    });
    live.catch(() => { /* answered below */ });
    if (isKept(request.url) && await (await caches.open(PAGES)).match(request.url)) {
      const slow = new Promise(done => setTimeout(done, PATIENCE)).then(() => kept(request.url));
      return Promise.race([live, slow]).catch(() => kept(request.url));
    }
    return live.catch(async fault => { const page = await kept(request.url); if (!page) { throw fault; } return page; });
  };
  const post = async function (request) {
    /* What this person saw goes with them, once they have gone. */
    const gone = async function (response) {
      if (new URL(request.url).pathname === '/sign-out') { left++; await caches.delete(PAGES); await caches.delete('visits'); }
      return response;
    };
    /* Going back to a page that came after a form: the browser has not kept it, and nothing is sent. */
    const why = request.isHistoryNavigation || request.cache === 'only-if-cached' ? 'past' : 'lost';
    return fetch(request).then(gone).catch(async fault => { const page = await kept('/unsent', why); if (!page) { throw fault; } return page; });
  };
  const file = async function (request) {
    const files = await caches.open(FILES), known = await files.match(request);
    if (known) { return known; }
    const response = await fetch(request);
    if (response.ok) { await files.put(request, response.clone()); }
    return response;
  };

  self.addEventListener('install', () => self.skipWaiting());
  self.addEventListener('activate', event => event.waitUntil(self.clients.claim()));
  self.addEventListener('fetch', event => {
    const request = event.request, url = new URL(request.url);
    if (url.origin !== self.location.origin) { return; }
    if (request.mode === 'navigate') { event.respondWith(request.method === 'GET' ? open(event) : post(request)); } else if (url.pathname.startsWith('/assets/')) { event.respondWith(file(request)); }
  });
  self.addEventListener('message', event => {
    const wanted = (event.data.keep || []).filter(isKept), since = left;
    event.waitUntil(Promise.all(wanted.map(url => fetch(url, { credentials: 'same-origin' }).then(response => store(url, response, since)).catch(() => { /* later */ }))));
  });
}());
