import { button, field, h } from "./dom.js";

const megabytes = (bytes) => `${(bytes / 1e6).toFixed(1)} MB`;

/** Workbooks in: a file is chosen or dropped, read by Python, and stays chosen whatever comes of it. */
export class Incoming {
  constructor(view, limit) {
    Object.assign(this, { view, limit, file: null });
    this.input = h("input", {
      type: "file",
      accept: ".xlsx",
      onchange: () => this.input.files[0] && this.take(this.input.files[0]),
      onclick: () => this.#open(),
      oncancel: () => this.#restore(),
    });
    this.said = h("div.gp-said", { hidden: true });
    this.again = button("Read it again", () => this.take(this.file), { hidden: true });
    this.zone = h(
      "div.gp-zone",
      field(`Workbook that came back (.xlsx, up to ${limit / 1e6} MB)`, this.input),
      h("p.gp-note", "Choose it, or drop it here. Nothing is stored before you have seen what it would change."),
    );
    this.el = h(
      "section.gp-panel",
      { "aria-labelledby": `${view.uid}-in` },
      h("h2", { id: `${view.uid}-in`, tabIndex: -1 }, "Excel in"),
      this.zone,
      this.said,
      this.again,
    );
    this.#drops();
  }

  /** A file let go anywhere in the area counts; beside it, the browser must not open it in place of the page. */
  #drops() {
    let inside = 0;
    const over = (on) => {
      inside = Math.max(0, inside + (on ? 1 : -1));
      this.zone.dataset.over = `${inside > 0}`;
    };
    this.zone.addEventListener("dragenter", () => over(true));
    this.zone.addEventListener("dragleave", () => over(false));
    this.zone.addEventListener("dragover", (event) => event.preventDefault());
    this.zone.addEventListener("drop", (event) => {
      event.preventDefault();
      inside = 0;
      this.zone.dataset.over = "false";
      const [file] = event.dataTransfer.files;
      if (!file) return;
      this.input.files = event.dataTransfer.files;
      this.take(file);
    });
  }

  /** A browser says nothing when the same file is chosen again, mended or not: so it must look like the first one. */
  #open() {
    if (!this.input.files.length) return;
    const kept = new DataTransfer();
    for (const file of this.input.files) kept.items.add(file);
    this.kept = kept.files; // the field's own list is emptied with it
    this.input.value = "";
  }

  #restore() {
    if (this.kept) this.input.files = this.kept;
  }

  async take(file) {
    if (this.busy) {
      this.next = file;
      return;
    }
    this.file = file;
    this.again.hidden = true;
    if (file.size > this.limit) {
      const words = `“${file.name}” has ${megabytes(file.size)}; up to ${this.limit / 1e6} MB are read.`;
      this.refuse("X05", `${words} Remove pictures and sheets that do not belong to it and choose it again.`);
      return;
    }
    this.busy = true;
    this.#tell("", h("p", `Reading “${file.name}” …`), h("progress", { "aria-label": "Reading the workbook" }));
    this.view.announce("Reading the workbook…");
    try {
      const bytes = await file.arrayBuffer();
      this.view.send({ op: "bring", name: file.name.slice(-200) }, [bytes]);
    } catch {
      this.busy = false;
      this.refuse("", `“${file.name}” cannot be read any more; it was moved or changed. Choose it again.`);
    }
  }

  #tell(tone, ...content) {
    this.said.hidden = false;
    this.said.dataset.tone = tone;
    this.said.replaceChildren(...content);
  }

  /** Why it is not read; the file stays chosen. */
  refuse(code, text) {
    this.busy = false;
    this.#tell("low", h("p", h("strong", "▲ Not read. "), text, code && h("span.gp-note", ` (${code})`)));
    this.again.hidden = !this.file;
    this.view.announce(`Not read. ${text}`);
    this.#go();
  }

  /** Python has read it, or has stored it. */
  done(words, tone = "top") {
    this.busy = false;
    this.#tell(tone, h("p", words));
    this.again.hidden = !this.file;
    this.#go();
  }

  /** A file that was chosen while another was read. */
  #go() {
    const { next } = this;
    this.next = null;
    if (next) this.take(next);
  }

  /** After storing: the file has been taken in, and the next one may come. */
  empty() {
    this.input.value = "";
    this.file = null;
    this.again.hidden = true;
  }
}
