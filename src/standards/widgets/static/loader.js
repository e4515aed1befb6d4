/** A widget's module and style sheet travel packed in the traits `code` and `sheet`: unpack, import, draw. */
const unpack = (view) => new Response(new Blob([view]).stream().pipeThrough(new DecompressionStream("deflate"))).text();

export default {
  async render(context) {
    const [code, css] = await Promise.all(["code", "sheet"].map((name) => unpack(context.model.get(name))));
    const style = document.createElement("style");
    style.textContent = css;
    context.el.append(style);
    const address = URL.createObjectURL(new Blob([code], { type: "text/javascript" }));
    try {
      const { default: widget } = await import(/* webpackIgnore: true */ address);
      return await widget.render(context);
    } finally {
      URL.revokeObjectURL(address);
    }
  },
};
