import { guardKeys, h, inflate } from "./dom.js";
import { Room } from "./room.js";

/** anywidget's door. Traits: `card` (rubric and program) and `start` (the review), both packed. */
async function render({ model, el }) {
  const root = h("div.sc");
  const unguard = guardKeys(root);
  el.append(root);
  const [card, start] = await Promise.all([inflate(model.get("card")), inflate(model.get("start"))]);
  const room = new Room(model, root, card, start);
  return () => {
    unguard();
    room.close();
  };
}

export default { render };
