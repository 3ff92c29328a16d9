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
const SYMBOLS = [disc, square, triangle, cross, diamond, ring, plus];
const MARKS = ["●", "■", "▲", "✕", "◆", "○", "✚"];
const MOST_LIVE = 240;
const PIN = "Pin this film to compare it with the next";

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
    this.ahead = 0; // how far between this frame and the next, while it plays
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
    const name = `${data.meta.film} ${data.meta.look} ${data.meta.running}`;
    if (this.name === name) return this.moved(data.meta) ? this.seek(data.meta.begin, true) : this.draw();
    this.name = name;
    const meta = decode(structuredClone(data));
    this.kept = KEPT.get(meta.key) ?? { speed: 1, index: 0, film: "", begun: null, pinned: null };
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

  // Whether a control of the page moved the film elsewhere, which is the same as before
  moved({ begin }) {
    const goes = typeof begin === "number" && begin !== this.kept.begun;
    this.kept.begun = begin;
    return goes;
  }

  open(meta, goesOn) {
    const step = this.film && goesOn ? Number(this.root.dataset.step) : null;
    const atEnd = this.film && this.kept.index >= this.last;
    this.film = film(meta);
    const changed = this.kept.film !== meta.film;
    const moved = this.moved(meta);
    this.kept.film = meta.film;
    if (!changed) {
      if (moved) this.kept.index = meta.begin;
      if (moved) this.halt();
      return;
    }
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

  // Whether anything moves between two frames
  get glides() {
    return this.film.chunks[0].meta.panels.some((panel) => panel.layers.some((layer) => layer.glides));
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
      const whole = Math.min(Math.floor(place), this.last);
      this.ahead = place < this.last ? place - whole : 0;
      if (whole !== this.kept.index) this.seek(whole);
      else if (this.glides) this.draw();
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
    const place = panel.grip < 0 ? { x: step, y: 0 } : { x: 0, y: step, of: "grip", index: panel.grip };
    const told = { pick: panel.pick, step, ...place };
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
    const onTheWay = this.ahead;
    this.ahead = 0;
    if (onTheWay) this.draw();
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
    const still = !this.last && !kept.live && !this.running;
    root.classList.toggle("still", still);
    const what = still ? "Pin this picture to compare it with what you change next" : PIN;
    Object.assign(root.querySelector('[data-act="pin"]'), { title: `${what} (p)`, ariaLabel: what });
    slider.value = String(kept.index);
    const step = meta.steps[frame];
    const word = `${meta.unit} ${signed(step.toLocaleString("en"))}`;
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
          ? `${signed((100 * value).toFixed(Math.max(readout.digits - 2, 0)))} %`
          : fixed(value, readout.digits);
    });
  }

  layout() {
    const { panels } = this.film.find(this.kept.index).meta;
    const shape = JSON.stringify(
      [panels.map((p) => [p.title, p.width, p.height_px, p.rows, p.pick, p.note, p.plain && [p.x, p.y], p.layers.map((l) => l.name)]), !!this.kept.pinned],
    );
    if (shape === this.shape) return;
    this.shape = shape;
    this.views = [];
    this.panels.replaceChildren(
      ...panels.map((panel, i) => {
        const figure = make("figure");
        figure.style.setProperty("--width", panel.width);
        figure.style.setProperty("--rows", panel.rows);
        figure.append(make("figcaption", panel.title), this.legend(panel));
        for (const which of this.kept.pinned ? ["film", "pinned"] : ["film"]) {
          const canvas = make("canvas");
          sized(canvas, panel);
          canvas.setAttribute("role", "img");
          canvas.setAttribute("aria-label", panel.alt || panel.title);
          if (which === "pinned") figure.append(make("figcaption", this.pinnedName(panel, i)));
          figure.append(canvas);
          if (which === "film" && panel.note) {
            figure.append(Object.assign(make("p", panel.note), { className: "note" }));
          }
          const view = new View(canvas, this, i, which);
          this.views.push(view);
        }
        return figure;
      }),
    );
    this.draw();
  }

  // A film is pinned at the same step; of a picture it says which one is pinned
  pinnedName(panel, i) {
    const { count } = this.kept.pinned;
    const { panels } = this.kept.pinned.find(0).meta;
    if (count > 1 && panels[i]?.title === panel.title) return "pinned, at the same step";
    if (!panels[i]) return "";
    const parts = ["pinned: " + panels[i].title, panels[i].note, otherRange(panels[i], panel)];
    return parts.filter(Boolean).join(" · ");
  }

  legend(panel) {
    const box = make("div");
    box.className = "legend";
    const { colours, reference } = this.film.find(this.kept.index).meta;
    for (const layer of panel.layers) {
      if (!layer.name || !["line", "dots", "bars", "boxes"].includes(layer.kind)) continue;
      if (typeof layer.colour !== "number") continue;
      const mark = make("i", markOf(layer));
      const hue = layer.colour < 0 ? reference : colours[layer.colour % colours.length];
      mark.style.color = `color-mix(in srgb, ${hue} 72%, var(--st-text-color))`; // seen in the dark
      const entry = make("span", ` ${layer.name}`);
      entry.prepend(mark);
      box.append(entry);
    }
    return box;
  }

  draw() {
    for (const view of this.views ?? []) view.draw();
  }
}

// Where a pinned picture without axes reaches, if the one above it reaches elsewhere
function otherRange(pinned, { x, y }) {
  const same = pinned.x.low === x.low && pinned.x.high === x.high && pinned.y.low === y.low && pinned.y.high === y.high;
  if (!pinned.plain || same) return "";
  const ends = ({ low, high }) => `${+low.toPrecision(3)} … ${+high.toPrecision(3)}`.replaceAll("-", "−");
  const [across, up] = [ends(pinned.x), ends(pinned.y)];
  return across === up ? `axes ${across}` : `across ${across}, up ${up}`;
}

// The sign that stands for a layer in a legend: dots keep their symbol, lines their dash
function markOf(layer) {
  if (layer.kind !== "dots") return layer.dash ? "╍" : "━";
  return MARKS[typeof layer.symbol === "number" ? layer.symbol % MARKS.length : 0];
}

// A canvas as high as its panel says, or higher where it is to grow with its width
function sized(canvas, panel) {
  if (!panel.ratio) canvas.style.height = `${panel.height_px}px`;
  else {
    canvas.classList.add("grows");
    canvas.style.setProperty("--ratio", panel.ratio);
    canvas.style.setProperty("--least", `${panel.height_px}px`);
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
