// Asks for a run of the page where it waits for something and nothing has come for a while.
// See core/ui/pulse.py for how a page can be left waiting.

const LOOK_MS = 1000;

export default function pulse({ data, setTriggerValue }) {
  const kept = (globalThis.suitePulse ??= new Pulse());
  kept.quiet_ms = data.quiet_ms;
  kept.send = setTriggerValue;
}

class Pulse {
  constructor() {
    this.heard();
    const seen = { childList: true, subtree: true, characterData: true };
    const runs = { attributes: true, attributeFilter: ["data-test-script-state"] };
    new MutationObserver(() => this.heard()).observe(document.body, { ...seen, ...runs });
    setInterval(() => this.look(), LOOK_MS);
  }

  heard() {
    this.last = performance.now();
  }

  look() {
    const app = document.querySelector('[data-testid="stApp"]');
    const { testScriptState, testConnectionState } = app?.dataset ?? {};
    const rests = testScriptState === "notRunning" && testConnectionState === "CONNECTED";
    if (!rests || document.hidden || !app.querySelector(".suite-awaits")) return this.heard();
    if (performance.now() - this.last < this.quiet_ms) return;
    this.heard();
    this.send("quiet", Date.now());
  }
}
