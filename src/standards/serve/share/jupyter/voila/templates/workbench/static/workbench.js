// The first seconds of a page, and the last: tells what is happening until the page's controls are on screen, and
// ends the kernel when the page is left. Voilà calls the three window functions while it sends the page.

(() => {
  const SLOW_AFTER = 20_000; // milliseconds; a cold start on a small machine takes two to four seconds

  const byId = (id) => document.getElementById(id);

  const say = (text) => {
    const line = byId("loading_text");
    if (line && line.textContent !== text) line.textContent = text;
  };

  // JupyterLab's widget renderer shows this text until the real view replaces it.
  const pending = (output) => !output.firstElementChild || output.textContent.trim() === "Loading widget...";

  const showPage = () => {
    byId("loading")?.remove();
    byId("content")?.setAttribute("aria-busy", "false");
  };

  const watch = () => {
    const cells = byId("cells");
    const outputs = [...cells.querySelectorAll(".wb-output")];
    const look = () => {
      if (outputs.some((output) => output.querySelector("script[type$='cell-output+json']") || pending(output))) return;
      observer.disconnect();
      clearTimeout(slow);
      showPage();
    };
    const observer = new MutationObserver(look);
    observer.observe(cells, { childList: true, subtree: true });
    look();
  };

  const slow = setTimeout(() => {
    say("This is taking longer than usual. If nothing appears in a minute, reload the page; whatever was marked as saved is safe.");
    byId("content")?.setAttribute("aria-busy", "false"); // shows whatever has come so far
  }, SLOW_AFTER);

  const followColours = () => {
    const dark = window.matchMedia("(prefers-color-scheme: dark)");
    const tell = () => {
      document.body.dataset.jpThemeLight = String(!dark.matches);
      document.body.dataset.jpThemeName = dark.matches ? "JupyterLab Dark" : "JupyterLab Light";
    };
    dark.addEventListener("change", tell);
    tell();
  };

  // Voilà does this too, but only once the widgets are there; a page that is left earlier would keep its kernel.
  const endKernel = () => {
    const { baseUrl, kernelId } = JSON.parse(byId("jupyter-config-data").textContent);
    const form = new FormData();
    form.append("_xsrf", document.cookie.match(/\b_xsrf=([^;]*)/)?.[1] ?? "");
    navigator.sendBeacon(`${baseUrl}voila/api/shutdown/${kernelId}`, form);
  };
  window.addEventListener("pagehide", endKernel);
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload(); // brought back by the back button, without its kernel
  });

  window.voila_heartbeat = () => {};
  window.voila_process = () => {};
  window.voila_finish = () => {
    followColours();
    if (byId("failed")) {
      clearTimeout(slow);
      showPage();
      return;
    }
    say("Drawing the page …");
    watch();
  };
})();
