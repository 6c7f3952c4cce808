// Which texts of a form are saved, by what the server has said so far. Knows no page and no network.
const AGAIN = [2, 4, 8, 15, 30];
const AT_ONCE = { fields: 100, characters: 1_000_000 };

export class Queue {
  clashes = {};
  refused = {}; // what the server would not take, by field: not sent again unchanged
  underWay = null; // sent, or perhaps sent: goes again as it was, so that an answer that was lost makes no clash
  tries = 0;
  held = new Set(); // two versions that the page shows both of: whatever is typed goes only with the whole form

  // `kept` has the texts the server has, as far as they are known; `seen` the marks of them; both by field.
  constructor(kept, seen) {
    Object.assign(this, { kept: { ...kept }, seen });
  }

  isUnsaved(texts) {
    return this.underWay !== null || Object.keys(texts).some((name) => texts[name] !== this.kept[name]);
  }
  waiting(texts) {
    return Object.keys(texts).filter((name) => texts[name] !== this.kept[name]
      && texts[name] !== this.refused[name] && !(name in this.clashes) && !this.held.has(name));
  }
  // What goes next, or null.
  next(texts) {
    if (!this.underWay) {
      let [fields, room] = [{}, AT_ONCE.characters];
      for (const name of this.waiting(texts).slice(0, AT_ONCE.fields)) {
        if (room === AT_ONCE.characters || texts[name].length <= room) fields[name] = texts[name];
        room -= texts[name].length;
      }
      if (!Object.keys(fields).length) return null;
      this.underWay = fields;
    }
    const marked = Object.keys(this.underWay).filter((name) => name in this.seen);
    return { fields: this.underWay, seen: Object.fromEntries(marked.map((name) => [name, this.seen[name]])) };
  }

  answered({ saved, clashes, errors, elsewhere = [] }) {
    for (const [name, mark] of Object.entries(saved)) {
      this.kept[name] = this.underWay[name];
      this.seen[name] = mark;
      delete this.refused[name];
    }
    for (const clash of clashes) {
      this.clashes[clash.name] = clash;
      delete this.kept[clash.name];
    }
    for (const name of Object.keys(errors)) this.refused[name] = this.underWay[name];
    for (const { name, stored, mark } of elsewhere) [this.kept[name], this.seen[name]] = [stored, mark];
    this.underWay = null;
    this.tries = 0;
  }
  // Nothing of it was taken, and sending it again would change nothing.
  turnedDown() {
    Object.assign(this.refused, this.underWay);
    this.underWay = null;
    this.tries = 0;
  }
  delay() {
    this.tries += 1;
    return 1000 * AGAIN[Math.min(this.tries, AGAIN.length) - 1];
  }

  keepMine(name) {
    this.seen[name] = this.clashes[name].mark;
    delete this.clashes[name];
  }
  takeOther(name) {
    this.kept[name] = this.clashes[name].stored;
    this.keepMine(name);
  }
}
