/**
 * Make an element. Objects set properties, attributes and `onclick`-like listeners; everything else
 * becomes a child, and strings always as text: h("p.note", {lang: "en"}, "words", link).
 * @param {string} spec tag and classes, such as "p.note"
 * @returns {HTMLElement}
 */
export function h(spec, ...parts) {
  const [tag, ...classes] = spec.split(".");
  const el = document.createElement(tag);
  if (classes.length) el.className = classes.join(" ");
  for (const part of parts.flat(Infinity)) {
    if (part == null || part === false || part === true || part === "") continue;
    if (part.constructor === Object) assign(el, part);
    else el.append(part);
  }
  return el;
}

function assign(el, props) {
  for (const [name, value] of Object.entries(props)) {
    if (typeof value === "function") el.addEventListener(name.slice(2), value);
    else if (value == null || value === false) continue;
    else if (name in el) el[name] = value;
    else el.setAttribute(name, value === true ? "" : value);
  }
}

/** A button of ours; buttons never submit. */
export const button = (label, onclick, ...parts) => h("button.sc-button", { type: "button", onclick }, label, ...parts);

/** A field with its visible label. */
export const field = (label, input, ...parts) => h("label.sc-field", h("span", label), input, ...parts);

/** A link that opens elsewhere when the text is an address, the plain text otherwise. */
export const link = (text, label = text) =>
  /^https?:\/\//.test(text) ? h("a", { href: text, target: "_blank", rel: "noopener noreferrer" }, label) : text;

/** A choice from [value, label] pairs. */
export function select(pairs, props) {
  const el = h(
    "select",
    pairs.map(([value, label]) => h("option", { value }, label)),
  );
  assign(el, props ?? {});
  return el;
}

/** Whether a workbench server shows this page; otherwise it is JupyterLab. */
export const served = () => "voila" in document.body.dataset;

/** The address of a page of a review, wherever the workbench is served. */
export function address(page, review = "") {
  const base = (document.body.dataset.baseUrl ?? "/voila/").replace(/voila\/$/, "");
  return `${base}${page}${review && `?review=${encodeURIComponent(review)}`}`;
}

/** Whether keys typed there are text. */
export const isText = (el) => el.matches("textarea, select, input:not([type=radio], [type=checkbox])");

/** JupyterLab takes single keys for itself, some delete cells: not while focus is in here. Returns the way back. */
export function guardKeys(root) {
  const guard = (event) => {
    if (served() || !root.contains(event.target) || isText(event.target)) return;
    if (!event.ctrlKey && !event.metaKey && !event.altKey) event.stopPropagation();
  };
  window.addEventListener("keydown", guard, true);
  return () => window.removeEventListener("keydown", guard, true);
}

/** Unpack what Python packed with zlib. @param {DataView} view */
export const inflate = (view) =>
  new Response(new Blob([view]).stream().pipeThrough(new DecompressionStream("deflate"))).json();

/** 14:03 */
export const clock = (date) => {
  timeOfDay ??= new Intl.DateTimeFormat([], { hour: "2-digit", minute: "2-digit" });
  return timeOfDay.format(new Date(date));
};
let timeOfDay; // made once: making it takes longer than everything else a saved rating needs

/** 3 May 2026, 14:03 */
export const moment = (date) =>
  new Date(date).toLocaleString([], {
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
  });

/** 1 gap, 2 gaps */
export const count = (n, noun, many = noun + "s") => `${n} ${n === 1 ? noun : many}`;

let target = null;
/** Scroll to an element, and again for some frames: what lies before it gets its real height only when it comes near. */
export function bring(el, frames = 8) {
  if (frames === 8) target = el;
  if (target !== el) return;
  el.scrollIntoView({ block: "start" });
  if (frames) requestAnimationFrame(() => bring(el, frames - 1));
}
