// Points drawn by mouse, finger or keyboard: put, move, brush, erase, undo, clear.
// It holds the drawing; the page is sent its text after every change.

export default function canvas(component) {
  const { data, parentElement, setStateValue } = component;
  const root = parentElement.querySelector(".canvas");
  root.board ??= new Board(root);
  root.board.take(data, (text) => setStateValue("drawn", { text, at: Date.now() }));
}

const NEAR = 12;
const BRUSH = 26;
const SIGN = 8; // half a sign: at the edge it is drawn whole

class Board {
  constructor(root) {
    this.root = root;
    this.canvas = root.querySelector("canvas");
    this.points = [];
    this.past = [];
    this.tool = 0;
    this.cursor = null;
    this.lifted = -1;
    const { canvas } = this;
    canvas.addEventListener("pointerdown", (event) => this.down(event));
    canvas.addEventListener("pointermove", (event) => this.move(event));
    for (const name of ["pointerup", "pointercancel"]) {
      canvas.addEventListener(name, () => this.up());
    }
    canvas.addEventListener("keydown", (event) => this.pressed(event));
    canvas.addEventListener("blur", () => {
      this.lay();
      this.cursor = null;
      this.draw();
    });
    root.querySelector('[data-act="undo"]').addEventListener("click", () => this.undo());
    root.querySelector('[data-act="clear"]').addEventListener("click", () => this.change([]));
    new ResizeObserver(() => this.draw()).observe(canvas);
  }

  take(data, send) {
    this.send = send;
    const known = this.data;
    this.data = data;
    if (!known || (data.points !== this.sent && data.points !== this.text())) {
      this.points = read(data.points);
      this.sent = data.points;
    }
    const shape = JSON.stringify(data.classes);
    if (shape !== this.shape) this.tools(shape);
    this.draw();
  }

  tools(shape) {
    this.shape = shape;
    const box = this.root.querySelector(".tools");
    const buttons = [...this.data.classes, "Erase"].map((label, place) => {
      const button = document.createElement("button");
      const erases = place === this.data.classes.length;
      button.textContent = erases ? "Erase" : `${SIGNS[place % SIGNS.length]} ${label}`;
      button.title = erases ? "Erase points (e)" : `Put points of ${label} (${place + 1})`;
      if (!erases) button.style.color = this.data.colours[place];
      button.addEventListener("click", () => this.choose(erases ? -1 : place));
      button.dataset.tool = erases ? -1 : place;
      return button;
    });
    box.replaceChildren(...buttons);
    this.choose(Math.min(this.tool, this.data.classes.length - 1));
  }

  choose(tool) {
    this.tool = tool;
    for (const button of this.root.querySelectorAll(".tools button")) {
      button.setAttribute("aria-pressed", String(Number(button.dataset.tool) === tool));
    }
  }

  down(event) {
    this.lay();
    this.canvas.setPointerCapture(event.pointerId);
    this.before = this.points.map((point) => [...point]);
    const place = this.nearest(event);
    this.held = this.tool >= 0 ? place : -1;
    this.drawing = true;
    this.last = null;
    if (this.held < 0) this.act(event);
    event.preventDefault();
    this.canvas.focus();
  }

  move(event) {
    if (!this.drawing) return;
    if (this.held >= 0) {
      const [x, y] = this.data_at(event);
      this.points[this.held] = [x, y, this.points[this.held][2]];
      this.draw();
    } else this.act(event);
  }

  act(event) {
    const here = [event.offsetX, event.offsetY];
    if (this.tool < 0) {
      const place = this.nearest(event);
      if (place >= 0) this.points.splice(place, 1);
    } else if (!this.last || Math.hypot(here[0] - this.last[0], here[1] - this.last[1]) > BRUSH) {
      this.put(...this.data_at(event));
      this.last = here;
    }
    this.draw();
  }

  up() {
    if (!this.drawing) return;
    this.drawing = false;
    const now = this.points;
    this.points = this.before;
    if (write(now) !== write(this.before)) this.change(now);
  }

  put(x, y) {
    if (this.points.length < this.data.most) this.points.push([x, y, this.tool]);
  }

  pressed(event) {
    const steps = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
    const { low, high, classes } = this.data;
    this.cursor ??= [(low + high) / 2, (low + high) / 2];
    const near = () => this.nearest({ offsetX: this.x(this.cursor[0]), offsetY: this.y(this.cursor[1]) });
    if (steps[event.key]) {
      const size = ((high - low) / 48) * (event.shiftKey ? 4 : 1);
      this.cursor = this.cursor.map((at, i) => clamp(at + steps[event.key][i] * size, low, high));
      if (this.lifted >= 0) this.points[this.lifted] = [...this.cursor, this.points[this.lifted][2]];
    } else if (this.lifted >= 0 && ["m", "Enter", " ", "Escape"].includes(event.key)) this.lay();
    else if (event.key === "m") this.lift(near());
    else if (this.lifted >= 0) return;
    else if (event.key === "Enter" || event.key === " ") {
      const place = near();
      if (this.tool >= 0) this.change([...this.points, [...this.cursor, this.tool]].slice(0, this.data.most));
      else if (place >= 0) this.change(this.points.filter((_, i) => i !== place));
    } else if (event.key === "Delete" || event.key === "Backspace") {
      const place = near();
      if (place >= 0) this.change(this.points.filter((_, i) => i !== place));
    } else if (event.key === "z" && (event.ctrlKey || event.metaKey)) this.undo();
    else if (event.key === "e") this.choose(-1);
    else if (Number(event.key) >= 1 && Number(event.key) <= classes.length) this.choose(Number(event.key) - 1);
    else return;
    event.preventDefault();
    this.draw();
  }

  // A point that arrows move, until it is laid down: only then the page is told
  lift(place) {
    if (place < 0) return;
    this.before = this.points.map((point) => [...point]);
    this.lifted = place;
    this.cursor = this.points[place].slice(0, 2);
  }

  lay() {
    if (!(this.lifted >= 0)) return;
    const now = this.points;
    this.points = this.before;
    this.lifted = -1;
    if (write(now) !== write(this.before)) this.change(now);
  }

  change(points) {
    this.past.push(this.points);
    this.points = points;
    this.tell();
  }

  undo() {
    if (!this.past.length) return;
    this.points = this.past.pop();
    this.tell();
  }

  tell() {
    this.draw();
    this.sent = this.text();
    this.send(this.sent);
  }

  text() {
    return write(this.points);
  }

  nearest(event) {
    const far = this.points.map(([x, y]) => Math.hypot(this.x(x) - event.offsetX, this.y(y) - event.offsetY));
    const best = far.indexOf(Math.min(...far));
    return best >= 0 && far[best] < NEAR ? best : -1;
  }

  x(value) {
    return ((value - this.data.low) / (this.data.high - this.data.low)) * this.canvas.clientWidth;
  }

  y(value) {
    return (1 - (value - this.data.low) / (this.data.high - this.data.low)) * this.canvas.clientHeight;
  }

  data_at(event) {
    const { low, high } = this.data;
    const share = [event.offsetX / this.canvas.clientWidth, 1 - event.offsetY / this.canvas.clientHeight];
    return share.map((part) => clamp(low + part * (high - low), low, high));
  }

  draw() {
    const { canvas, data } = this;
    const [width, height] = [canvas.clientWidth, canvas.clientHeight];
    if (!data || !width) return;
    const ratio = devicePixelRatio || 1;
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
    const pen = canvas.getContext("2d");
    pen.scale(ratio, ratio);
    const ink = getComputedStyle(canvas).getPropertyValue("--st-text-color").trim() || "#3d4a57";
    pen.strokeStyle = ink;
    pen.globalAlpha = 0.25;
    for (const [x0, y0, x1, y1] of [[this.x(0), 0, this.x(0), height], [0, this.y(0), width, this.y(0)]]) {
      pen.beginPath();
      pen.moveTo(x0, y0);
      pen.lineTo(x1, y1);
      pen.stroke();
    }
    pen.globalAlpha = 1;
    pen.font = "bold 15px sans-serif";
    pen.textAlign = "center";
    pen.textBaseline = "middle";
    for (const [x, y, c] of this.points) {
      pen.globalAlpha = c < data.classes.length ? 1 : 0.25; // kept, though its class is not on offer
      pen.fillStyle = data.colours[c % data.colours.length];
      const [across, down] = [clamp(this.x(x), SIGN, width - SIGN), clamp(this.y(y), SIGN, height - SIGN)];
      pen.fillText(SIGNS[c % SIGNS.length], across, down);
    }
    pen.globalAlpha = 1;
    if (this.cursor) {
      pen.beginPath();
      pen.arc(this.x(this.cursor[0]), this.y(this.cursor[1]), NEAR, 0, 7);
      pen.lineWidth = this.lifted >= 0 ? 3 : 1;
      pen.stroke();
    }
    const full = this.points.length >= data.most ? ": erase some to draw more" : "";
    this.root.querySelector(".count").textContent = `${this.points.length} of ${data.most} points${full}`;
  }
}

const SIGNS = ["●", "▲", "■", "◆", "✚"];
const clamp = (value, low, high) => Math.min(Math.max(value, low), high);
const tenth = (value) => String(Math.round(value * 10) / 10 + 0);
const write = (points) => points.map(([x, y, c]) => `${tenth(x)},${tenth(y)},${c}`).join(";");
const read = (text) => text.split(";").filter(Boolean).map((part) => part.split(",").map(Number));
