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
        if (!watched?.sent || watched.received) return;
        const said = typeof data === "string" ? data : text.decode(data);
        if (/saved/i.test(said) && said.includes(watched.id)) watched.received = now;
      });
    }

    send(data) {
      if (watched?.clicked) watched.sent ??= performance.now();
      super.send(data);
    }
  };

  const criteria = () => (about.criteria[0] === "." ? document.getElementsByClassName(about.criteria.slice(1)) : document.getElementsByTagName(about.criteria));
  const radios = (criterion) => [...(criterion?.querySelectorAll("input[type=radio]") ?? [])].slice(0, about.levels);
  const drawn = (element) => element?.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  const pause = (time) => new Promise((done) => setTimeout(done, time));

  /** From now on, wait for a click and until the page says that this criterion is saved. */
  const watch = (id) => new Promise((done, fail) => {
    const status = document.querySelector(about.status);
    const late = setTimeout(() => fail(new Error(`${id} was not acknowledged; the page says: ${status.textContent}`)), PATIENCE);
    const observer = new MutationObserver(() => {
      if (!watched.clicked || !/saved/i.test(status.textContent) || !status.textContent.includes(`${id}:`)) return;
      const shown = performance.now();
      observer.disconnect();
      clearTimeout(late);
      const { clicked, sent, received } = watched;
      watched = null;
      done({ at: shown, shown: shown - clicked, wire: received - sent });
    });
    observer.observe(status, { childList: true, subtree: true, characterData: true });
    watched = { id };
    window.addEventListener("click", (event) => { watched.clicked = event.timeStamp; }, { capture: true, once: true });
  });

  const unchosen = (criterion) => radios(criterion).find((one) => !one.checked);

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
    const answer = watch(`C${about.count - 1}`);
    unchosen(criteria()[about.count - 1]).click();
    return { first: found.first, last, ready: (await answer).at, ...load };
  };

  window.bench = {
    /** When the page can be used, and what came through the socket until then; null when that is too long. */
    opened,
    /** Bring a criterion into view and say where to click on a level that is not chosen yet. */
    async aim(place) {
      const one = place % about.count;
      const radio = unchosen(criteria()[one]);
      radio.scrollIntoView({ block: "center" });
      await pause(50);
      const { x, y, width, height } = radio.getBoundingClientRect();
      window.bench.answer = watch(`C${one}`);
      return [x + width / 2, y + height / 2];
    },
  };
}
