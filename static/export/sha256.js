// SHA-256 (FIPS 180-4) of bytes, for where a page has no WebCrypto: over http a browser has none.
"use strict";

window.sha256 = (() => {
  const primes = [];
  for (let n = 2; primes.length < 64; n += 1) {
    if (primes.every(prime => n % prime !== 0)) primes.push(n);
  }
  const fraction = root => ((root - Math.floor(root)) * 2 ** 32) >>> 0;
  const start = primes.slice(0, 8).map(prime => fraction(Math.sqrt(prime)));
  const constants = new Uint32Array(primes.map(prime => fraction(Math.cbrt(prime))));

  const turn = (word, by) => (word >>> by) | (word << (32 - by));

  function mix(state, view, offset, words) {
    for (let i = 0; i < 16; i += 1) words[i] = view.getUint32(offset + 4 * i);
    for (let i = 16; i < 64; i += 1) {
      const [near, far] = [words[i - 15], words[i - 2]];
      const low = turn(near, 7) ^ turn(near, 18) ^ (near >>> 3);
      const high = turn(far, 17) ^ turn(far, 19) ^ (far >>> 10);
      words[i] = words[i - 16] + low + words[i - 7] + high;
    }
    let [a, b, c, d, e, f, g, h] = state;
    for (let i = 0; i < 64; i += 1) {
      const up = turn(e, 6) ^ turn(e, 11) ^ turn(e, 25);
      const one = (h + up + ((e & f) ^ (~e & g)) + constants[i] + words[i]) | 0;
      const down = turn(a, 2) ^ turn(a, 13) ^ turn(a, 22);
      const two = (down + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      [h, g, f, e, d, c, b, a] = [g, f, e, (d + one) | 0, c, b, a, (one + two) | 0];
    }
    [a, b, c, d, e, f, g, h].forEach((word, i) => { state[i] += word; });
  }

  return bytes => {
    const padded = new Uint8Array(Math.ceil((bytes.length + 9) / 64) * 64);
    padded.set(bytes);
    padded[bytes.length] = 0x80;
    const view = new DataView(padded.buffer);
    view.setUint32(padded.length - 8, Math.floor(bytes.length / 2 ** 29));
    view.setUint32(padded.length - 4, bytes.length << 3);
    const state = new Uint32Array(start), words = new Uint32Array(64);
    for (let offset = 0; offset < padded.length; offset += 64) mix(state, view, offset, words);
    return [...state].map(word => word.toString(16).padStart(8, "0")).join("");
  };
})();
