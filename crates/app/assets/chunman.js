/* Comfort only: every page works without this. ES2017, no dependencies. */
(function () {
  'use strict';
  var all = function (sel, from) { return Array.prototype.slice.call((from || document).querySelectorAll(sel)); };

  /* Large text is remembered on the reader's own device; without script it travels in the link. */
  var store = { get: function () { try { return localStorage.getItem('large'); } catch (e) { return null; } },
    set: function (on) { try { if (on) { localStorage.setItem('large', '1'); } else { localStorage.removeItem('large'); } } catch (e) { /* private window */ } } };
  var root = document.documentElement;
  if (store.get()) { root.classList.add('large'); }
  all('[data-large]').forEach(function (link) {
    var show = function () { link.textContent = root.classList.contains('large') ? link.dataset.off : link.dataset.on; };
    show();
    link.addEventListener('click', function (event) {
      event.preventDefault();
      store.set(root.classList.toggle('large'));
      show();
    });
  });

  /* A form that must not go twice: its buttons rest after the first press. Coming back wakes them. */
  all('form[data-once]').forEach(function (form) {
    form.addEventListener('submit', function () {
      setTimeout(function () { all('button', form).forEach(function (b) { b.disabled = true; }); }, 0);
    });
    window.addEventListener('pageshow', function () { all('button', form).forEach(function (b) { b.disabled = false; }); });
  });

  all('[data-copy]').forEach(function (button) {
    button.hidden = false;
    button.addEventListener('click', function () {
      var text = document.getElementById(button.dataset.copy);
      text.focus(); text.select();
      var done = function () { button.textContent = button.dataset.done; };
      if (navigator.clipboard) { navigator.clipboard.writeText(text.value).then(done, function () { document.execCommand('copy'); done(); }); }
      else { document.execCommand('copy'); done(); }
    });
  });

  /* On a phone the tabs go on beyond the edge: the one that is open stands in sight. */
  all('header nav [aria-current]').forEach(function (here) {
    var nav = here.parentNode;
    nav.scrollLeft += here.getBoundingClientRect().left - nav.getBoundingClientRect().left - (nav.clientWidth - here.offsetWidth) / 2;
  });

  /* Script that only some pages need comes after the page is there. */
  all('[data-load]').forEach(function (place) {
    var script = document.createElement('script');
    script.src = place.dataset.load;
    document.head.appendChild(script);
  });

  all('[data-print]').forEach(function (button) {
    button.hidden = false;
    button.addEventListener('click', function () { window.print(); });
  });
}());
