/** A corner of the browser's storage; plain memory where storage is switched off or full. */
export class Shelf {
  /** @param {Storage|null} storage @param {string} prefix who and which review */
  constructor(storage, prefix) {
    Object.assign(this, { storage, prefix: `workbench/${prefix}/` });
  }

  put(name, value) {
    try {
      this.storage?.setItem(this.prefix + name, JSON.stringify(value));
    } catch {
      /* full: memory still has it */
    }
  }

  drop(name) {
    try {
      this.storage?.removeItem(this.prefix + name);
    } catch {
      /* switched off */
    }
  }

  get(name) {
    try {
      return JSON.parse(this.storage?.getItem(this.prefix + name) ?? "null");
    } catch {
      return null;
    }
  }

  /** Everything under a folder, as [name, value]. */
  all(folder) {
    const start = this.prefix + folder;
    const keys = this.storage ? Object.keys(this.storage).filter((key) => key.startsWith(start)) : [];
    return keys
      .map((key) => [key.slice(start.length), this.get(key.slice(this.prefix.length))])
      .filter(([, value]) => value);
  }
}

let made = 0;
/** Unique across tabs and reloads. */
export const freshId = () =>
  `${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 10)}-${(made++).toString(36)}`;

/**
 * What was typed and is not yet acknowledged, mirrored to the shelf line by line.
 * A line: {client_id, slot, op, body, based_on, session, made}; sent and error live in memory only.
 */
export class Outbox {
  constructor(shelf, now = Date.now) {
    Object.assign(this, { shelf, now });
    const kept = shelf.all("out/").map(([, line]) => ({ ...line, sent: 0, error: null }));
    this.lines = new Map(kept.sort((a, b) => a.made - b.made).map((line) => [line.client_id, line]));
  }

  /** Add a line. An older line of the same slot and session is contained in it and goes. */
  put(slot, op, body, based_on, session) {
    for (const old of this.lines.values()) {
      if (old.slot !== slot || old.session !== session) continue;
      based_on = Math.min(based_on, old.based_on);
      this.done(old.client_id);
    }
    const line = { client_id: freshId(), slot, op, body, based_on, session, made: this.now() };
    this.shelf.put(`out/${line.client_id}`, line);
    this.lines.set(line.client_id, { ...line, sent: 0, error: null });
    return this.lines.get(line.client_id);
  }

  /** Acknowledged, or taken back: forget the line. */
  done(client_id) {
    const line = this.lines.get(client_id);
    this.lines.delete(client_id);
    this.shelf.drop(`out/${client_id}`);
    return line;
  }

  /** The newest line of a slot. */
  of(slot) {
    return [...this.lines.values()].filter((line) => line.slot === slot).at(-1);
  }

  /** Lines on their way. */
  get waiting() {
    return [...this.lines.values()].filter((line) => !line.error);
  }

  /** How long the oldest line has been waiting, in ms. */
  get age() {
    return Math.max(0, ...this.waiting.map((line) => this.now() - (line.sent || line.made)));
  }
}

/**
 * One name per tab that survives a reload. A tab parks its name when it leaves; a copied tab finds
 * none parked and takes a new one, so that two live tabs never share a name.
 */
export function sessionName(storage) {
  const key = "workbench/session";
  try {
    const parked = storage.getItem(key);
    storage.removeItem(key);
    const name = parked || freshId();
    addEventListener("pagehide", () => storage.setItem(key, name));
    addEventListener("pageshow", (event) => event.persisted && storage.removeItem(key));
    return name;
  } catch {
    return freshId();
  }
}
