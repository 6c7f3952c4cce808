// Saves the fields of a form soon after they were typed: one request at a time, and again until it went through.
import { textsOf } from "./autosave-fields.js";
import { send, whoIsIn } from "./autosave-send.js";

const PAUSE = 1200; // after the last key
const AT_MOST = 3000; // after the first, for who never pauses

export class Saver {
  halted = ""; // why nothing is sent: "closed" for good; "refused", "signed-out", "somebody-else" until looked at again
  busy = null;
  since = 0;
  tooLarge = {}; // what the server would not even read: sending the whole form would lose it

  // `took(answer)` and `say(when, sentence)` tell the page what became of it.
  constructor({ form, queue, urls, took, say }) {
    Object.assign(this, { form, queue, urls, took, say });
  }
  get waits() {
    return this.queue.waiting(textsOf(this.form)).length > 0;
  }
  get isUnsaved() {
    return this.queue.isUnsaved(textsOf(this.form));
  }
  get isTooLarge() {
    const texts = textsOf(this.form);
    return Object.entries(this.tooLarge).some(([name, text]) => texts[name] === text);
  }
  get isStuck() {
    return Boolean(this.halted || this.queue.tries);
  }

  typed() {
    if (this.busy || this.isStuck || !this.waits) return;
    this.since ||= Date.now();
    this.say("saving");
    this.later(Math.min(PAUSE, this.since + AT_MOST - Date.now()));
  }
  later(milliseconds = PAUSE) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), milliseconds);
  }
  flush() {
    clearTimeout(this.timer);
    this.busy ??= this.step().finally(() => { this.busy = null; });
    return this.busy;
  }
  // The network, the session or the window is back.
  again() {
    if (this.halted !== "closed") this.halted = "";
    if (this.isUnsaved) this.flush();
  }
  // Sends until nothing waits; says whether the page may be left to the server.
  async all() {
    await this.busy;
    if (this.halted !== "closed") this.halted = "";
    do await this.flush(); while (!this.isStuck && this.waits);
    if (this.isTooLarge) this.say("turned-down");
    const isOpen = this.isStuck || this.isTooLarge || Object.keys(this.queue.clashes).length;
    return ["closed", "refused"].includes(this.halted) || !isOpen;
  }

  async step() {
    if (this.halted) return;
    this.since = 0;
    const message = this.queue.next(textsOf(this.form));
    if (!message) return void this.took(null);
    if (!this.queue.tries) this.say("saving");
    const { status, answer } = await send(this.urls.fields, { ...message, rubric: this.form.elements.rubric?.value });
    if (answer?.saved) this.took(answer);
    else if (answer?.submitted) this.halt("closed", "submitted");
    else if (answer?.refused) this.halt("refused", "refused", answer.refused);
    else if ([401, 403, 404].includes(status)) await this.askWho(status);
    else if (status >= 400 && status < 500 && ![408, 429].includes(status)) this.turnDown(status);
    else this.retry();
  }
  retry() {
    this.later(this.queue.delay());
    this.say(navigator.onLine ? "retrying" : "offline");
  }
  turnDown(status) {
    if (status === 413) Object.assign(this.tooLarge, this.queue.underWay);
    this.queue.turnedDown();
    this.say("turned-down");
  }
  halt(halted, when = halted, sentence = "") {
    this.halted = halted;
    this.say(when, sentence);
  }
  async askWho(status) {
    const person = await whoIsIn(this.urls.session);
    if (person === null) this.halt("signed-out");
    else if (person && person !== this.form.elements.typed_by.value) this.halt("somebody-else");
    else if (person && status === 404) this.halt("closed", "gone");
    else this.retry();
  }
}
