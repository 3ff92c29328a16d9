// Second part of the player (see player.js): one canvas, where data lie on it, axes, hover, clicks.

// One canvas: a panel of the film, or of the pinned one

class View {
  constructor(canvas, player, index, which) {
    Object.assign(this, { canvas, player, index, which });
    canvas.addEventListener("pointermove", (event) => this.hover(event));
    for (const kind of ["pointerdown", "pointermove", "pointerup"]) {
      canvas.addEventListener(kind, (event) => this.drag(event));
    }
    const { panels } = player.film.find(0).meta;
    const held = panels[index].grip >= 0;
    const style = held ? { touchAction: "pan-x", cursor: "grab" } : { touchAction: "pan-y", cursor: "ew-resize" };
    if (panels[index].scrub) Object.assign(canvas.style, style);
    if (panels[index].carries) canvas.addEventListener("touchstart", (event) => halted(this, event), { passive: false });
    canvas.addEventListener("pointerleave", () => this.hover(null));
    canvas.addEventListener("click", (event) => this.pick(event));
    canvas.addEventListener("keydown", (event) => this.pressed(event));
    canvas.addEventListener("blur", () => player.root.querySelector(".card").hidden && this.hover(null));
    if (panels[index].pick && panels[index].layers.some(named)) {
      canvas.tabIndex = 0;
      canvas.setAttribute("role", "application");
    }
  }

  position() {
    const { film: own, kept } = this.player;
    if (this.which === "film") return kept.index;
    const here = own.find(kept.index);
    return kept.pinned.indexOf(here.meta.steps[here.frame]);
  }

  now() {
    const whole = this.which === "film" ? this.player.film : this.player.kept.pinned;
    return whole.find(this.position());
  }

  draw() {
    const { canvas } = this;
    const { meta, frame } = this.now();
    const panel = meta.panels[this.index];
    const [width, height] = [canvas.clientWidth, canvas.clientHeight];
    if (!panel || !width || !height) return;
    const ratio = devicePixelRatio || 1;
    if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
      canvas.width = Math.round(width * ratio);
      canvas.height = Math.round(height * ratio);
    }
    const pen = canvas.getContext("2d");
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.clearRect(0, 0, width, height);
    const css = getComputedStyle(canvas);
    const ink = css.getPropertyValue("--st-text-color").trim() || "#3d4a57";
    const paper = css.getPropertyValue("--st-background-color").trim() || "#ffffff";
    const font = css.getPropertyValue("--st-font").trim() || "sans-serif";
    const whole = this.which === "film" ? this.player.film : this.player.kept.pinned;
    const shown = fitted(panel, whole, this.index);
    const place = (this.place = frameOf(shown, width, height));
    const reel = { film: whole, panel: this.index, index: this.position() };
    const ahead = this.which === "film" ? this.player.ahead : 0;
    const kit = { pen, place, meta, frame, ink, paper, font, panel: shown, reel, ahead };
    if (!panel.plain) axes(kit);
    pen.save();
    if (!panel.plain) {
      pen.beginPath();
      pen.rect(place.left - 8, place.top - 8, place.width + 16, place.height + 16);
      pen.clip();
    }
    const lent = panel.lens ? lentHeat(this) : null;
    for (const layer of panel.layers) {
      const shown = lent && layer.kind === "heat" ? { ...lent, extent: layer.extent } : layer;
      DRAW[layer.kind](kit, shown);
    }
    const { chosen } = this.player.kept;
    if (chosen?.panel === this.index) emphasise(kit, chosen, ink);
    if (this.carried?.far) drawCarried(kit, this.carried, ink);
    if (this.mark) {
      emphasise(kit, this.mark, ink);
      this.player.root.querySelector(".tip").textContent = this.tell?.() ?? "";
    }
    pen.restore();
  }

  data(event) {
    const box = this.canvas.getBoundingClientRect();
    return this.place.invert(event.clientX - box.left, event.clientY - box.top);
  }

  pick(event) {
    const { meta, frame } = this.now();
    const panel = meta.panels[this.index];
    if (!panel.pick || panel.scrub || panel.carries || this.which !== "film") return;
    const [x, y] = this.data(event);
    const inside = (axis, value) => value >= Math.min(axis.low, axis.high) && value <= Math.max(axis.low, axis.high);
    if (!inside(panel.x, x) || !inside(panel.y, y)) return;
    this.hover(event);
    this.choose(x, y);
  }

  // A click or Enter: the page is told, and a number that can be set gets a field
  choose(x, y) {
    this.send(x, y);
    const panel = this.now().meta.panels[this.index];
    if (panel.sets && this.mark) openCard(this, x, y);
    else closeCard(this.player.root);
  }

  send(x, y, more = {}) {
    const { meta, frame } = this.now();
    const panel = meta.panels[this.index];
    const at = { pick: panel.pick, x, y, step: meta.steps[frame], nonce: Date.now(), ...more };
    if (!this.mark) return this.player.send("picked", at);
    this.player.kept.chosen = { panel: this.index, ...this.mark };
    this.player.send("picked", { ...at, of: panel.layers[this.mark.layer].name, index: this.mark.i });
    this.draw();
  }

  // Arrows move from one labelled thing to the next, Enter picks it
  pressed(event) {
    const { meta, frame } = this.now();
    const panel = meta.panels[this.index];
    const things = panel.pick && this.place ? labelled(panel, frame) : [];
    if (!things.length) return;
    if (panel.grip >= 0) {
      if (!nudged(this, panel, things, event.key)) return;
    } else if (event.key === "Enter" && this.mark) {
      const { x, y } = things.find((one) => one.layer === this.mark.layer && one.i === this.mark.i);
      this.choose(x, y);
    } else if (event.key.startsWith("Arrow")) {
      const next = neighbour(things, this.mark, event.key.slice(5));
      const tell = () => told(this.now().meta.panels[this.index].layers[next.layer], next.i, this.now().frame);
      const found = { text: tell(), mark: { layer: next.layer, i: next.i } };
      this.point(found, this.place.x(next.x), this.place.y(next.y), tell);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  // In a panel whose x is what the film runs over, a drag moves the film
  drag(event) {
    const panel = this.now().meta.panels[this.index];
    if (panel.carries && this.which === "film") return carry(this, panel, event);
    if (!panel.scrub || this.which !== "film") return;
    if (panel.grip >= 0) return grab(this, panel, event);
    if (event.type === "pointerup") return this.player.settled();
    if (event.type === "pointerdown") this.canvas.setPointerCapture(event.pointerId);
    else if (!event.buttons) return;
    this.player.seek(this.player.film.nearest(this.data(event)[0]), true);
  }

  hover(event) {
    if (!event) return this.point(null);
    const box = this.canvas.getBoundingClientRect();
    const [px, py] = [event.clientX - box.left, event.clientY - box.top];
    const found = this.place ? this.nearest(px, py) : null;
    this.point(found, px, py, () => this.nearest(px, py)?.text);
  }

  // Show what is told of a place; a labelled thing there is marked, and told anew as the film moves
  point(found, px, py, tell) {
    const { root } = this.player;
    const tip = root.querySelector(".tip");
    const panel = this.now().meta.panels[this.index];
    const before = this.mark;
    [this.mark, this.tell] = [found?.mark ?? null, tell];
    if (panel.pick && !panel.scrub) this.canvas.style.cursor = this.mark ? "pointer" : "";
    if (before?.layer !== this.mark?.layer || before?.i !== this.mark?.i) this.player.draw();
    tip.hidden = !found;
    if (!found) return;
    tip.textContent = found.text;
    const [here, all] = [this.canvas.getBoundingClientRect(), root.getBoundingClientRect()];
    const left = Math.min(here.left - all.left + px + 14, all.width - tip.offsetWidth);
    tip.style.left = `${Math.max(left, 0)}px`;
    tip.style.top = `${here.top - all.top + py + 14}px`;
  }

  nearest(px, py) {
    const { meta, frame } = this.now();
    const { layers } = meta.panels[this.index];
    let [heat, thing, mark] = [null, null, null];
    layers.forEach((layer, place) => {
      if (layer.kind === "heat") heat = this.under(layer, frame, px, py) ?? heat;
      const i = hit(this.place, layer, frame, px, py);
      if (i < 0) return;
      thing = told(layer, i, frame);
      mark = named(layer) ? { layer: place, i } : null;
    });
    const dot = mark ? null : this.closest(layers, frame, px, py);
    if (dot) return { text: dot };
    if (heat === null && thing === null) return null;
    return { text: [thing, heat].filter((said) => said !== null).join(" · "), mark };
  }

  // The point of a layer that is within reach, in words
  closest(layers, frame, px, py) {
    let best = { far: 16 };
    for (const layer of layers) {
      if (!["dots", "line", "bars"].includes(layer.kind)) continue;
      const [xs, ys] = [at(layer.x, frame), at(layer.y ?? layer.height, frame)];
      const shown = layer.grows ? Math.min(frame + 1, xs.length) : xs.length;
      for (let i = 0; i < shown; i += 1) {
        const far = Math.hypot(this.place.x(xs[i]) - px, this.place.y(ys[i]) - py);
        if (far < best.far) best = { far, layer, i, x: xs[i], y: ys[i] };
      }
    }
    if (!best.layer) return null;
    const name = best.layer.labels?.[best.i] ?? best.layer.name ?? "";
    if (best.layer.bare) return name;
    return `${name ? `${name}: ` : ""}${short(best.x)}, ${short(best.y)}`;
  }

  under(layer, frame, px, py) {
    const [x0, x1, y0, y1] = layer.extent;
    const [x, y] = this.place.invert(px, py);
    const [rows, columns] = layer.values.shape;
    const column = Math.floor(((x - x0) / (x1 - x0)) * columns);
    const row = Math.floor(((y1 - y) / (y1 - y0)) * rows);
    if (column < 0 || row < 0 || column >= columns || row >= rows) return null;
    if (!visible(layer, frame)) return null;
    if (["classes", "grey"].includes(layer.scale) && layer.name && !layer.labels.length) return layer.name;
    const value = at(layer.values, frame)[row * columns + column];
    if (layer.scale === "classes") {
      const named = layer.labels?.[value >> 5] ?? `class ${value >> 5}`;
      if (layer.told) return `${named}: ${at(layer.told, frame)[row * columns + column]} %`;
      return `${named}, ${layer.name || `${Math.round((100 * (value & 31)) / 31)} % sure`}`;
    }
    const name = layer.name ? `${layer.name}: ` : "";
    if (layer.told) {
      const own = at(layer.told, frame)[row * columns + column];
      return Number.isNaN(own) ? null : `${name}${short(own)}`;
    }
    const step = (layer.high - layer.low) / 255;
    return `${name}${coarse(layer.low + value * step, step)}`;
  }
}

// Where data lie on a canvas

function frameOf(panel, width, height) {
  const room = panel.plain ? [6, 6, 6, 6] : [8, 12, 42, 56];
  let [left, top] = [room[3], room[0]];
  let [w, h] = [Math.max(width - room[3] - room[1], 20), Math.max(height - room[0] - room[2], 20)];
  const spans = [scaled(panel.x, panel.x.high) - scaled(panel.x, panel.x.low), scaled(panel.y, panel.y.high) - scaled(panel.y, panel.y.low)];
  if (panel.square) {
    const unit = Math.min(w / Math.abs(spans[0]), h / Math.abs(spans[1]));
    const [sw, sh] = [unit * Math.abs(spans[0]), unit * Math.abs(spans[1])];
    left += (w - sw) / 2;
    top += (h - sh) / 2;
    [w, h] = [sw, sh];
  }
  const [x0, y0] = [scaled(panel.x, panel.x.low), scaled(panel.y, panel.y.low)];
  return {
    left,
    top,
    width: w,
    height: h,
    x: (value) => left + ((scaled(panel.x, value) - x0) / spans[0]) * w,
    y: (value) => top + h - ((scaled(panel.y, value) - y0) / spans[1]) * h,
    invert: (px, py) => [
      unscaled(panel.x, x0 + ((px - left) / w) * spans[0]),
      unscaled(panel.y, y0 + ((top + h - py) / h) * spans[1]),
    ],
  };
}

const scaled = (axis, value) => (axis.log ? Math.log10(Math.max(value, 1e-300)) : value);
const unscaled = (axis, value) => (axis.log ? 10 ** value : value);

// A panel with the ranges of its growing lines, where an axis leaves them to the data.
function fitted(panel, whole, index) {
  if (!panel.x.auto && !panel.y.auto) return panel;
  whole.ranges ??= new Map();
  const key = `${index} ${whole.count} ${whole.chunks.at(-1).meta.steps.at(-1)}`;
  if (!whole.ranges.has(key)) whole.ranges.set(key, measured(panel, whole, index));
  return { ...panel, ...whole.ranges.get(key) };
}

function measured(panel, whole, index) {
  const found = {};
  for (const name of ["x", "y"]) {
    const axis = panel[name];
    if (!axis.auto) continue;
    let [low, high] = [Infinity, -Infinity];
    for (const { meta } of whole.chunks) {
      for (const layer of meta.panels[index].layers) {
        if (layer.kind !== "line" && !(panel.square && layer.kind === "dots")) continue;
        for (const value of layer[name].all) {
          if (!Number.isFinite(value) || (axis.log && value <= 0)) continue;
          [low, high] = [Math.min(low, value), Math.max(high, value)];
        }
      }
    }
    if (low > high) [low, high] = [axis.low, axis.high];
    if (low === high) high = low + (Math.abs(low) || 1);
    const room = name === "y" && !axis.log ? 0.06 * (high - low) : 0;
    found[name] = { ...axis, low: low - room, high: high + room };
  }
  return panel.square && found.x && found.y ? even(found) : found;
}

// Both axes alike, around 0, to a round number
function even({ x, y }) {
  const reach = Math.max(...[x.low, x.high, y.low, y.high].map(Math.abs), 1e-6);
  const power = 10 ** Math.floor(Math.log10(reach));
  const high = [1.25, 2.5, 5, 10].find((step) => step * power >= reach) * power;
  return { x: { ...x, low: -high, high }, y: { ...y, low: -high, high } };
}

function axes({ pen, place, panel, ink, font }) {
  const right = pen.canvas.clientWidth - 1;
  pen.strokeStyle = ink;
  pen.fillStyle = ink;
  pen.lineWidth = 1;
  pen.font = `12px ${font}`;
  pen.globalAlpha = 0.85;
  pen.textAlign = "center";
  pen.textBaseline = "top";
  const bottom = place.top + place.height;
  for (const [value, label] of ticks(panel.x, place.width / 50)) {
    const most = right - pen.measureText(label).width / 2; // the last one must not be cut
    pen.fillText(label, Math.min(place.x(value), most), bottom + 6);
  }
  pen.fillText(panel.x.label, place.left + place.width / 2, bottom + 23);
  pen.textAlign = "right";
  pen.textBaseline = "middle";
  for (const [value, label] of ticks(panel.y, place.height / 40)) {
    const y = place.y(value);
    pen.fillText(label, place.left - 6, y);
    pen.globalAlpha = 0.13;
    pen.beginPath();
    pen.moveTo(place.left, y);
    pen.lineTo(place.left + place.width, y);
    pen.stroke();
    pen.globalAlpha = 0.85;
  }
  pen.save();
  pen.translate(11, place.top + place.height / 2);
  pen.rotate(-Math.PI / 2);
  pen.textAlign = "center";
  pen.fillText(panel.y.label, 0, 0);
  pen.restore();
  pen.globalAlpha = 1;
}

function ticks(axis, wanted) {
  if (axis.ticks.length) return axis.ticks;
  const [low, high] = [Math.min(axis.low, axis.high), Math.max(axis.low, axis.high)];
  if (axis.log) {
    const found = [];
    for (let e = Math.ceil(Math.log10(low)); e <= Math.log10(high); e += 1) found.push([10 ** e, short(10 ** e)]);
    if (found.length < 2) return within(low, high);
    return found.length > 6 ? found.filter((_, i) => i % Math.ceil(found.length / 6) === 0) : found;
  }
  const rough = (high - low) / Math.max(wanted, 2);
  const power = 10 ** Math.floor(Math.log10(rough));
  const gap = [1, 2, 5, 10].map((n) => n * power).find((n) => n >= rough) ?? rough;
  const found = [];
  for (let i = Math.ceil(low / gap - 1e-9); i * gap <= high + gap * 1e-9; i += 1) {
    found.push([i * gap, signed(String(Number((i * gap).toPrecision(6))))]);
  }
  return found;
}

// Where less than two powers of ten are in sight: 1, 2 and 5 of each, or even steps.
function within(low, high) {
  const first = Math.floor(Math.log10(low));
  const powers = [first, first + 1].map((e) => 10 ** e);
  const marks = powers.flatMap((power) => [1, 2, 5].map((n) => Number((n * power).toPrecision(3))));
  const found = [...new Set(marks)].filter((value) => value >= low && value <= high);
  if (found.length > 1) return found.map((value) => [value, short(value)]);
  const even = (digits) => [0.2, 0.8].map((share) => Number((low * (high / low) ** share).toPrecision(digits)));
  const inside = (digits) => low <= even(digits)[0] && even(digits)[0] < even(digits)[1] && even(digits)[1] <= high;
  return even([2, 3, 4].find(inside) ?? 5).map((value) => [value, short(value)]);
}
