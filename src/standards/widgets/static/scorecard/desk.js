import { Outbox } from "./outbox.js";

const BLANK = {
  level: null,
  absence: "not yet",
  reason: "",
  accepted_by: "",
  rationale: "",
  confidence: null,
  evidence: [],
  finding: null,
  action: "",
};
const TEXTS = ["reason", "accepted_by", "rationale", "action"];

/** A rating as the store would hold it: trimmed, and without a reason that no longer applies. */
function tidy(rating) {
  const neat = { ...BLANK, ...rating };
  for (const name of TEXTS) neat[name] = neat[name].trim();
  if (neat.absence !== "not applicable" && neat.absence !== "recused") neat.reason = neat.accepted_by = "";
  return Object.fromEntries(Object.keys(BLANK).map((name) => [name, neat[name]]));
}

const same = (a, b) => JSON.stringify(tidy(a ?? BLANK)) === JSON.stringify(tidy(b ?? BLANK));

/**
 * What lies before the reviewer: what the store holds (`now`), what is on its way (`outbox`), and what
 * cannot be sent yet (`drafts`). The newest of the three is what a card shows. Where two tabs rated the same
 * criterion, `conflicts` has both versions; the card goes on showing ours until the reviewer chooses.
 */
export class Desk {
  /** @param {object} card the rubric and program @param {object} start the review when the page was made */
  constructor(card, start, shelf, session) {
    Object.assign(this, { card, shelf, session, seq: start.seq, finished: start.finished, undo: start.undo });
    this.outbox = new Outbox(shelf);
    this.now = start.now;
    this.evidence = start.evidence;
    this.conflicts = new Map(Object.entries(start.conflicts));
    this.drafts = new Map(shelf.all("draft/").map(([name, draft]) => this.#adopt(name, draft)));
    this.timers = new Map();
    this.criteria = new Map();
    for (const domain of card.domains) {
      for (const criterion of domain.criteria) {
        const scale = card.scales[criterion.scale ?? card.scale];
        const target = scale.levels.findIndex((level) => level.key === (criterion.target ?? scale.target));
        this.criteria.set(criterion.id, {
          ...criterion,
          domain,
          levels: scale.levels,
          texts: criterion.levels ?? {},
          target,
        });
      }
    }
    this.post = () => {};
    this.changed = () => {};
  }

  /** What the card shows. */
  rating(id) {
    return {
      ...BLANK,
      ...(this.drafts.get(id)?.rating ??
        this.outbox.of(`rate/${id}`)?.body ??
        this.conflicts.get(id)?.mine ??
        this.now[id]),
    };
  }

  /** Whether the shown rating is acknowledged. */
  settled(id) {
    return !this.drafts.has(id) && !this.outbox.of(`rate/${id}`);
  }

  /** What keeps the shown rating from being sent, as a sentence; empty when nothing does. */
  missing(id) {
    const { absence, reason, accepted_by } = this.rating(id);
    if (absence !== "not applicable") return "";
    if (!reason.trim()) return "Not sent yet: say why this criterion does not apply.";
    const approval = this.criteria.get(id).na === "with approval";
    return approval && !accepted_by.trim() ? "Not sent yet: name who accepted that it does not apply." : "";
  }

  /** Take in a change, keep it in the browser at once, send it after `wait` ms. */
  edit(id, patch, wait) {
    if (this.finished) return;
    const draft = this.drafts.get(id) ?? { criterion: id, rating: this.rating(id), based_on: this.seq };
    Object.assign(draft.rating, patch);
    this.drafts.set(id, draft);
    this.shelf.put(`draft/${this.session}/${id}`, draft);
    clearTimeout(this.timers.get(id));
    this.timers.set(
      id,
      setTimeout(() => this.flush(id), wait),
    );
    if (!wait) this.flush(id);
    this.changed(id);
  }

  /** Send what is complete; what is not, or waits for a choice between two versions, stays a draft. */
  flush(id, force = false) {
    const draft = this.drafts.get(id);
    clearTimeout(this.timers.get(id));
    if (!draft || this.missing(id) || (this.conflicts.has(id) && !force)) return;
    const slot = `rate/${id}`;
    const pending = this.outbox.of(slot);
    if (!force && !pending && same(draft.rating, this.now[id])) {
      this.#forget(id);
    } else if (!pending || pending.error || !same(draft.rating, pending.body)) {
      const line = this.outbox.put(
        slot,
        "rate",
        { criterion: id, ...tidy(draft.rating) },
        draft.based_on,
        this.session,
      );
      this.#forget(id);
      this.post(line);
    } else this.#forget(id);
    this.changed(id);
  }

  /** Send every complete draft now. */
  flushAll() {
    for (const id of [...this.drafts.keys()]) this.flush(id);
  }

  /** Settle a conflict with one of the two versions. */
  settle(id, rating) {
    this.#forget(id);
    this.drafts.set(id, { criterion: id, rating: { ...rating }, based_on: this.seq });
    this.flush(id, true);
    this.conflicts.delete(id);
    this.changed(id);
  }

  /** Lines on a criterion that were not saved, and why. */
  failed(id) {
    return [...this.outbox.lines.values()].filter((line) => line.error && line.body.criterion === id);
  }

  /** Give up a change that was refused; the card shows what the store holds. */
  discard(line) {
    this.outbox.done(line.client_id);
    if (line.op === "rate") this.#forget(line.body.criterion);
    this.changed(line.body.criterion);
  }

  /** Take in what Python says the store holds; returns the criteria that changed. */
  learn(reply) {
    this.seq = Math.max(this.seq, reply.seq ?? 0);
    if ("undo" in reply) this.undo = reply.undo;
    if ("finished" in reply) this.finished = reply.finished;
    if (reply.evidence) this.evidence = reply.evidence;
    for (const [id, theirs] of Object.entries(reply.conflicts ?? {})) this.conflicts.set(id, theirs);
    Object.assign(this.now, reply.now);
    const touched = Object.keys(reply.now ?? {});
    for (const id of touched) if (this.now[id]?.seq > this.conflicts.get(id)?.mine.seq) this.conflicts.delete(id);
    return touched;
  }

  #adopt(name, draft) {
    this.shelf.drop(`draft/${name}`);
    this.shelf.put(`draft/${this.session}/${draft.criterion}`, draft);
    return [draft.criterion, draft];
  }

  #forget(id) {
    this.drafts.delete(id);
    this.shelf.drop(`draft/${this.session}/${id}`);
  }
}
