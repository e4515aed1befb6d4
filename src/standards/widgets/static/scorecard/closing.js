import { button, count, field, h } from "./dom.js";
import { freshId } from "./outbox.js";

/** What concerns the review as a whole: undo, report, finish and reopen. */
export class Closing {
  constructor(room) {
    this.room = room;
  }

  /** A change that is not kept in the outbox: it makes sense only now. */
  #change(op, more = {}) {
    this.room.desk.flushAll();
    const { session, seq } = this.room.desk;
    this.room.line.send({ op, client_id: freshId(), session, based_on: seq, ...more });
  }

  undo() {
    if (this.room.desk.undo && !this.room.desk.finished) this.#change("undo");
    else this.room.say("There is nothing to take back.");
  }

  help() {
    this.room.keys.dialog.showModal();
  }

  report() {
    this.room.desk.flushAll();
    this.room.bar.report.disabled = true;
    this.room.say("Preparing the gap report…");
    this.room.line.send({ op: "report" });
  }

  /** Finish: first ask what is missing. Reopen: ask why. */
  finish() {
    this.room.desk.flushAll();
    if (this.room.desk.finished)
      this.#dialog(
        "Reopen the review",
        "Reopen",
        "Reason (needed)",
        [h("p", "Ratings can be changed again. The history keeps that it was finished, and why it was reopened.")],
        (reason) => reason && this.#change("reopen", { reason }),
      );
    else this.room.line.send({ op: "ready" });
  }

  /** What is missing, and what would be missed in an appeal. */
  finishing({ blockers, advice }) {
    const unsent = this.room.desk.drafts.size + this.room.desk.outbox.lines.size;
    const missing = [...blockers, ...(unsent ? [`${count(unsent, "change")} not saved yet.`] : [])];
    this.#dialog(
      "Finish the review",
      missing.length ? "" : "Finish",
      "Note (optional)",
      [
        missing.length > 0 &&
          h(
            "div.sc-warn",
            h("p", "△ Before the review can be finished:"),
            h(
              "ul",
              missing.map((words) => h("li", words)),
            ),
          ),
        advice.length > 0 &&
          h(
            "div",
            h("p", "It would stand up better in an appeal:"),
            h(
              "ul",
              advice.map((words) => h("li", words)),
            ),
          ),
        !missing.length && h("p", "Every criterion is answered. Ratings are frozen until the review is reopened."),
      ],
      (note) => this.#change("finish", { note }) || true,
    );
  }

  /** Ask for a text, then act; without a verb there is nothing to do but to go back. */
  #dialog(title, verb, label, content, act) {
    const note = h("textarea", { rows: 3 });
    const dialog = h(
      "dialog.sc-dialog",
      { "aria-label": title, onclose: () => dialog.remove() },
      h("h2", title),
      ...content,
      verb && field(label, note),
      h(
        "div.sc-actions",
        verb &&
          button(verb, () => {
            if (act(note.value.trim()) === "") note.focus();
            else dialog.close();
          }),
        button(verb ? "Cancel" : "Back to the review", () => dialog.close()),
      ),
    );
    this.room.el.append(dialog);
    dialog.showModal();
  }
}
