// Texts as search.json holds them: each a row of characters that stand for pieces of text.
// The order of `pieces` says which character stands for which (site/pieces.py).

const FIRST = 0x23, BACKSLASH = 0x5c, SURROGATES = 0xd800, AFTER = 0xe000
const NONE = []   // most texts are only said or only known

/** The texts of an index, each once. */
export class Texts {
  #pieces
  /** @type {Map<string, Text>} */
  #texts = new Map()

  /** @param {string[]} pieces in the order of their characters */
  constructor(pieces) {
    this.#pieces = pieces.map(text => ({ text, units: undefined }))
  }

  /** Return the text that stands in these characters. */
  of = coded => {
    let text = this.#texts.get(coded)
    if (!text) this.#texts.set(coded, text = new Text(this.#pieces, coded))
    return text
  }

  /** Return the texts that entries hold. */
  held() {
    return [...this.#texts.values()].filter(text => text.coded && (text.head.length || text.also.length))
  }
}

/** A text, read when it is asked for, and the entries that say it or are also known by it. */
class Text {
  #pieces
  #text
  /** @type {number[]} */
  head = NONE
  /** @type {number[]} */
  also = NONE

  constructor(pieces, coded) {
    this.#pieces = pieces
    this.coded = coded
  }

  /** Note that an entry says it (`head`) or is also known by it (`also`). */
  note(field, n) {
    if (this[field] === NONE) this[field] = [n]
    else if (this[field].at(-1) !== n) this[field].push(n)
  }

  get text() {
    if (this.#text === undefined) {
      let text = ""
      this.each(piece => { text += piece.text })
      this.#text = text
    }
    return this.#text
  }

  /** Tell of its pieces, one after the other; they are shared with other texts. */
  each(tell) {
    const { coded } = this
    for (let i = 0; i < coded.length; i++) {
      let code = coded.charCodeAt(i)
      if (code >= SURROGATES && code < AFTER) code = coded.codePointAt(i++)
      tell(this.#pieces[code - FIRST - Number(code > BACKSLASH) - (code < AFTER ? 0 : AFTER - SURROGATES)])
    }
  }
}
