// Texts as search.json holds them: each a row of codes that stand for pieces of text (site/pieces.py).
// All pieces of all texts stand in one row of numbers, so that ten thousand texts are few objects; a
// text is known by its number, 0 being the empty one.

const SIZE = 93                   // signs: those of ASCII but for two that JSON escapes
const FIRSTS = [70, 19, 2, 1]     // how many of them begin codes of one, two, three and four signs
const ONCE = 92                   // the sign for the next of the pieces that are used once
const SIGN = new Uint8Array(0x7f), MORE = new Uint8Array(SIZE), LEAST = new Uint32Array(SIZE)
for (let code = 0x20, sign = 0; code < 0x7f; code++) if (code !== 0x22 && code !== 0x5c) SIGN[code] = sign++
for (let more = 0, sign = 0, least = 0; more < FIRSTS.length; more++) {
  for (let n = 0; n < FIRSTS[more]; n++, sign++, least += SIZE ** more) {
    MORE[sign] = more
    LEAST[sign] = least
  }
}

/** The texts of an index, each once. */
export class Texts {
  /** @type {string[]} */
  pieces
  #numbers = new Map([["", 0]])
  #written = [""]
  #row = new Uint32Array(0x10000)   // of all texts, one after the other
  #ends = [0]
  #next

  /**
   * @param {string[]} coded the pieces that have codes, in their order
   * @param {string[]} once the others, in the order of the texts
   */
  constructor(coded, once) {
    this.pieces = [...coded, ...once]
    this.#next = coded.length
  }

  get length() { return this.#ends.length }

  /** Return the number of the text that stands in these codes. Texts are read in the order of the file. */
  of = coded => {
    let n = this.#numbers.get(coded)
    if (n === undefined) {
      n = this.#ends.length
      const next = this.#next
      this.#ends.push(this.#read(coded, this.#ends[n - 1]))
      if (next === this.#next) this.#numbers.set(coded, n)   // else no other text is the same
    }
    return n
  }

  /** Read codes into the row of pieces; return where they end there. */
  #read(coded, end) {
    while (this.#row.length < end + coded.length) {
      const longer = new Uint32Array(2 * this.#row.length)
      longer.set(this.#row)
      this.#row = longer
    }
    for (let i = 0; i < coded.length; i++, end++) {
      const sign = SIGN[coded.charCodeAt(i)]
      let rest = 0
      for (let more = MORE[sign]; more; more--) rest = SIZE * rest + SIGN[coded.charCodeAt(++i)]
      this.#row[end] = sign === ONCE ? this.#next++ : LEAST[sign] + rest
    }
    return end
  }

  /** Return the numbers of a text's pieces. */
  row(n) {
    return this.#row.subarray(n && this.#ends[n - 1], this.#ends[n])
  }

  /** Return a text as it is written. */
  written(n) {
    return this.#written[n] ??= Array.from(this.row(n), piece => this.pieces[piece]).join("")
  }

  /** Return the function that returns which of these texts hold a piece, one as often as it does. */
  holders(texts) {
    const row = this.#row, ends = this.#ends
    const from = new Uint32Array(this.pieces.length + 1)   // where the texts of each piece stand in `held`
    for (const n of texts) for (let i = ends[n - 1]; i < ends[n]; i++) from[row[i] + 1]++
    for (let piece = 0; piece < this.pieces.length; piece++) from[piece + 1] += from[piece]
    const held = new Uint32Array(ends[ends.length - 1]), at = from.slice()
    for (const n of texts) for (let i = ends[n - 1]; i < ends[n]; i++) held[at[row[i]]++] = n
    return piece => held.subarray(from[piece], from[piece + 1])
  }
}
