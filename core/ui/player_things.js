// Fourth part of the player (see player.js): labelled things in a panel, to hover, focus and pick.

const REACH = matchMedia("(pointer: coarse)").matches ? 14 : 6;
const SHARE = 0.72; // where on a piece a key lands: there no two of a net's weights meet

const named = (layer) => Boolean(layer.labels?.length) && ["segments", "spots"].includes(layer.kind);

// What a thing is called, with its number at this frame
function told(layer, i, frame) {
  const name = layer.labels?.[i] ?? layer.name;
  const value = number(layer, i, frame);
  if (layer.kind === "segments") return `${name ? `${name}: ` : ""}${short(value)}`;
  return Number.isNaN(value) ? name : `${name} · ${layer.measure} ${short(value)}`;
}

function number(layer, i, frame) {
  return layer.kind === "segments" ? at(layer.weight, frame)[i] * layer.scale : at(layer.value, frame)[i];
}

// A small field for the number of the thing that was chosen; a film halts while it is open
function openCard(view, x, y) {
  const { player, mark } = view;
  const { meta, frame } = view.now();
  const layer = meta.panels[view.index].layers[mark.layer];
  const value = number(layer, mark.i, frame);
  if (!Number.isFinite(value)) return closeCard(player.root);
  if (!player.kept.live) player.halt();
  const card = player.root.querySelector(".card");
  const [label, field, button] = ["span", "input", "button"].map((tag) => card.querySelector(tag));
  label.textContent = [layer.labels[mark.i], layer.measure].filter(Boolean).join(", ");
  field.value = String(Number(value.toPrecision(4)));
  button.textContent = player.kept.live ? "Set it" : "Start with it";
  card.onsubmit = (event) => {
    event.preventDefault();
    view.mark = mark;
    if (field.value !== "") view.send(x, y, { value: Number(field.value) });
    view.point(null);
    closeCard(player.root);
  };
  card.onkeydown = (event) => {
    if (event.key === "Escape") closeCard(player.root);
    event.stopPropagation();
  };
  card.hidden = false;
  const [here, all] = [view.canvas.getBoundingClientRect(), player.root.getBoundingClientRect()];
  const left = here.left - all.left + view.place.x(x) + 14;
  card.style.left = `${Math.max(Math.min(left, all.width - card.offsetWidth), 0)}px`;
  card.style.top = `${here.top - all.top + view.place.y(y) + 14}px`;
  player.root.querySelector(".tip").hidden = true;
  field.select();
}

function closeCard(root) {
  root.querySelector(".card").hidden = true;
}

// Which thing of a layer lies under a place of the canvas, -1 for none
function hit(place, layer, frame, px, py) {
  if (layer.kind === "segments" && layer.scale) return beside(place, corners(layer, frame), px, py);
  return layer.kind === "spots" ? covering(place, corners(layer, frame), px, py) : -1;
}

const corners = (layer, frame) => ["x0", "y0", "x1", "y1"].map((name) => at(layer[name], frame));

function beside(place, [x0, y0, x1, y1], px, py) {
  let [found, far] = [-1, REACH];
  for (let i = 0; i < x0.length; i += 1) {
    const [ax, ay] = [place.x(x0[i]), place.y(y0[i])];
    const [bx, by] = [place.x(x1[i]) - ax, place.y(y1[i]) - ay];
    const share = Math.min(Math.max(((px - ax) * bx + (py - ay) * by) / (bx * bx + by * by), 0), 1);
    const gap = Math.hypot(px - ax - share * bx, py - ay - share * by);
    if (gap < far) [found, far] = [i, gap];
  }
  return found;
}

function covering(place, [x0, y0, x1, y1], px, py) {
  for (let i = 0; i < x0.length; i += 1) {
    const across = px >= place.x(x0[i]) && px <= place.x(x1[i]);
    if (across && py <= place.y(y0[i]) && py >= place.y(y1[i])) return i;
  }
  return -1;
}

// All things of a panel, with the place in data where a key lands
function labelled(panel, frame) {
  return panel.layers.flatMap((layer, place) => {
    if (!named(layer)) return [];
    const [x0, y0, x1, y1] = corners(layer, frame);
    const share = layer.kind === "segments" ? SHARE : 0.5;
    return layer.labels.map((_, i) => ({
      layer: place,
      i,
      x: x0[i] + share * (x1[i] - x0[i]),
      y: y0[i] + share * (y1[i] - y0[i]),
    }));
  });
}

// Up and down within a column of things, left and right to the next column
function neighbour(things, mark, side) {
  const here = things.find((one) => one.layer === mark?.layer && one.i === mark?.i);
  if (!here) return things.reduce((a, b) => (b.x < a.x || (b.x === a.x && b.y > a.y) ? b : a));
  const close = 1e-3;
  const ahead = things.filter((one) => {
    if (side === "Left") return one.x < here.x - close;
    if (side === "Right") return one.x > here.x + close;
    if (Math.abs(one.x - here.x) > close) return false;
    return side === "Up" ? one.y > here.y + close : one.y < here.y - close;
  });
  const far = (one) => 1e3 * Math.abs(one.x - here.x) + Math.abs(one.y - here.y);
  return ahead.reduce((a, b) => (far(b) < far(a) ? b : a), ahead[0] ?? here);
}

// In a panel with a grip: press a thing and move it up and down. The film has the places of one;
// another is asked for, and goes on following the pointer as soon as its film is here.

const FINGER = 26;

function grab(view, panel, event) {
  const { player } = view;
  const here = [event.clientX, event.clientY];
  if (event.type === "pointerdown") {
    view.taken = pressedThing(view, panel, event);
    if (!view.taken) return;
    view.canvas.setPointerCapture(event.pointerId);
    view.taken.from = here;
    if (view.taken.i !== panel.grip) askFor(view, view.taken.i, view.taken.y);
  }
  const { taken } = view;
  if (!taken) return;
  taken.far ||= Math.hypot(here[0] - taken.from[0], here[1] - taken.from[1]) > 3;
  if (event.type !== "pointerup" && !event.buttons) view.taken = null;
  else if (taken.far && taken.i === panel.grip) player.seek(player.film.nearest(view.data(event)[1]), true);
  if (event.type !== "pointerup") return;
  view.taken = null;
  if (!taken.far) return;
  if (taken.i === panel.grip) player.settled();
  else askFor(view, taken.i, view.data(event)[1]);
}

function pressedThing(view, panel, event) {
  const box = view.canvas.getBoundingClientRect();
  const [px, py] = [event.clientX - box.left, event.clientY - box.top];
  const things = labelled(panel, view.now().frame).filter((thing) => beyond(view, panel, thing, px, py) < FINGER);
  const far = ({ x, y }) => Math.hypot(view.place.x(x) - px, view.place.y(y) - py);
  return things.reduce((a, b) => (far(b) < far(a) ? b : a), things[0] ?? null);
}

// How far a place lies beside a thing: a wide one is taken anywhere on it
function beyond(view, panel, { layer, i }, px, py) {
  const [x0, y0, x1, y1] = corners(panel.layers[layer], view.now().frame).map((all) => all[i]);
  const off = (at, a, b) => Math.max(Math.min(a, b) - at, at - Math.max(a, b), 0);
  return Math.hypot(off(px, view.place.x(x0), view.place.x(x1)), off(py, view.place.y(y0), view.place.y(y1)));
}

// In a panel that carries: press a thing and lay it down anywhere. Until then it is seen on its way;
// the film waits, and the page is told once where it was laid.
function carry(view, panel, event) {
  if (event.type === "pointerdown") {
    const thing = pressedThing(view, panel, event);
    if (!thing) return;
    view.player.halt();
    view.canvas.setPointerCapture(event.pointerId);
    view.carried = { ...thing, from: [event.clientX, event.clientY], to: [thing.x, thing.y] };
  }
  const { carried } = view;
  if (!carried) return;
  const [dx, dy] = [event.clientX - carried.from[0], event.clientY - carried.from[1]];
  carried.far ||= Math.hypot(dx, dy) > 3;
  const inside = ({ low, high }, value) => Math.min(Math.max(value, low), high);
  const [x, y] = view.data(event);
  carried.to = [inside(panel.x, x), inside(panel.y, y)];
  if (event.type === "pointerup" || !event.buttons) {
    view.carried = null;
    if (carried.far) layDown(view, panel, carried);
  }
  view.draw();
}

// A finger on a thing carries it; anywhere else it scrolls the page
function halted(view, event) {
  const { panels } = view.now().meta;
  if (view.place && pressedThing(view, panels[view.index], event.touches[0])) event.preventDefault();
}

function layDown(view, panel, { layer, i, to: [x, y] }) {
  const { meta, frame } = view.now();
  const told = { pick: panel.pick, x, y, step: meta.steps[frame], of: panel.layers[layer].name, index: i };
  view.player.send("picked", { ...told, nonce: Date.now() });
}

// What is carried: a ring where it is now, joined to where it was taken
function drawCarried({ pen, place }, { x, y, to }, ink) {
  [pen.strokeStyle, pen.fillStyle, pen.lineWidth] = [ink, ink, 2];
  pen.setLineDash([5, 4]);
  pen.beginPath();
  pen.moveTo(place.x(x), place.y(y));
  pen.lineTo(place.x(to[0]), place.y(to[1]));
  pen.stroke();
  pen.setLineDash([]);
  ring(pen, place.x(to[0]), place.y(to[1]), 11);
}

function askFor(view, index, y) {
  const { meta, frame } = view.now();
  const told = { pick: meta.panels[view.index].pick, x: 0, y, step: meta.steps[frame] };
  clearTimeout(view.player.late);
  view.player.send("picked", { ...told, of: "grip", index, nonce: Date.now() });
}

// Up and down move what is in hand, left and right take another; whether the key was one of these
function nudged(view, panel, things, key) {
  const acts = { ArrowUp: "step", ArrowDown: "back" };
  if (acts[key]) view.player[acts[key]]();
  else if (["ArrowLeft", "ArrowRight"].includes(key)) {
    const held = things.find((thing) => thing.i === panel.grip);
    const next = neighbour(things, held, key.slice(5));
    if (next.i !== panel.grip) askFor(view, next.i, next.y);
  } else return false;
  return true;
}

// The small picture that another panel's marked thing lies on: a lens shows it in large
function lentHeat(lens) {
  const view = lens.player.views.find((one) => one !== lens && one.which === lens.which && one.mark);
  if (!view) return null;
  const { meta, frame } = view.now();
  const { layers } = meta.panels[view.index];
  const thing = layers[view.mark.layer];
  if (thing?.kind !== "spots") return null;
  const [x0, y0, x1, y1] = corners(thing, frame).map((all) => all[view.mark.i]);
  const [x, y] = [(x0 + x1) / 2, (y0 + y1) / 2];
  const covers = ([left, right, low, high]) => left <= x && x <= right && low <= y && y <= high;
  return layers.find((layer) => layer.kind === "heat" && covers(layer.extent)) ?? null;
}

function emphasise({ pen, place, frame, panel }, { layer, i }, colour) {
  const thing = panel.layers[layer];
  if (!thing || !named(thing) || i >= thing.labels.length) return;
  const [x0, y0, x1, y1] = corners(thing, frame).map((all) => all[i]);
  const [ax, ay, bx, by] = [place.x(x0), place.y(y0), place.x(x1), place.y(y1)];
  [pen.strokeStyle, pen.lineWidth] = [colour, 3];
  if (thing.kind === "spots") return pen.strokeRect(ax - 2, by - 2, bx - ax + 4, ay - by + 4);
  pen.beginPath();
  pen.moveTo(ax, ay);
  pen.lineTo(bx, by);
  pen.stroke();
}
