// What an answer of the server means for the page: marks for the next save, sentences and choices beside fields.
import { textsOf, write } from "./autosave-fields.js";

export class Answers {
  at = ""; // when the server saved last

  constructor({ form, queue, words }) {
    Object.assign(this, { form, queue, words });
  }

  took(answer) {
    const { form, queue, words } = this;
    const [texts, sent] = [textsOf(form), queue.underWay];
    const isOld = ({ name }) => texts[name] !== sent[name];
    // Changed elsewhere and not here, unless it was typed in while this answer was under way.
    const [elsewhere, clashes] = [answer.elsewhere.filter((field) => !isOld(field)), [...answer.clashes, ...answer.elsewhere.filter(isOld)]];
    queue.answered({ ...answer, elsewhere, clashes });
    this.at = answer.at;
    for (const name of Object.keys(answer.saved)) words.clear(name, queue.kept[name]);
    for (const { name, stored } of elsewhere) write(form, name, stored);
    for (const [name, sentence] of Object.entries(answer.errors)) words.error(name, sentence);
    for (const clash of clashes) words.conflict(clash, (choice) => this.settle(choice, clash));
    this.mark();
  }
  settle(choice, { name, stored }) {
    this.queue[choice](name);
    this.words.clear(name);
    if (choice === "takeOther") write(this.form, name, stored);
    this.mark();
    this.words.after(name);
    this.tell();
  }
  // What a plain send of the form says it has seen.
  mark() {
    this.form.elements.seen.value = JSON.stringify(this.queue.seen);
  }

  // What was typed by now settles some of what is said: both texts of a choice, and a mistake that was taken back.
  typed() {
    const texts = textsOf(this.form);
    for (const name of Object.keys(this.queue.clashes)) this.words.mine(name);
    for (const name of Object.keys(this.queue.refused)) {
      if (texts[name] !== this.queue.kept[name]) continue;
      delete this.queue.refused[name];
      this.words.clear(name);
      this.tell();
    }
  }
  tell() {
    const { queue, words } = this;
    const texts = textsOf(this.form);
    if (Object.keys(queue.clashes).length) words.say("conflict");
    else if (queue.waiting(texts).length) words.say("saving");
    else if (queue.isUnsaved(texts)) words.say("mistake");
    else words.say(this.at && "saved", this.at);
  }
}
