// A network between a browser and the server that can be switched off, slow and bad.
import net from 'node:net';

const RESET = 0.1;

// One direction of a slow line: 64 kbit/s, 300 ms from end to end, in order.
function line() {
  let free = 0, last = Promise.resolve();
  return (bytes, deliver) => {
    free = Math.max(performance.now(), free) + bytes.length / 8;
    const at = free + 300;
    last = last.then(() => new Promise(done => setTimeout(done, at - performance.now()))).then(() => deliver(bytes));
  };
}

// A network that can be switched off. A bad one: some connections are reset somewhere in the middle. Which ones comes from a seed. A slow one.
export function badNetwork(demo, seed) {
  let state = seed, resets = 0;
  const up = line(), down = line();
  const chance = () => { state = (Math.imul(state, 1664525) + 1013904223) >>> 0; return state / 2 ** 32; };
  const target = new URL(demo.base), all = new Set();
  const server = net.createServer(from => {
    if (server.gone) return from.destroy();
    const to = net.connect(Number(target.port), target.hostname), pair = [from, to];
    pair.forEach(end => { all.add(end); end.on('error', () => { /* its other end tells */ }); });
    from.on('close', () => { all.delete(from); if (!lost) to.destroy(); });
    to.on('close', () => { all.delete(to); from.destroy(); });
    let lost = false;
    // A connection carries many requests: each packet of the phone's may be its last, and half of these the server still hears.
    from.on('data', bytes => {
      if (lost) return;
      lost = server.bad && chance() < RESET;
      if (server.slow) return up(bytes, bytes => to.write(bytes));
      if (!lost || chance() < 0.5) to.write(bytes);
      if (lost) { resets += 1; from.resetAndDestroy(); setTimeout(() => to.destroy(), 20); }
    });
    const back = bytes => { if (!from.destroyed) from.write(bytes); };
    to.on('data', bytes => { if (server.slow) down(bytes, back); else back(bytes); });
  });
  return new Promise(done => server.listen(0, '127.0.0.1', () => done({
    base: `http://127.0.0.1:${server.address().port}`, bad: on => { server.bad = on; }, slow: on => { server.slow = on; }, resets: () => resets,
    // A browser told that it is offline may still ask through a worker that it starts anew: here nothing answers.
    offline: async (context, on) => {
      server.gone = on;
      if (on) all.forEach(end => end.destroy());
      await context.setOffline(on);
    },
    stop: () => new Promise(closed => { server.close(closed); all.forEach(end => end.destroy()); }),
  })));
}
