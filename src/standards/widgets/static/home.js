import { address, button, count, guardKeys, h, inflate, moment, served } from "./dom.js";

/** A picked card: a radio with everything one has to know before choosing. */
function choice(group, value, title, lines, note) {
  return h(
    "label.hm-choice",
    h("input", { type: "radio", name: group, value }),
    h(
      "span",
      h("strong", title),
      lines.filter(Boolean).map((line) => h("span.hm-line", line)),
      note && h("span.hm-note", note),
    ),
  );
}

class HomeView {
  constructor(model, el) {
    Object.assign(this, { model, el });
    this.listen = (message) => this.hear(message);
    model.on("msg:custom", this.listen);
    this.say = h("p.hm-say", { role: "status" });
  }

  send(message) {
    try {
      this.model.send(message);
    } catch {
      this.say.textContent = "▲ The workbench does not answer. Reload the page.";
    }
  }

  hear(message) {
    if (message.op === "contents") return this.show(message);
    if (message.op === "error") this.say.textContent = `▲ ${message.text}`;
    if (message.op === "started" && served()) location.assign(address("score", message.review));
    else if (message.op === "started") this.send({ op: "open", review: message.review });
    if (message.op === "opened") {
      this.say.textContent = `The ${message.what} is open below.`;
      this.send({ op: "refresh" });
    }
    for (const one of this.el.querySelectorAll("button")) one.disabled = false;
  }

  start(program, rubric) {
    if (!program || !rubric) {
      this.say.textContent = `△ Choose ${[!program && "a program", !rubric && "a guideline"].filter(Boolean).join(" and ")} first.`;
      return this.el.querySelector(`input[name=${program ? "rubric" : "program"}]`)?.focus();
    }
    this.say.textContent = "Preparing the scorecard…";
    for (const one of this.el.querySelectorAll("button")) one.disabled = true;
    return this.send({ op: "start", program, rubric });
  }

  show(contents) {
    const { example } = contents;
    this.el.replaceChildren(
      h(
        "div",
        contents.notice && h("div.hm-trouble", h("h2", contents.notice[0]), h("p", contents.notice[1])),
        contents.trouble &&
          h("div.hm-trouble", h("p", h("strong", "▲ Your reviews cannot be read. "), contents.trouble)),
        example && this.#welcome(example),
        this.#reviews(contents.reviews.filter(({ id }) => id !== example?.review)),
        this.#begin(contents),
        this.say,
        contents.broken.length > 0 && this.#broken(contents.broken),
      ),
    );
  }

  #welcome({ program, rubric, program_title, rubric_title, review }) {
    return h(
      "section.hm-welcome",
      h("h2", "An example, ready to score"),
      h(
        "p",
        "A real program with its published facts: ",
        h("strong", program_title),
        ", against the ",
        h("strong", rubric_title),
        ". Eleven rules, about twenty minutes, and one of them is honestly in dispute.",
      ),
      button("Score the example", () => (review ? this.hear({ op: "started", review }) : this.start(program, rubric)), {
        className: "hm-main",
      }),
    );
  }

  #reviews(reviews) {
    return h(
      "section",
      h("h2", "Your reviews"),
      reviews.length
        ? h(
            "ul.hm-reviews",
            reviews.map((one) => this.#review(one)),
          )
        : h("p.hm-empty", "None yet. Start with the example above, or choose a program and a guideline below."),
    );
  }

  #review(one) {
    const state = one.finished
      ? "✓ Finished"
      : one.rated === one.criteria
        ? "All answered, not finished"
        : `${one.criteria - one.rated} to go`;
    const name = `${one.program}, ${one.rubric} ${one.version}`;
    const words = one.finished ? "Open" : one.rated ? "Resume" : "Begin";
    const resume = served()
      ? h("a.hm-main", { href: address("score", one.id), "aria-label": `${words}: ${name}` }, words)
      : button(words, () => this.send({ op: "open", review: one.id }), {
          className: "hm-main",
          "aria-label": `${words}: ${name}`,
        });
    return h(
      "li.hm-review",
      h("div", h("h3", one.program), h("p", `${one.rubric}, version ${one.version}`)),
      h(
        "div.hm-progress",
        h("progress", { max: one.criteria, value: one.rated, "aria-label": `Progress on ${name}` }),
        h("p.hm-line", `${one.rated} of ${one.criteria} answered · ${state}`),
        h("p.hm-line", `Last changed ${moment(one.changed)}`),
      ),
      h(
        "div.hm-ways",
        resume,
        served() &&
          one.rated > 0 &&
          h("a", { href: address("gaps", one.id), "aria-label": `Gaps and Excel: ${name}` }, "Gaps and Excel"),
      ),
    );
  }

  #begin({ programs, rubrics }) {
    const pick = (name) => this.el.querySelector(`input[name=${name}]:checked`)?.value;
    const group = (title, items) =>
      h(
        "fieldset",
        h("legend", h("h3", title)),
        items.length ? h("div.hm-choices", items) : h("p.hm-empty", `There is no ${title.toLowerCase()} yet.`),
      );
    return h(
      "section",
      h("h2", "Start a review"),
      h(
        "div.hm-begin",
        group(
          "Program",
          programs.map((one) =>
            choice(
              "program",
              one.id,
              one.title,
              [one.provider, one.summary, `${count(one.facts, "fact")} with sources, as of ${one.as_of}`],
              one.notice,
            ),
          ),
        ),
        group(
          "Guideline",
          rubrics.map((one) =>
            choice(
              "rubric",
              one.name,
              `${one.title} ${one.version}`,
              [
                `${one.status} · issued by ${one.issuer} · ${count(one.criteria, "criterion", "criteria")}${one.origin === "packaged" ? "" : ` · from ${one.origin}`}`,
                one.summary,
              ],
              one.disclaimer,
            ),
          ),
        ),
      ),
      button("Start scoring", () => this.start(pick("program"), pick("rubric")), { className: "hm-main" }),
    );
  }

  #broken(files) {
    const finding = ({ code, line, where, message, hint, severity }) =>
      h(
        "li",
        h("strong", `${severity === "error" ? "▲" : "△"} ${line ? `Line ${line}` : "File"}, ${where}: `),
        message,
        hint && h("span.hm-hint", ` ${hint}`),
        h("span.hm-line", code),
      );
    return h(
      "section.hm-broken",
      h("h2", "Files that need attention"),
      h("p", "Everything else works. Every problem of a file is listed, so that one edit can mend it."),
      files.map(({ file, findings }) =>
        h(
          "details",
          { open: files.length < 4 },
          h("summary", `${file}: ${count(findings.length, "finding")}`),
          h("ul", findings.map(finding)),
        ),
      ),
    );
  }
}

async function render({ model, el }) {
  const root = h("div.hm");
  const unguard = guardKeys(root);
  el.append(root);
  const view = new HomeView(model, root);
  view.show(await inflate(model.get("contents")));
  if (!served()) view.send({ op: "refresh" });
  return () => {
    unguard();
    model.off("msg:custom", view.listen);
  };
}

export default { render };
