/* SHA-256, and whether an Ed25519 signature is a key's: by WebCrypto where the page has it, else by the code here. A page over plain HTTP,
   as on a phone in the same network, has no WebCrypto; older browsers have no Ed25519 in it. ES2017, no dependencies.
   Everything hashed and checked here is public, so nothing is done in constant time. */
(function (out) {
  'use strict';
  /* FIPS 180-4: the same constants for both hashes, SHA-256 takes the upper halves. */
  var K = words('428a2f98d728ae227137449123ef65cdb5c0fbcfec4d3b2fe9b5dba58189dbbc3956c25bf348b53859f111f1b605d019923f82a4af194f9bab1c5ed5da6d8118' +
    'd807aa98a303024212835b0145706fbe243185be4ee4b28c550c7dc3d5ffb4e272be5d74f27b896f80deb1fe3b1696b19bdc06a725c71235c19bf174cf692694' +
    'e49b69c19ef14ad2efbe4786384f25e30fc19dc68b8cd5b5240ca1cc77ac9c652de92c6f592b02754a7484aa6ea6e4835cb0a9dcbd41fbd476f988da831153b5' +
    '983e5152ee66dfaba831c66d2db43210b00327c898fb213fbf597fc7beef0ee4c6e00bf33da88fc2d5a79147930aa72506ca6351e003826f142929670a0e6e70' +
    '27b70a8546d22ffc2e1b21385c26c9264d2c6dfc5ac42aed53380d139d95b3df650a73548baf63de766a0abb3c77b2a881c2c92e47edaee692722c851482353b' +
    'a2bfe8a14cf10364a81a664bbc423001c24b8b70d0f89791c76c51a30654be30d192e819d6ef5218d69906245565a910f40e35855771202a106aa07032bbd1b8' +
    '19a4c116b8d2d0c81e376c085141ab532748774cdf8eeb9934b0bcb5e19b48a8391c0cb3c5c95a634ed8aa4ae3418acb5b9cca4f7763e373682e6ff3d6b2b8a3' +
    '748f82ee5defb2fc78a5636f43172f6084c87814a1f0ab728cc702081a6439ec90befffa23631e28a4506cebde82bde9bef9a3f7b2c67915c67178f2e372532b' +
    'ca273eceea26619cd186b8c721c0c207eada7dd6cde0eb1ef57d4f7fee6ed17806f067aa72176fba0a637dc5a2c898a6113f9804bef90dae1b710b35131c471b' +
    '28db77f523047d8432caab7b40c724933c9ebe0a15c9bebc431d67c49c100d4c4cc5d4becb3e42b6597f299cfc657e2a5fcb6fab3ad6faec6c44198c4a475817');
  var START = words('6a09e667f3bcc908bb67ae8584caa73b3c6ef372fe94f82ba54ff53a5f1d36f1510e527fade682d19b05688c2b3e6c1f1f83d9abfb41bd6b5be0cd19137e2179');
  function words(hex) { return hex.match(/.{8}/g).map(function (w) { return parseInt(w, 16) | 0; }); }

  /* The message with its end: a one, zeros, and its length in bits in the last of `of` bytes. */
  function padded(bytes, of) {
    var all = new Uint8Array(Math.ceil((bytes.length + 1 + of / 8) / of) * of), view = new DataView(all.buffer);
    all.set(bytes);
    all[bytes.length] = 128;
    view.setUint32(all.length - 8, Math.floor(bytes.length / 0x20000000));
    view.setUint32(all.length - 4, bytes.length << 3);
    return view;
  }
  function bytesOf(state) {
    var view = new DataView(new ArrayBuffer(state.length * 4));
    state.forEach(function (w, i) { view.setInt32(i * 4, w); });
    return new Uint8Array(view.buffer);
  }

  function sha256(bytes) {
    var view = padded(bytes, 64), h = START.filter(function (_, i) { return i % 2 === 0; }), w = new Int32Array(64);
    var turn = function (x, n) { return x >>> n | x << 32 - n; };
    for (var at = 0; at < view.byteLength; at += 64) {
      var s = h.slice();
      for (var i = 0; i < 64; i += 1) {
        if (i < 16) { w[i] = view.getInt32(at + i * 4); } else {
          var x = w[i - 15], y = w[i - 2];
          w[i] = w[i - 16] + w[i - 7] + (turn(x, 7) ^ turn(x, 18) ^ x >>> 3) + (turn(y, 17) ^ turn(y, 19) ^ y >>> 10);
        }
        var one = s[7] + (turn(s[4], 6) ^ turn(s[4], 11) ^ turn(s[4], 25)) + (s[4] & s[5] ^ ~s[4] & s[6]) + K[2 * i] + w[i] | 0;
        var two = (turn(s[0], 2) ^ turn(s[0], 13) ^ turn(s[0], 22)) + (s[0] & s[1] ^ s[0] & s[2] ^ s[1] & s[2]);
        s = [one + two | 0, s[0], s[1], s[2], s[3] + one | 0, s[4], s[5], s[6]];
      }
      h = h.map(function (n, j) { return n + s[j] | 0; });
    }
    return bytesOf(h);
  }

  /* Words of 64 bits as [upper, lower]. Slow, for one hash a signature. */
  function add() {
    var low = 0, high = 0;
    Array.prototype.forEach.call(arguments, function (x) { high += x[0] >>> 0; low += x[1] >>> 0; });
    return [high + Math.floor(low / 4294967296) | 0, low | 0];
  }
  function shift(x, n) { return n < 32 ? [x[0] >>> n, x[1] >>> n | x[0] << 32 - n] : [0, x[0] >>> n - 32]; }
  function rotate(x, n) {
    if (n >= 32) { x = [x[1], x[0]]; n -= 32; }
    return n === 0 ? x : [x[0] >>> n | x[1] << 32 - n, x[1] >>> n | x[0] << 32 - n];
  }
  function xor(x, y, z) { return [x[0] ^ y[0] ^ z[0], x[1] ^ y[1] ^ z[1]]; }
  function each(f, x, y, z) { return [f(x[0], y[0], z[0]), f(x[1], y[1], z[1])]; }
  function sha512(bytes) {
    var view = padded(bytes, 128), h = [], w = [];
    var choose = function (x, y, z) { return x & y ^ ~x & z; }, most = function (x, y, z) { return x & y ^ x & z ^ y & z; };
    for (var n = 0; n < 16; n += 2) { h.push([START[n], START[n + 1]]); }
    for (var at = 0; at < view.byteLength; at += 128) {
      var s = h.slice();
      for (var i = 0; i < 80; i += 1) {
        if (i < 16) { w[i] = [view.getInt32(at + i * 8), view.getInt32(at + i * 8 + 4)]; } else {
          var x = w[i - 15], y = w[i - 2];
          w[i] = add(w[i - 16], w[i - 7], xor(rotate(x, 1), rotate(x, 8), shift(x, 7)), xor(rotate(y, 19), rotate(y, 61), shift(y, 6)));
        }
        var e = s[4], a = s[0];
        var one = add(s[7], xor(rotate(e, 14), rotate(e, 18), rotate(e, 41)), each(choose, e, s[5], s[6]), [K[2 * i], K[2 * i + 1]], w[i]);
        var two = add(xor(rotate(a, 28), rotate(a, 34), rotate(a, 39)), each(most, a, s[1], s[2]));
        s = [add(one, two), a, s[1], s[2], add(s[3], one), e, s[5], s[6]];
      }
      h = h.map(function (word, j) { return add(word, s[j]); });
    }
    return bytesOf([].concat.apply([], h));
  }

  /* Numbers modulo 2^255 − 19 as sixteen limbs of 16 bits, the lowest first; after TweetNaCl. */
  function carried(o) {
    for (var turn = 0; turn < 2; turn += 1) {
      var over = 0;
      for (var i = 0; i < 16; i += 1) { o[i] += over; over = Math.floor(o[i] / 65536); o[i] -= over * 65536; }
      o[0] += 38 * over;
    }
    return o;
  }
  function plus(a, b) { return a.map(function (x, i) { return x + b[i]; }); }
  function minus(a, b) { return a.map(function (x, i) { return x - b[i]; }); }
  function times(a, b) {
    var t = new Float64Array(32);
    for (var i = 0; i < 16; i += 1) { for (var j = 0; j < 16; j += 1) { t[i + j] += a[i] * b[j]; } }
    return carried(t.slice(0, 16).map(function (x, n) { return x + 38 * t[n + 16]; }));
  }
  /* A power whose exponent is all ones from bit `top` down to 0, but for `zeros`. */
  function power(a, top, zeros) {
    var c = a;
    for (var bit = top - 1; bit >= 0; bit -= 1) { c = times(c, c); if (zeros.indexOf(bit) < 0) { c = times(c, a); } }
    return c;
  }
  function unpacked(bytes) {
    var o = new Float64Array(16);
    for (var i = 0; i < 16; i += 1) { o[i] = bytes[2 * i] + bytes[2 * i + 1] * 256; }
    o[15] %= 32768;
    return o;
  }
  function packed(n) {
    var t = carried(carried(n.slice())), bytes = new Uint8Array(32), less, i;
    for (var turn = 0; turn < 2; turn += 1) {
      less = t.slice();
      less[0] -= 65517;
      for (i = 1; i < 16; i += 1) { if (less[i - 1] < 0) { less[i - 1] += 65536; less[i] -= 1; } less[i] -= i === 15 ? 32767 : 65535; }
      if (less[15] >= 0) { t = less; }
    }
    for (i = 0; i < 16; i += 1) { bytes[2 * i] = t[i] % 256; bytes[2 * i + 1] = t[i] / 256; }
    return bytes;
  }
  function number(hex) { return unpacked(bytesOf(words(hex))); }
  var D = number('a3785913ca4deb75abd841414d0a700098e879777940c78c73fe6f2bee6c0352'), D2 = plus(D, D), I = number('b0a00e4a271beec478e42fad0618432fa7d7fb3d99004d2b0bdfc14f8024832b');
  var ONE = new Float64Array(16), NONE = new Float64Array(16);
  ONE[0] = 1;
  var BASE = (function (x, y) { return [x, y, ONE, times(x, y)]; }(number('1ad5258f602d56c9b2a7259560c72c695cdcd6fd31e2a4c0fe536ecdd3366921'), number('5866666666666666666666666666666666666666666666666666666666666666')));
  var ORDER = bytesOf(words('edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010'));
  function same(a, b) { return a.every(function (x, i) { return x === b[i]; }); }

  function sum(p, q) {
    var a = times(minus(p[1], p[0]), minus(q[1], q[0])), b = times(plus(p[0], p[1]), plus(q[0], q[1]));
    var c = times(times(p[3], q[3]), D2), d = times(p[2], plus(q[2], q[2]));
    var e = minus(b, a), f = minus(d, c), g = plus(d, c), h = plus(b, a);
    return [times(e, f), times(h, g), times(g, f), times(e, h)];
  }
  function multiple(p, scalar) {
    var r = [NONE, ONE, ONE, NONE];
    for (var bit = scalar.length * 8 - 1; bit >= 0; bit -= 1) { r = sum(r, r); if (scalar[bit >> 3] >> (bit & 7) & 1) { r = sum(r, p); } }
    return r;
  }
  /* The point that 32 bytes stand for, turned around; null when there is none. */
  function opposite(bytes) {
    var y = unpacked(bytes), yy = times(y, y), u = minus(yy, ONE), v = plus(ONE, times(D, yy)), v3 = times(times(v, v), v);
    var x = times(times(u, v3), power(times(times(u, v3), times(v3, v)), 251, [1]));
    var whole = function () { return same(packed(times(v, times(x, x))), packed(u)); };
    if (!whole()) { x = times(x, I); }
    if (!whole()) { return null; }
    if ((packed(x)[0] & 1) === bytes[31] >> 7) { x = minus(NONE, x); }
    return [x, y, ONE, times(x, y)];
  }
  function ed25519(key, signature, message) {
    var A = opposite(key), R = signature.subarray(0, 32), S = signature.subarray(32, 64), all = new Uint8Array(64 + message.length);
    for (var i = 31; i >= 0 && S[i] === ORDER[i]; i -= 1) { /* as far as they are alike */ }
    if (!A || signature.length !== 64 || i < 0 || S[i] > ORDER[i]) { return false; }
    all.set(R); all.set(key, 32); all.set(message, 64);
    var p = sum(multiple(A, sha512(all)), multiple(BASE, S)), z = power(p[2], 254, [2, 4]), y = packed(times(p[1], z));
    y[31] ^= (packed(times(p[0], z))[0] & 1) << 7;
    return same(y, R);
  }

  var subtle = (typeof crypto !== 'undefined' && crypto.subtle) || null;
  out.digest = {
    own: { sha256: sha256, ed25519: ed25519 },
    sha256: async function (bytes) { return subtle ? new Uint8Array(await subtle.digest('SHA-256', bytes)) : sha256(bytes); },
    ed25519: async function (key, signature, message) {
      try {
        var verifier = await subtle.importKey('raw', key, { name: 'Ed25519' }, false, ['verify']);
        return await subtle.verify({ name: 'Ed25519' }, verifier, signature, message);
      } catch (e) { return ed25519(key, signature, message); }
    },
  };
}(typeof module !== 'undefined' ? module.exports : window));
