// Third part of the player (see player.js): how each kind of layer is drawn, and numbers as words.

// Layers

const DRAW = {
  heat({ pen, place, meta, frame }, layer) {
    if (!visible(layer, frame)) return;
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

  dots({ pen, meta, frame, place, paper, ahead }, layer) {
    const [xs, ys] = [gliding(layer, "x", frame, ahead), gliding(layer, "y", frame, ahead)];
    const colour = listed(layer.colour, frame);
    const symbol = listed(layer.symbol, frame);
    const shares = layer.mix && at(layer.mix, frame);
    const own = shares ? (i) => blend(meta, shares, i, layer.mix.shape.at(-1)) : (i) => hue(meta, colour(i));
    for (let i = 0; i < xs.length; i += 1) {
      if (Number.isNaN(xs[i])) continue;
      pen.fillStyle = layer.hollow ? paper : own(i);
      pen.strokeStyle = layer.hollow ? own(i) : paper;
      pen.lineWidth = layer.hollow ? 2 : 1;
      SYMBOLS[symbol(i) % SYMBOLS.length](pen, place.x(xs[i]), place.y(ys[i]), layer.size);
    }
  },

  line({ pen, place, meta, frame, reel, ahead }, layer) {
    const live = layer.grows && reel.film.chunks.length > 1;
    const [xs, ys] = live ? joined(reel, layer) : ["x", "y"].map((name) => gliding(layer, name, frame, ahead));
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
    const tip = layer.glides && layer.grows && shown < xs.length && !live ? ahead : 0;
    if (tip) pen.lineTo(...[[xs, place.x], [ys, place.y]].map(([all, to]) => to(all[shown - 1] + tip * (all[shown] - all[shown - 1]))));
    pen.stroke();
    pen.setLineDash([]);
    if (layer.grows && !layer.glides && shown && Number.isFinite(ys[shown - 1])) {
      pen.fillStyle = hue(meta, layer.colour);
      pen.beginPath();
      pen.arc(place.x(xs[shown - 1]), place.y(ys[shown - 1]), 4, 0, 7);
      pen.fill();
    }
  },

  band({ pen, place, meta, frame, reel }, layer) {
    const live = layer.grows && reel.film.chunks.length > 1;
    const names = ["x", "low", "high"];
    const [xs, lows, highs] = live ? joined(reel, layer, names) : names.map((name) => at(layer[name], frame));
    const shown = live || !layer.grows ? xs.length : Math.min(frame + 1, xs.length);
    pen.fillStyle = hue(meta, layer.colour);
    pen.globalAlpha = 0.18;
    for (let from = 0; from < shown; ) {
      let to = from;
      while (to < shown && Number.isFinite(lows[to]) && Number.isFinite(highs[to])) to += 1;
      pen.beginPath();
      for (let i = from; i < to; i += 1) pen.lineTo(place.x(xs[i]), place.y(highs[i]));
      for (let i = to - 1; i >= from; i -= 1) pen.lineTo(place.x(xs[i]), place.y(lows[i]));
      pen.fill();
      from = to + 1;
    }
    pen.globalAlpha = 1;
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

  segments({ pen, place, meta, frame, ink, ahead }, layer) {
    const [x0, y0, x1, y1] = ["x0", "y0", "x1", "y1"].map((n) => gliding(layer, n, frame, ahead));
    const weight = at(layer.weight, frame);
    if (layer.colour === -3) return inked(pen, place, [x0, y0, x1, y1], ink, 0.6 + layer.thickest);
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

  spots() {},

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

  texts({ pen, place, meta, frame, ink, paper, font, ahead }, layer) {
    if (!visible(layer, frame)) return;
    const [xs, ys] = ["x", "y"].map((name) => gliding(layer, name, frame, ahead));
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

// Places on their way to those of the next frame, ``ahead`` of the way, where a layer glides
function gliding(layer, name, frame, ahead) {
  const [array, here] = [layer[name], at(layer[name], frame)];
  const next = layer.glides && ahead && array.moves ? at(array, frame + 1) : [];
  if (next.length !== here.length || !next.length) return here;
  return here.map((value, i) => (Number.isNaN(next[i]) ? value : value + ahead * (next[i] - value)));
}

// Many short pieces as one line: stroked one by one they would show their joints
function inked(pen, place, [x0, y0, x1, y1], ink, width) {
  [pen.strokeStyle, pen.lineWidth, pen.lineCap] = [ink, width, "round"];
  pen.beginPath();
  x0.forEach((x, i) => {
    pen.moveTo(place.x(x), place.y(y0[i]));
    pen.lineTo(place.x(x1[i]), place.y(y1[i]));
  });
  pen.stroke();
  pen.lineCap = "butt";
}

// Whether a layer that comes and goes is there at this frame
function visible(layer, frame) {
  return !layer.shown || at(layer.shown, frame)[0] > 0;
}

// A growing line of a live run, over all that came so far.
function joined({ film: whole, panel, index }, layer, names = ["x", "y"]) {
  const place = whole.find(index).meta.panels[panel].layers.indexOf(layer);
  const all = names.map(() => []);
  for (const { meta, from } of whole.chunks) {
    const part = meta.panels[panel].layers[place];
    const here = Math.min(index - from + 1, meta.steps.length);
    if (!part || here <= 0) break;
    names.forEach((name, i) => all[i].push(...part[name].all.subarray(0, here)));
  }
  return all;
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

// The first colours of the palette, mixed by the shares of a point
function blend(meta, shares, i, k) {
  const parts = [0, 0, 0, 0];
  for (let j = 0; j < k; j += 1) {
    const [share, colour] = [shares[i * k + j], rgb(meta.colours[j % meta.colours.length])];
    colour.forEach((value, c) => (parts[c] += share * value));
    parts[3] += share;
  }
  return `rgb(${parts.slice(0, 3).map((sum) => Math.round(sum / (parts[3] || 1))).join()})`;
}

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
function plus(pen, x, y, size) {
  const [far, near] = [1.25 * size, 0.42 * size];
  const corners = [[-near, -far], [near, -far], [near, -near], [far, -near], [far, near], [near, near]];
  polygon(pen, [...corners, ...corners.map(([dx, dy]) => [-dx, -dy])].map(([dx, dy]) => [x + dx, y + dy]));
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
  if (!Number.isFinite(value)) return value < 0 ? "−∞" : "∞";
  if (size >= 1e5 || (size > 0 && size < 1e-3)) return signed(value.toExponential(0).replace("e+", "e"));
  return signed(String(Number(value.toPrecision(4))));
}
// A number that is only known in steps, with no more digits than a step has
function coarse(value, step) {
  const digits = Math.max(0, Math.floor(-Math.log10(Math.abs(step) || 1)));
  return short(Number(value.toFixed(Math.min(digits, 12))));
}
function fixed(value, digits) {
  if (!Number.isFinite(value)) return value < 0 ? "−∞" : "∞";
  const size = Math.abs(value);
  const shown = size >= 1e6 || (size > 0 && size < 10 ** -digits) ? value.toExponential(2) : value.toFixed(digits);
  return signed(/^-0\.?0*$/.test(shown) ? shown.slice(1) : shown);
}
// With a minus sign, which a hyphen is not
function signed(text) {
  return text.replaceAll("-", "−");
}
