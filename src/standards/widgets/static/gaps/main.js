import { guardKeys, h, inflate } from "./dom.js";
import { View } from "./view.js";

/** anywidget's door. Trait: `contents`, the register, packed. */
async function render({ model, el }) {
  const root = h("div.gp");
  const unguard = guardKeys(root);
  el.append(root);
  const view = new View(model, root, await inflate(model.get("contents")));
  return () => {
    unguard();
    view.close();
  };
}

export default { render };
