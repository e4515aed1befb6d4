// The stop watch: runs in the page before anything else does. `about` says how to find the criteria and the place
// that says what is saved; every contender is measured by the same steps. All times in milliseconds.
(about) => {
  if (window !== window.top) return;
  const PATIENCE = 60_000;
  const traffic = { bytes: 0, frames: 0 };
  let watched = null; // while a rating is on its way: when its message left, when its receipt came

  const text = new TextDecoder();
  window.WebSocket = class extends WebSocket {
    constructor(...address) {
      super(...address);
      this.addEventListener("message", ({ data }) => {
        const now = performance.now();
        traffic.frames += 1;
        traffic.bytes += data.byteLength ?? data.length;
        if (!watched || watched.received) return;
        const said = typeof data === "string" ? data : text.decode(data);
        if (/saved/i.test(said) && said.includes(watched.id)) watched.received = now;
      });
    }

    send(data) {
      if (watched) watched.sent ??= performance.now();
      super.send(data);
    }
  };

  const criteria = () => (about.criteria[0] === "." ? document.getElementsByClassName(about.criteria.slice(1)) : document.getElementsByTagName(about.criteria));
  const radios = (criterion) => [...(criterion?.querySelectorAll("input[type=radio]") ?? [])].slice(0, about.levels);
  const drawn = (element) => element?.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  const pause = (time) => new Promise((done) => setTimeout(done, time));

  /** Click a level that is not chosen yet, and wait until the page says that it is saved. */
  const rate = (criterion, id) => new Promise((done, fail) => {
    const status = document.querySelector(about.status);
    const radio = radios(criterion).find((one) => !one.checked);
    const late = setTimeout(() => fail(new Error(`${id} was not acknowledged; the page says: ${status.textContent}`)), PATIENCE);
    const observer = new MutationObserver(() => {
      if (!/saved/i.test(status.textContent) || !status.textContent.includes(`${id}:`)) return;
      const shown = performance.now();
      observer.disconnect();
      clearTimeout(late);
      const { clicked, sent, received } = watched;
      watched = null;
      done({ at: shown, shown: shown - clicked, wire: received - sent });
    });
    observer.observe(status, { childList: true, subtree: true, characterData: true });
    watched = { id, clicked: performance.now() };
    radio.click();
  });

  const opened = async () => {
    const found = {};
    const look = () => {
      const all = criteria();
      if (drawn(radios(all[0])[0])) found.first ??= performance.now();
      return all.length === about.count && drawn(radios(all[about.count - 1])[0]) && document.querySelector(about.status);
    };
    while (!look()) {
      if (performance.now() > PATIENCE) return null;
      await new Promise(requestAnimationFrame);
    }
    const last = performance.now();
    const load = { ...traffic };
    const answer = await rate(criteria()[about.count - 1], `C${about.count - 1}`);
    return { first: found.first, last, ready: answer.at, ...load };
  };

  window.bench = {
    /** When the page can be used, and what came through the socket until then; null when that is too long. */
    opened,
    /** Rate so many criteria, one after the other, with a breath in between. */
    async rated(times) {
      const answers = [];
      for (let place = 0; place < times; place += 1) {
        await pause(50);
        const one = place % Math.max(1, about.count - 1);
        answers.push(await rate(criteria()[one], `C${one}`));
      }
      return answers;
    },
  };
}
