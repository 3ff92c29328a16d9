// The canvas player of all films: play, pause, step, back, scrub, speed, reset, pin, keyboard.
// It draws what core/figures/film.py describes and knows nothing of any algorithm. Position, speed
// and the pinned film are kept by key, so they survive reruns of the page.

const KEPT = (globalThis.suiteFilms ??= new Map());
const ICONS = {
  reset: "M6 5h2v14H6zM20 5v14l-10-7z",
  back: "M17 5v14L7 12z",
  play: "M7 4l13 8-13 8z",
  pause: "M6 5h4v14H6zM14 5h4v14h-4z",
  step: "M7 5v14l10-7z",
  pin: "M9 3h6l-1 6 3 3v2h-4v6l-1 2-1-2v-6H7v-2l3-3z",
};
const SYMBOLS = [disc, square, triangle, cross, diamond, ring];
const MOST_LIVE = 240;

export default function mountFilm(component) {
  const { data, parentElement, setTriggerValue } = component;
  const root = parentElement.querySelector(".film");
  root.player ??= new Player(root);
  root.player.take(data, setTriggerValue);
  return () => {
    if (!root.isConnected) root.player.halt();
  };
}

function decode({ meta, blob }) {
  const bytes = Uint8Array.from(atob(blob), (sign) => sign.charCodeAt(0)).buffer;
  const kinds = { u1: Uint8Array, i2: Int16Array, f4: Float32Array };
  const array = (spec) => {
    const size = spec.shape.reduce((product, n) => product * n, 1);
    const shape = spec.moves ? spec.shape.slice(1) : spec.shape;
    const each = shape.reduce((product, n) => product * n, 1);
    return { all: new kinds[spec.type](bytes, spec.at, size), moves: spec.moves, each, shape };
  };
  const isArray = (value) => value && typeof value === "object" && "at" in value && "moves" in value;
  for (const holder of [...meta.panels.flatMap((panel) => panel.layers), ...meta.readouts]) {
    for (const [name, value] of Object.entries(holder)) {
      if (isArray(value)) holder[name] = array(value);
    }
  }
  return meta;
}

// The values of one frame: a part of a moving array, or all of one that stands still.
function at(array, frame) {
  if (!array.moves) return array.all;
  return array.all.subarray(frame * array.each, (frame + 1) * array.each);
}

class Player {
  constructor(root) {
    this.root = root;
    this.panels = root.querySelector(".panels");
    this.slider = root.querySelector("input");
    for (const button of root.querySelectorAll("button[data-act]")) {
      const act = button.dataset.act;
      button.innerHTML = `<svg viewBox="0 0 24 24" aria-hidden="true"><path d="${ICONS[act]}"/></svg>`;
      button.addEventListener("click", () => this[act]());
    }
    this.slider.addEventListener("input", () => this.seek(Number(this.slider.value), true));
    this.slider.addEventListener("change", () => this.settled());
    root.querySelector("select").addEventListener("change", (event) => {
      this.kept.speed = Number(event.target.value);
    });
    root.addEventListener("keydown", (event) => this.pressed(event));
    new ResizeObserver(() => this.draw()).observe(this.panels);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.draw());
  }

  take(data, send) {
    this.send = send;
    const name = `${data.meta.film} ${data.meta.steps.length} ${data.meta.running}`;
    if (this.name === name) return this.draw();
    this.name = name;
    const meta = decode(structuredClone(data));
    this.kept = KEPT.get(meta.key) ?? { speed: 1, index: 0, film: "", pinned: null };
    KEPT.set(meta.key, this.kept);
    const known = meta.live && this.kept.live === meta.live && this.film;
    if (known && meta.chunk) this.append(meta);
    else this.open(meta, Boolean(known));
    this.kept.live = meta.live;
    this.running = meta.running;
    this.root.setAttribute("aria-label", meta.alt);
    this.root.querySelector("select").value = String(this.kept.speed);
    this.layout();
    this.seek(this.kept.index);
  }

  open(meta, goesOn) {
    const step = this.film && goesOn ? Number(this.root.dataset.step) : null;
    const atEnd = this.film && this.kept.index >= this.last;
    this.film = film(meta);
    const changed = this.kept.film !== meta.film;
    this.kept.film = meta.film;
    if (!changed) return;
    if (step !== null) {
      this.kept.index = atEnd ? this.last : this.film.indexOf(step);
      return;
    }
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const end = meta.begin === "end" || (still && meta.begin === "play");
    const place = typeof meta.begin === "number" ? meta.begin : 0;
    this.kept.index = end ? this.film.count - 1 : place;
    this.halt();
    if (meta.begin === "play" && !still) this.play();
    else this.show();
  }

  append(meta) {
    const atEnd = this.kept.index >= this.film.count - 1;
    const newest = this.film.chunks.at(-1).meta.steps.at(-1);
    if (meta.steps.at(-1) <= newest) return;
    this.film.chunks.push({ meta, from: this.film.count });
    this.film.count += meta.steps.length;
    if (this.film.count > MOST_LIVE) thin(this.film);
    if (atEnd || this.kept.index >= this.film.count) this.kept.index = this.film.count - 1;
  }

  get last() {
    return this.film.count - 1;
  }

  // Acts, one for each button

  play() {
    if (this.timer) {
      this.halt();
      return this.settled();
    }
    if (this.kept.live) return this.tell(this.running ? "pause" : "play");
    if (this.kept.index >= this.last) this.kept.index = 0;
    let before = performance.now();
    let place = this.kept.index;
    const pace = this.last / Math.max(this.film.seconds, 0.1) / 1000;
    const tick = (now) => {
      place += (now - before) * pace * this.kept.speed;
      before = now;
      if (Math.floor(place) !== this.kept.index) this.seek(Math.min(Math.floor(place), this.last));
      if (place >= this.last) {
        this.halt();
        return this.settled();
      }
      this.timer = requestAnimationFrame(tick);
    };
    this.timer = requestAnimationFrame(tick);
    this.show();
  }

  step() {
    this.halt();
    if (this.kept.live && this.kept.index >= this.last) return this.tell("step");
    this.seek(this.kept.index + 1, true);
    this.settled();
  }

  back() {
    this.halt();
    this.seek(this.kept.index - 1, true);
    this.settled();
  }

  reset() {
    this.halt();
    if (this.kept.live) this.tell("reset");
    this.seek(0, true);
    this.settled();
  }

  pin() {
    this.kept.pinned = this.kept.pinned ? null : { ...this.film, chunks: [...this.film.chunks] };
    this.layout();
    this.draw();
  }

  // Where a film over an axis (a panel with ``scrub``) has come to rest: the page follows
  settled() {
    const { meta, frame } = this.film.find(this.kept.index);
    const panel = meta.panels.find((found) => found.scrub && found.pick);
    clearTimeout(this.late);
    if (!panel) return;
    const step = meta.steps[frame];
    const told = { pick: panel.pick, x: step, y: 0, step };
    this.late = setTimeout(() => this.send("picked", { ...told, nonce: Date.now() }), 200);
  }

  // What only the page can do with a live run
  tell(act) {
    if (act === "play") this.kept.index = this.last;
    this.send("told", { act, nonce: Date.now() });
  }

  halt() {
    if (this.timer) cancelAnimationFrame(this.timer);
    this.timer = null;
    if (this.film) this.show();
  }

  seek(index, byHand = false) {
    if (byHand && this.timer) this.halt();
    this.kept.index = Math.max(0, Math.min(Math.round(index), this.last));
    this.show();
    this.draw();
  }

  pressed(event) {
    if (["SELECT", "INPUT"].includes(event.target.tagName) && event.key !== " ") return;
    if (event.target.tagName === "BUTTON" && event.key === " ") return;
    const acts = { " ": "play", ArrowRight: "step", ArrowLeft: "back", Home: "reset", p: "pin" };
    if (event.key === "End") this.seek(this.last, true);
    else if (acts[event.key]) this[acts[event.key]]();
    else return;
    event.preventDefault();
  }

  // What stands around the canvases

  show() {
    const { root, slider, kept } = this;
    const { meta, frame } = this.film.find(kept.index);
    slider.max = String(this.last);
    slider.value = String(kept.index);
    const step = meta.steps[frame];
    const word = `${meta.unit} ${step.toLocaleString("en")}`;
    slider.setAttribute("aria-valuetext", word);
    root.querySelector("output").textContent = word;
    root.dataset.index = String(kept.index);
    root.dataset.step = String(step);
    const moving = this.timer || this.running;
    root.dataset.playing = moving ? "yes" : "no";
    const button = root.querySelector('[data-act="play"]');
    const act = moving ? "pause" : "play";
    button.querySelector("path").setAttribute("d", ICONS[act]);
    button.setAttribute("aria-label", moving ? "Pause" : "Play");
    root.querySelector('[data-act="pin"]').setAttribute("aria-pressed", String(!!kept.pinned));
    const caption = root.querySelector(".caption");
    caption.setAttribute("aria-live", moving ? "off" : "polite");
    const said = meta.captions[Math.min(frame, meta.captions.length - 1)] ?? "";
    if (caption.textContent !== said) caption.textContent = said;
    caption.hidden = !meta.captions.length;
    this.readouts(meta, frame);
  }

  readouts(meta, frame) {
    const box = this.root.querySelector(".readouts");
    if (box.children.length !== meta.readouts.length) {
      box.replaceChildren(...meta.readouts.map(() => make("span", "", make("b"), make("i"))));
    }
    meta.readouts.forEach((readout, i) => {
      const value = readout.values.all[readout.values.moves ? frame : 0];
      const [label, number] = box.children[i].children;
      label.textContent = readout.label;
      number.textContent = Number.isNaN(value)
        ? "–"
        : readout.percent
          ? `${(100 * value).toFixed(Math.max(readout.digits - 2, 0))} %`
          : fixed(value, readout.digits);
    });
  }

  layout() {
    const { panels } = this.film.find(this.kept.index).meta;
    const shape = JSON.stringify(
      [panels.map((p) => [p.title, p.width, p.height_px, p.layers.map((l) => l.name)]), !!this.kept.pinned],
    );
    if (shape === this.shape) return;
    this.shape = shape;
    this.views = [];
    this.panels.replaceChildren(
      ...panels.map((panel, i) => {
        const figure = make("figure");
        figure.style.setProperty("--width", panel.width);
        figure.append(make("figcaption", panel.title), this.legend(panel));
        for (const which of this.kept.pinned ? ["film", "pinned"] : ["film"]) {
          const canvas = make("canvas");
          canvas.style.height = `${panel.height_px}px`;
          canvas.setAttribute("role", "img");
          canvas.setAttribute("aria-label", panel.alt || panel.title);
          if (which === "pinned") figure.append(make("figcaption", "pinned, at the same step"));
          figure.append(canvas);
          const view = new View(canvas, this, i, which);
          this.views.push(view);
        }
        return figure;
      }),
    );
    this.draw();
  }

  legend(panel) {
    const box = make("div");
    box.className = "legend";
    const { colours, reference } = this.film.find(this.kept.index).meta;
    for (const layer of panel.layers) {
      if (!layer.name || !["line", "dots", "bars", "boxes"].includes(layer.kind)) continue;
      if (typeof layer.colour !== "number") continue;
      const mark = make("span", layer.dash ? "┄" : layer.kind === "dots" ? "●" : "━");
      mark.style.color = layer.colour < 0 ? reference : colours[layer.colour % colours.length];
      box.append(mark, make("span", layer.name));
    }
    return box;
  }

  draw() {
    for (const view of this.views ?? []) view.draw();
  }
}

function film(meta) {
  const chunks = [{ meta, from: 0 }];
  return {
    chunks,
    count: meta.steps.length,
    seconds: meta.seconds,
    find(index) {
      let chunk = this.chunks[0];
      for (const other of this.chunks) if (other.from <= index) chunk = other;
      return { meta: chunk.meta, frame: Math.min(index - chunk.from, chunk.meta.steps.length - 1) };
    },
    nearest(step) {
      let [found, far] = [0, Infinity];
      for (let i = 0; i < this.count; i += 1) {
        const { meta: part, frame } = this.find(i);
        const gap = Math.abs(part.steps[frame] - step);
        if (gap < far) [found, far] = [i, gap];
      }
      return found;
    },
    indexOf(step) {
      let found = 0;
      for (let i = 0; i < this.count; i += 1) {
        const { meta: part, frame } = this.find(i);
        if (part.steps[frame] <= step) found = i;
      }
      return found;
    },
  };
}

function thin(live) {
  const last = live.chunks.length - 1;
  live.chunks = live.chunks.filter((_, i) => i % 2 === 0 || i === last);
  live.count = 0;
  for (const chunk of live.chunks) {
    chunk.from = live.count;
    live.count += chunk.meta.steps.length;
  }
}

// One canvas: a panel of the film, or of the pinned one

class View {
  constructor(canvas, player, index, which) {
    Object.assign(this, { canvas, player, index, which });
    canvas.addEventListener("pointermove", (event) => this.hover(event));
    for (const kind of ["pointerdown", "pointermove", "pointerup"]) {
      canvas.addEventListener(kind, (event) => this.drag(event));
    }
    const { panels } = player.film.find(0).meta;
    if (panels[index].scrub) Object.assign(canvas.style, { touchAction: "pan-y", cursor: "ew-resize" });
    canvas.addEventListener("pointerleave", () => this.hover(null));
    canvas.addEventListener("click", (event) => this.pick(event));
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
    const kit = { pen, place, meta, frame, ink, paper, font, panel: shown, reel };
    if (!panel.plain) axes(kit);
    pen.save();
    if (!panel.plain) {
      pen.beginPath();
      pen.rect(place.left - 8, place.top - 8, place.width + 16, place.height + 16);
      pen.clip();
    }
    for (const layer of panel.layers) DRAW[layer.kind](kit, layer);
    pen.restore();
  }

  data(event) {
    const box = this.canvas.getBoundingClientRect();
    return this.place.invert(event.clientX - box.left, event.clientY - box.top);
  }

  pick(event) {
    const { meta, frame } = this.now();
    const panel = meta.panels[this.index];
    if (!panel.pick || panel.scrub || this.which !== "film") return;
    const [x, y] = this.data(event);
    const inside = (axis, value) => value >= Math.min(axis.low, axis.high) && value <= Math.max(axis.low, axis.high);
    if (!inside(panel.x, x) || !inside(panel.y, y)) return;
    this.player.send("picked", { pick: panel.pick, x, y, step: meta.steps[frame], nonce: Date.now() });
  }

  // In a panel whose x is what the film runs over, a drag moves the film
  drag(event) {
    const panel = this.now().meta.panels[this.index];
    if (!panel.scrub || this.which !== "film") return;
    if (event.type === "pointerup") return this.player.settled();
    if (event.type === "pointerdown") this.canvas.setPointerCapture(event.pointerId);
    else if (!event.buttons) return;
    this.player.seek(this.player.film.nearest(this.data(event)[0]), true);
  }

  hover(event) {
    const tip = this.player.root.querySelector(".tip");
    const found = event && this.place ? this.nearest(event) : null;
    tip.hidden = !found;
    if (!found) return;
    tip.textContent = found;
    const box = this.player.root.getBoundingClientRect();
    const left = event.clientX - box.left + 14;
    tip.style.left = `${Math.min(left, box.width - 150)}px`;
    tip.style.top = `${event.clientY - box.top + 14}px`;
  }

  nearest(event) {
    const { meta, frame } = this.now();
    const box = this.canvas.getBoundingClientRect();
    const [px, py] = [event.clientX - box.left, event.clientY - box.top];
    let best = { far: 16 };
    let heat = null;
    for (const layer of meta.panels[this.index].layers) {
      if (layer.kind === "heat") heat = this.under(layer, frame, px, py) ?? heat;
      if (layer.kind === "segments" && layer.scale) heat = this.beside(layer, frame, px, py) ?? heat;
      if (!["dots", "line", "bars"].includes(layer.kind)) continue;
      const [xs, ys] = [at(layer.x, frame), at(layer.y ?? layer.height, frame)];
      const shown = layer.grows ? Math.min(frame + 1, xs.length) : xs.length;
      for (let i = 0; i < shown; i += 1) {
        const far = Math.hypot(this.place.x(xs[i]) - px, this.place.y(ys[i]) - py);
        if (far < best.far) best = { far, layer, i, x: xs[i], y: ys[i] };
      }
    }
    if (!best.layer) return heat;
    const name = best.layer.labels?.[best.i] ?? best.layer.name ?? "";
    return `${name ? `${name}: ` : ""}${short(best.x)}, ${short(best.y)}`;
  }

  // The weight of the segment that a point lies on
  beside(layer, frame, px, py) {
    const [x0, y0, x1, y1, weight] = ["x0", "y0", "x1", "y1", "weight"].map((n) => at(layer[n], frame));
    let [found, far] = [null, 5];
    for (let i = 0; i < weight.length; i += 1) {
      const [ax, ay] = [this.place.x(x0[i]), this.place.y(y0[i])];
      const [bx, by] = [this.place.x(x1[i]) - ax, this.place.y(y1[i]) - ay];
      const share = Math.min(Math.max(((px - ax) * bx + (py - ay) * by) / (bx * bx + by * by), 0), 1);
      const gap = Math.hypot(px - ax - share * bx, py - ay - share * by);
      if (gap < far) [found, far] = [weight[i] * layer.scale, gap];
    }
    return found === null ? null : `${layer.name ? `${layer.name}: ` : ""}${short(found)}`;
  }

  under(layer, frame, px, py) {
    const [x0, x1, y0, y1] = layer.extent;
    const [x, y] = this.place.invert(px, py);
    const [rows, columns] = layer.values.shape;
    const column = Math.floor(((x - x0) / (x1 - x0)) * columns);
    const row = Math.floor(((y1 - y) / (y1 - y0)) * rows);
    if (column < 0 || row < 0 || column >= columns || row >= rows) return null;
    const value = at(layer.values, frame)[row * columns + column];
    if (layer.scale === "classes") {
      return `${layer.labels?.[value >> 5] ?? `class ${value >> 5}`}, ${Math.round((100 * (value & 31)) / 31)} % sure`;
    }
    const shown = layer.low + (value / 255) * (layer.high - layer.low);
    return `${layer.name ? `${layer.name}: ` : ""}${short(shown)}`;
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
  const key = `${index} ${whole.count}`;
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
        if (layer.kind !== "line") continue;
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
  return found;
}

function axes({ pen, place, panel, ink, font }) {
  pen.strokeStyle = ink;
  pen.fillStyle = ink;
  pen.lineWidth = 1;
  pen.font = `12px ${font}`;
  pen.globalAlpha = 0.85;
  pen.textAlign = "center";
  pen.textBaseline = "top";
  const bottom = place.top + place.height;
  for (const [value, label] of ticks(panel.x, place.width / 50)) {
    pen.fillText(label, place.x(value), bottom + 6);
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
    found.push([i * gap, String(Number((i * gap).toPrecision(6)))]);
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
  return [0.2, 0.8].map((share) => Number((low * (high / low) ** share).toPrecision(2))).map((v) => [v, short(v)]);
}

// Layers

const DRAW = {
  heat({ pen, place, meta, frame }, layer) {
    const [rows, columns] = layer.values.shape;
    const values = at(layer.values, frame);
    const image = new ImageData(columns, rows);
    const table = (layer.table ??= paint(meta, layer.scale));
    for (let i = 0; i < values.length; i += 1) image.data.set(table[values[i]], i * 4);
    const sheet = (layer.sheet ??= new OffscreenCanvas(columns, rows));
    sheet.getContext("2d").putImageData(image, 0, 0);
    const [x0, x1, y0, y1] = layer.extent;
    pen.imageSmoothingEnabled = layer.smooth;
    const [left, top] = [place.x(x0), place.y(y1)];
    pen.drawImage(sheet, left, top, place.x(x1) - left, place.y(y0) - top);
  },

  dots({ pen, meta, frame, place, paper }, layer) {
    const [xs, ys] = [at(layer.x, frame), at(layer.y, frame)];
    const colour = listed(layer.colour, frame);
    const symbol = listed(layer.symbol, frame);
    for (let i = 0; i < xs.length; i += 1) {
      if (Number.isNaN(xs[i])) continue;
      pen.fillStyle = hue(meta, colour(i));
      pen.strokeStyle = paper;
      pen.lineWidth = 1;
      SYMBOLS[symbol(i) % SYMBOLS.length](pen, place.x(xs[i]), place.y(ys[i]), layer.size);
    }
  },

  line({ pen, place, meta, frame, reel }, layer) {
    const live = layer.grows && reel.film.chunks.length > 1;
    const [xs, ys] = live ? joined(reel, layer) : [at(layer.x, frame), at(layer.y, frame)];
    const shown = live ? xs.length : layer.grows ? Math.min(frame + 1, xs.length) : xs.length;
    pen.strokeStyle = hue(meta, layer.colour);
    pen.lineWidth = layer.width;
    pen.setLineDash(layer.dash ? [6, 5] : []);
    pen.lineJoin = "round";
    pen.beginPath();
    let down = false;
    for (let i = 0; i < shown; i += 1) {
      const known = Number.isFinite(xs[i]) && Number.isFinite(ys[i]);
      if (known) pen[down ? "lineTo" : "moveTo"](place.x(xs[i]), place.y(ys[i]));
      down = known;
    }
    pen.stroke();
    pen.setLineDash([]);
    if (layer.grows && shown && Number.isFinite(ys[shown - 1])) {
      pen.fillStyle = hue(meta, layer.colour);
      pen.beginPath();
      pen.arc(place.x(xs[shown - 1]), place.y(ys[shown - 1]), 4, 0, 7);
      pen.fill();
    }
  },

  bars({ pen, place, meta, frame }, layer) {
    const [xs, heights] = [at(layer.x, frame), at(layer.height, frame)];
    const colour = listed(layer.colour, frame);
    const zero = place.y(0);
    for (let i = 0; i < xs.length; i += 1) {
      if (!Number.isFinite(heights[i])) continue;
      pen.fillStyle = hue(meta, colour(i));
      const left = place.x(xs[i] - layer.width / 2);
      const top = place.y(heights[i]);
      pen.fillRect(left, Math.min(top, zero), place.x(xs[i] + layer.width / 2) - left, Math.abs(zero - top));
    }
  },

  segments({ pen, place, meta, frame }, layer) {
    const [x0, y0, x1, y1, weight] = ["x0", "y0", "x1", "y1", "weight"].map((n) => at(layer[n], frame));
    for (let i = 0; i < weight.length; i += 1) {
      const size = Math.min(Math.abs(weight[i]), 1);
      if (!(size > 0.004)) continue;
      const negative = weight[i] < 0;
      const signed = `rgb(${meta.scales.diverging[negative ? 0 : 2].join()})`;
      pen.strokeStyle = pen.fillStyle = layer.colour === -2 ? signed : hue(meta, layer.colour);
      pen.globalAlpha = layer.arrow ? 1 : 0.4 + 0.6 * size;
      pen.lineWidth = 0.6 + layer.thickest * size;
      pen.setLineDash(layer.colour === -2 && negative ? [5, 4] : []);
      const [ax, ay, bx, by] = [place.x(x0[i]), place.y(y0[i]), place.x(x1[i]), place.y(y1[i])];
      pen.beginPath();
      pen.moveTo(ax, ay);
      pen.lineTo(bx, by);
      pen.stroke();
      pen.setLineDash([]);
      if (layer.arrow) head(pen, ax, ay, bx, by, 4 + pen.lineWidth);
    }
    pen.globalAlpha = 1;
  },

  boxes({ pen, place, meta, frame }, layer) {
    const [x0, y0, x1, y1] = ["x0", "y0", "x1", "y1"].map((n) => at(layer[n], frame));
    pen.strokeStyle = hue(meta, layer.colour);
    pen.lineWidth = layer.width;
    for (let i = 0; i < x0.length; i += 1) {
      if (Number.isNaN(x0[i])) continue;
      const [left, top] = [place.x(x0[i]), place.y(y1[i])];
      pen.strokeRect(left, top, place.x(x1[i]) - left, place.y(y0[i]) - top);
    }
  },

  texts({ pen, place, meta, frame, ink, paper, font }, layer) {
    const [xs, ys] = [at(layer.x, frame), at(layer.y, frame)];
    const moving = Array.isArray(layer.texts[0]);
    const words = moving ? layer.texts[Math.min(frame, layer.texts.length - 1)] : layer.texts;
    pen.fillStyle = { "-3": ink, "-4": "#17212b" }[layer.colour] ?? hue(meta, layer.colour);
    pen.font = `${layer.bold ? "bold " : ""}${layer.size}px ${font}`;
    pen.textAlign = "center";
    pen.textBaseline = "middle";
    [pen.strokeStyle, pen.lineWidth, pen.lineJoin] = [paper, 4, "round"];
    const room = layer.room ? Math.abs(place.x(layer.room) - place.x(0)) : Infinity;
    words.forEach((word, i) => {
      if (!word || Number.isNaN(xs[i]) || pen.measureText(word).width > room) return;
      if (layer.halo) pen.strokeText(word, place.x(xs[i]), place.y(ys[i]));
      pen.fillText(word, place.x(xs[i]), place.y(ys[i]));
    });
  },
};

// A growing line of a live run, over all that came so far.
function joined({ film: whole, panel, index }, layer) {
  const place = whole.find(index).meta.panels[panel].layers.indexOf(layer);
  const [xs, ys] = [[], []];
  for (const { meta, from } of whole.chunks) {
    const part = meta.panels[panel].layers[place];
    const here = Math.min(index - from + 1, meta.steps.length);
    if (!part || here <= 0) break;
    xs.push(...part.x.all.subarray(0, here));
    ys.push(...part.y.all.subarray(0, here));
  }
  return [xs, ys];
}

function paint(meta, scale) {
  const table = new Array(256);
  for (let value = 0; value < 256; value += 1) {
    if (scale === "classes") {
      const [r, g, b] = rgb(meta.colours[(value >> 5) % meta.colours.length]);
      table[value] = [r, g, b, Math.round(40 + (170 * (value & 31)) / 31)];
    } else table[value] = [...mix(meta.scales[scale], value / 255), 255];
  }
  return table;
}

function mix(stops, share) {
  const place = share * (stops.length - 1);
  const i = Math.min(Math.floor(place), stops.length - 2);
  return stops[i].map((from, c) => Math.round(from + (stops[i + 1][c] - from) * (place - i)));
}

const rgb = (hex) => [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16));
const hue = (meta, index) => (index < 0 ? meta.reference : meta.colours[index % meta.colours.length]);

function listed(value, frame) {
  if (typeof value === "number") return () => value;
  const all = at(value, frame);
  return all.length === 1 ? () => all[0] : (i) => all[i];
}

function disc(pen, x, y, size) {
  pen.beginPath();
  pen.arc(x, y, size, 0, 7);
  pen.fill();
  pen.stroke();
}
function square(pen, x, y, size) {
  pen.fillRect(x - size, y - size, 2 * size, 2 * size);
  pen.strokeRect(x - size, y - size, 2 * size, 2 * size);
}
function polygon(pen, points) {
  pen.beginPath();
  points.forEach(([x, y], i) => pen[i ? "lineTo" : "moveTo"](x, y));
  pen.closePath();
  pen.fill();
  pen.stroke();
}
function triangle(pen, x, y, size) {
  polygon(pen, [[x, y - 1.3 * size], [x + 1.2 * size, y + size], [x - 1.2 * size, y + size]]);
}
function diamond(pen, x, y, size) {
  polygon(pen, [[x, y - 1.4 * size], [x + 1.2 * size, y], [x, y + 1.4 * size], [x - 1.2 * size, y]]);
}
function cross(pen, x, y, size) {
  pen.strokeStyle = pen.fillStyle;
  pen.lineWidth = 2.2;
  pen.beginPath();
  pen.moveTo(x - size, y - size);
  pen.lineTo(x + size, y + size);
  pen.moveTo(x + size, y - size);
  pen.lineTo(x - size, y + size);
  pen.stroke();
}
function ring(pen, x, y, size) {
  pen.strokeStyle = pen.fillStyle;
  pen.lineWidth = 2.5;
  pen.beginPath();
  pen.arc(x, y, size, 0, 7);
  pen.stroke();
}
function head(pen, ax, ay, bx, by, size) {
  const angle = Math.atan2(by - ay, bx - ax);
  pen.beginPath();
  pen.moveTo(bx, by);
  for (const turn of [2.6, -2.6]) pen.lineTo(bx + size * Math.cos(angle + turn), by + size * Math.sin(angle + turn));
  pen.closePath();
  pen.fill();
}

// Words

function make(tag, text = "", ...children) {
  const node = document.createElement(tag);
  if (text) node.textContent = text;
  node.append(...children);
  return node;
}
function short(value) {
  const size = Math.abs(value);
  if (!Number.isFinite(value)) return "∞";
  if (size >= 1e5 || (size > 0 && size < 1e-3)) return value.toExponential(0).replace("e+", "e");
  return String(Number(value.toPrecision(4)));
}
function fixed(value, digits) {
  if (!Number.isFinite(value)) return "∞";
  const size = Math.abs(value);
  return size >= 1e6 || (size > 0 && size < 10 ** -digits) ? value.toExponential(2) : value.toFixed(digits);
}
