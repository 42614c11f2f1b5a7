/* What is typed on the recording page is on the phone's disk with every letter, and there again when the browser was killed: by the
   camera, by the system, by a flat battery. A photo is kept too, made smaller first. Comfort only: the form works without this. */
(function () {
  'use strict';
  var form = document.querySelector('form[data-draft]'), sent = document.querySelector('[data-sent]');
  if (!window.indexedDB) { return; }

  var drawer = new Promise(function (resolve, reject) {
    var asked = indexedDB.open('drafts', 1);
    asked.onupgradeneeded = function () { asked.result.createObjectStore('drafts'); };
    asked.onsuccess = function () { resolve(asked.result); };
    asked.onerror = function () { reject(asked.error); };
  });
  /* One act on the drawer; it is done when it is on the disk. */
  var act = function (mode, what) {
    return drawer.then(function (db) {
      return new Promise(function (resolve, reject) {
        var turn = db.transaction('drafts', mode, { durability: 'strict' }), asked = what(turn.objectStore('drafts'));
        turn.oncomplete = function () { resolve(asked.result); };
        turn.onerror = turn.onabort = function () { reject(turn.error); };
      });
    });
  };
  var drop = function (key) { return act('readwrite', function (drafts) { return drafts.delete(key); }); };

  /* For the queue (unsent.js): what is to be put right goes back into its form, what is in the queue is a draft no more. */
  window.chunmanDraft = function (key, draft) {
    return draft ? act('readwrite', function (drafts) { return drafts.put(draft, key); }) : drop(key);
  };

  /* It was received: nothing is to be kept. */
  if (sent) {
    drop(sent.dataset.sent).catch(function () { /* a private window keeps nothing anyway */ }).then(function () { sent.dataset.dropped = '1'; });
    return;
  }

  if (!form) { return; }

  var WEEK = 7 * 24 * 3600 * 1000, LONG = 1600;
  var key = form.dataset.draft, photo = form.querySelector('input[type=file]'), kept = null;
  var fields = function () {
    return Array.prototype.filter.call(form.elements, function (el) { return el.name && el.type !== 'file' && el.name !== 'rev'; });
  };
  var picks = function (el) { return el.type === 'checkbox' || el.type === 'radio'; };

  var save = function () {
    var values = fields().filter(function (el) { return !picks(el) || el.checked; }).map(function (el) { return [el.name, el.value]; });
    return act('readwrite', function (drafts) { return drafts.put({ at: Date.now(), values: values, file: kept }, key); })
      .then(function () { form.dataset.kept = String(values.length); })
      .catch(function () { /* no room, or a private window */ });
  };
  var hold = function (file) {
    kept = file;
    var list = new DataTransfer();
    list.items.add(file);
    photo.files = list.files;
  };
  var restore = function (draft) {
    fields().forEach(function (el) {
      var mine = draft.values.filter(function (pair) { return pair[0] === el.name; });
      if (picks(el)) { el.checked = mine.some(function (pair) { return pair[1] === el.value; }); } else if (mine.length) { el.value = mine[0][1]; }
      var fold = el.closest('details');
      if (fold && (picks(el) ? el.checked !== el.defaultChecked : el.value !== el.defaultValue && el.type !== 'select-one')) { fold.open = true; }
    });
    if (draft.file && photo) { try { hold(draft.file); photo.closest('details').open = true; } catch (e) { /* chosen again by hand */ } }
    var note = form.querySelector('[data-restored]');
    note.hidden = false;
    note.querySelector('button').addEventListener('click', function () { drop(key).then(function () { location.reload(); }); });
  };

  /* At most 1600 px and a JPEG: about 250 KB, and without what the camera wrote into it. What no browser can draw stays as it is. */
  var smaller = function (file) {
    if (!/^image\//.test(file.type) || !window.createImageBitmap) { return Promise.resolve(file); }
    return createImageBitmap(file).then(function (picture) {
      var by = Math.min(1, LONG / Math.max(picture.width, picture.height)), paper = document.createElement('canvas');
      paper.width = Math.round(picture.width * by);
      paper.height = Math.round(picture.height * by);
      paper.getContext('2d').drawImage(picture, 0, 0, paper.width, paper.height);
      return new Promise(function (resolve) { paper.toBlob(resolve, 'image/jpeg', 0.8); });
    }).then(function (blob) {
      return blob ? new File([blob], 'photo.jpg', { type: 'image/jpeg' }) : file;
    }).catch(function () { return file; });
  };

  /* A form that came back with something to put right holds what was typed: it is the newer one. */
  act('readonly', function (drafts) { return drafts.get(key); }).then(function (draft) {
    if (form.dataset.typed) { return save(); }
    if (draft && Date.now() - draft.at < WEEK) { restore(draft); } else if (draft) { return drop(key); }
  }).catch(function () { /* a private window */ }).then(function () {
    form.addEventListener('input', save);
    form.addEventListener('change', function (event) {
      if (event.target !== photo) { return save(); }
      var file = photo.files[0];
      if (!file) { kept = null; return save(); }
      smaller(file).then(function (small) { try { hold(small); } catch (e) { kept = small; } return save(); });
    });
    form.dataset.ready = '1';
  });
}());
