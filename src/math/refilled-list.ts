/**
 * A list that is filled anew again and again, as at every slice. What stood in it is overwritten: emptying an array would free its
 * memory or move its end one by one, and each `push` after that is a call.
 */
export class RefilledList<Item> {
  readonly #items: Item[] = [];
  #count = 0;

  /** Begins anew. What `end` returned is then of no meaning any more. */
  begin(): void {
    this.#count = 0;
  }

  /** Adds an item; returns how many there are now. */
  add(item: Item): number {
    const at = this.#count++;
    if (at < this.#items.length) this.#items[at] = item;
    else this.#items.push(item);
    return this.#count;
  }

  /** What was added since `begin`, as an array that holds until then. */
  end(): Item[] {
    const items = this.#items;
    while (items.length > this.#count) items.pop();
    return items;
  }
}
