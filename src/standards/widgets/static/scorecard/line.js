/** The line to Python: one small message out, replies in, and a watch on whether anyone answers. */
export class Line {
  constructor(model, hear) {
    this.model = model;
    this.asked = 0;
    this.broken = false;
    this.listen = (message, buffers) => {
      this.asked = 0;
      this.broken = false;
      hear(message, buffers ?? []);
    };
    model.on("msg:custom", this.listen);
  }

  /** True when the message left; a dead kernel may throw here, or say nothing at all. */
  send(message) {
    this.asked ||= Date.now();
    try {
      this.model.send(message);
      return true;
    } catch {
      this.broken = true;
      return false;
    }
  }

  /** Send a line of the outbox. */
  post(line) {
    const { client_id, op, body, based_on, session } = line;
    line.error = null;
    if (this.send({ op, client_id, based_on, session, ...body })) line.sent = Date.now();
  }

  /** For how long nobody has answered, in ms. */
  get silence() {
    return this.asked ? Date.now() - this.asked : 0;
  }

  close() {
    this.model.off("msg:custom", this.listen);
  }
}
