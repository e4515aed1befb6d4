// The browser's half of “nothing typed is lost”, without a browser. Run: node --test tests/widgets
import assert from "node:assert/strict";
import { test } from "node:test";

import { Outbox, Shelf } from "../../src/standards/widgets/static/scorecard/outbox.js";
import { Desk } from "../../src/standards/widgets/static/scorecard/desk.js";

/** What a browser's localStorage does. */
class Storage {
  setItem(key, value) {
    this[key] = `${value}`;
  }
  getItem(key) {
    return Object.hasOwn(this, key) ? this[key] : null;
  }
  removeItem(key) {
    delete this[key];
  }
}

const levels = ["not_met", "partly", "met"].map((key) => ({ key, label: key, symbol: "" }));
const CARD = {
  scale: "s",
  scales: { s: { target: "met", levels } },
  domains: [
    {
      id: "A",
      title: "A",
      criteria: [
        { id: "A1", title: "One", na: "with reason" },
        { id: "A2", title: "Two", na: "with approval" },
      ],
    },
  ],
};
const start = (more = {}) => ({ seq: 10, now: {}, evidence: [], finished: false, undo: "", conflicts: {}, ...more });

function desk({ storage = new Storage(), session = "tab", begin = start() } = {}) {
  const made = new Desk(structuredClone(CARD), begin, new Shelf(storage, "ana/r1"), session);
  made.sent = [];
  made.post = (line) => made.sent.push(line);
  return made;
}

test("a line outlives the page until it is acknowledged", () => {
  const storage = new Storage();
  const { client_id } = new Outbox(new Shelf(storage, "k")).put("rate/A1", "rate", { criterion: "A1" }, 3, "tab");
  const later = new Outbox(new Shelf(storage, "k"));
  assert.equal(later.lines.get(client_id).based_on, 3);
  later.done(client_id);
  assert.equal(new Outbox(new Shelf(storage, "k")).lines.size, 0);
});

test("reviews and reviewers do not see each other's lines", () => {
  const storage = new Storage();
  new Outbox(new Shelf(storage, "ana/r1")).put("rate/A1", "rate", {}, 0, "tab");
  assert.equal(new Outbox(new Shelf(storage, "ana/r2")).lines.size, 0);
});

test("a newer line on the same criterion replaces the older one and keeps its base", () => {
  const outbox = new Outbox(new Shelf(new Storage(), "k"));
  outbox.put("rate/A1", "rate", { rationale: "a" }, 3, "tab");
  outbox.put("rate/A1", "rate", { rationale: "ab" }, 9, "tab");
  assert.deepEqual(
    [...outbox.lines.values()].map(({ body, based_on }) => [body.rationale, based_on]),
    [["ab", 3]],
  );
});

test("lines of another tab are never replaced", () => {
  const outbox = new Outbox(new Shelf(new Storage(), "k"));
  outbox.put("rate/A1", "rate", { rationale: "theirs" }, 3, "other");
  outbox.put("rate/A1", "rate", { rationale: "mine" }, 3, "tab");
  assert.equal(outbox.lines.size, 2);
});

test("a storage that is full or switched off costs nothing but the reload", () => {
  const broken = {
    setItem() {
      throw new Error("full");
    },
    getItem() {
      throw new Error("off");
    },
    removeItem() {
      throw new Error("off");
    },
  };
  const outbox = new Outbox(new Shelf(broken, "k"));
  outbox.put("rate/A1", "rate", {}, 0, "tab");
  assert.equal(outbox.lines.size, 1);
  assert.equal(new Outbox(new Shelf(null, "k")).lines.size, 0);
});

test("the age is that of the oldest line on its way", () => {
  let now = 1_000;
  const outbox = new Outbox(new Shelf(new Storage(), "k"), () => now);
  assert.equal(outbox.age, 0);
  outbox.put("rate/A1", "rate", {}, 0, "tab");
  now = 7_000;
  const line = outbox.put("rate/A2", "rate", {}, 0, "tab");
  assert.equal(outbox.age, 6_000);
  outbox.of("rate/A1").error = { text: "refused" };
  line.sent = now;
  assert.equal(outbox.age, 0);
});

test("a level is sent at once with the newest line seen", () => {
  const one = desk();
  one.edit("A1", { level: "met", absence: null }, 0);
  assert.equal(one.sent.length, 1);
  assert.equal(one.sent[0].based_on, 10);
  assert.equal(one.sent[0].body.level, "met");
  assert.equal(one.rating("A1").level, "met");
});

test("N/A without a reason is kept, and nothing is sent until the reason is there", () => {
  const storage = new Storage();
  const one = desk({ storage });
  one.edit("A1", { level: null, absence: "not applicable" }, 0);
  assert.equal(one.sent.length, 0);
  assert.match(one.missing("A1"), /Not sent yet/);
  const reloaded = desk({ storage });
  assert.equal(reloaded.rating("A1").absence, "not applicable");
  reloaded.edit("A1", { reason: "no credit is offered" }, 0);
  assert.equal(reloaded.sent.length, 1);
  assert.equal(reloaded.missing("A1"), "");
});

test("where N/A needs approval, the name is asked for too", () => {
  const one = desk();
  one.edit("A2", { level: null, absence: "not applicable", reason: "no credit" }, 0);
  assert.match(one.missing("A2"), /accepted/);
  one.edit("A2", { accepted_by: "the chair" }, 0);
  assert.equal(one.sent.length, 1);
});

test("a draft keeps the base it was begun on, whatever arrives meanwhile", () => {
  const one = desk();
  one.edit("A1", { rationale: "half" }, 10_000);
  one.learn({ seq: 12, now: { A1: { level: "met", absence: null, seq: 12 } } });
  one.flush("A1");
  assert.equal(one.sent[0].based_on, 10);
  assert.equal(one.sent[0].body.rationale, "half");
});

test("text that was typed and taken away again sends nothing", () => {
  const one = desk({ begin: start({ now: { A1: { level: "met", absence: null, rationale: "seen" } } }) });
  one.edit("A1", { rationale: "seen, and more" }, 10_000);
  one.edit("A1", { rationale: "seen " }, 10_000);
  one.flush("A1");
  assert.equal(one.sent.length, 0);
  assert.ok(one.settled("A1"));
});

test("a reason does not outlive the absence it explains", () => {
  const one = desk();
  one.edit("A1", { absence: "recused", reason: "taught there" }, 0);
  one.edit("A1", { absence: null, level: "met" }, 0);
  assert.equal(one.sent.at(-1).body.reason, "");
});

test("a refused change can be given up, and the card shows what the store holds", () => {
  const one = desk({ begin: start({ now: { A1: { level: "met", absence: null } } }) });
  one.edit("A1", { level: "partly" }, 0);
  one.sent[0].error = { text: "no" };
  assert.equal(one.failed("A1").length, 1);
  one.discard(one.sent[0]);
  assert.equal(one.rating("A1").level, "met");
});

test("a conflict stays until a newer line on the criterion settles it", () => {
  const one = desk();
  const conflict = {
    mine: { level: "partly", absence: null, seq: 14 },
    theirs: { level: "met", absence: null, seq: 13 },
  };
  one.learn({ seq: 14, now: { A1: conflict.theirs }, conflicts: { A1: conflict } });
  assert.ok(one.conflicts.has("A1"));
  one.settle("A1", conflict.theirs);
  assert.equal(one.sent.length, 1, "keeping theirs is recorded, although nothing seems to change");
  one.learn({ seq: 15, now: { A1: { ...conflict.theirs, seq: 15 } } });
  assert.ok(!one.conflicts.has("A1"));
});

test("nothing changes in a finished review", () => {
  const one = desk({ begin: start({ finished: true }) });
  one.edit("A1", { level: "met", absence: null }, 0);
  assert.equal(one.sent.length, 0);
});

test("in a conflict the card goes on showing ours, and what is typed meanwhile waits for the choice", () => {
  const conflict = {
    mine: { level: "partly", absence: null, rationale: "mine", seq: 14 },
    theirs: { level: "met", absence: null, seq: 13 },
  };
  const one = desk();
  one.learn({ seq: 14, now: { A1: conflict.theirs }, conflicts: { A1: conflict } });
  assert.equal(one.rating("A1").rationale, "mine");
  one.edit("A1", { rationale: "mine, and more" }, 0);
  assert.equal(one.sent.length, 0);
  one.settle("A1", one.rating("A1"));
  assert.deepEqual(
    one.sent.map(({ body, based_on }) => [body.level, body.rationale, based_on]),
    [["partly", "mine, and more", 14]],
  );
});
