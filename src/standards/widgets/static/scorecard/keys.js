import { button, h, isText, served } from "./dom.js";

const KEYS = [
  ["j or n", "Next criterion"],
  ["k or p", "Previous criterion"],
  ["g", "Next criterion not yet rated"],
  ["1 … 9", "Choose a level, 1 is the lowest"],
  ["0 or u", "Not yet"],
  ["a", "Not applicable"],
  ["i", "Insufficient evidence"],
  ["r", "Write the rationale"],
  ["e", "Choose evidence"],
  ["z or Ctrl+Z", "Undo"],
  ["?", "This list"],
  ["Esc", "Leave a text field"],
];

/** Single keys, while focus is not in a text field; they can be switched off, and stay so. */
export class Keys {
  constructor(room, store) {
    this.room = room;
    this.store = store;
    this.on = store.get("keys") !== "off";
    const box = h("input", { type: "checkbox", checked: this.on, onchange: () => this.turn(box.checked) });
    this.dialog = h(
      "dialog.sc-dialog",
      { "aria-label": "Keyboard" },
      h("h2", "Keyboard"),
      h("label.sc-check", box, "Use single-key shortcuts"),
      h("p.sc-note", "They work while focus is outside text fields. Ctrl+Z, Tab, arrows and Space always work."),
      h(
        "table",
        h(
          "tbody",
          KEYS.map(([key, what]) => h("tr", h("th", { scope: "row" }, h("kbd", key)), h("td", what))),
        ),
      ),
      button("Close", () => this.dialog.close()),
    );
    this.press = this.press.bind(this);
    window.addEventListener("keydown", this.press, true);
    this.turn(this.on);
  }

  turn(on) {
    this.on = on;
    this.store.put("keys", on ? "on" : "off");
    this.room.el.dataset.keys = on ? "on" : "off";
  }

  press(event) {
    const { room } = this;
    const inside = room.el.contains(event.target) || (event.target === document.body && served());
    room.arrow = inside && event.key.startsWith("Arrow");
    if (!inside || event.defaultPrevented || event.target.closest("dialog")) return;
    if (isText(event.target))
      return event.key === "Escape" && event.target.type !== "search" ? room.cursor.active?.focus() : undefined;
    const undo = event.key === "z" && (event.ctrlKey || event.metaKey) && !event.shiftKey;
    if (!undo && (event.ctrlKey || event.metaKey || event.altKey || !this.on)) return;
    const act = undo ? () => room.closing.undo() : this.#action(event.key);
    if (!act) return;
    event.preventDefault();
    act();
  }

  #action(key) {
    const { room } = this;
    if (/^[1-9]$/.test(key)) return () => room.cursor.level(Number(key) - 1);
    const absence = { 0: "not yet", u: "not yet", a: "not applicable", i: "insufficient evidence" }[key];
    if (absence) return () => room.cursor.absent(absence);
    return {
      j: () => room.cursor.step(1),
      n: () => room.cursor.step(1),
      k: () => room.cursor.step(-1),
      p: () => room.cursor.step(-1),
      g: () => room.cursor.nextOpen(),
      r: () => room.cursor.write(),
      e: () => room.cursor.cite(),
      z: () => room.closing.undo(),
      "?": () => room.closing.help(),
    }[key];
  }

  close() {
    window.removeEventListener("keydown", this.press, true);
  }
}
