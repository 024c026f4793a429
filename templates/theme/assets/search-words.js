// Words of texts and queries: characters of scripts written without spaces one by one, everything
// else as words, numbers and signs; folded, without their endings, and as they are read aloud.
// What a language takes off its words is data (`endings` of its style.yml).

const CHARACTER = "(?=[\\p{L}\\p{Nl}])[\\p{scx=Hani}\\p{scx=Hira}\\p{scx=Kana}]"
const NUMBER = "\\p{Nd}{1,3}(?:,\\p{Nd}{3})+(?!\\p{Nd})(?:\\.\\p{Nd}+)?|\\p{Nd}+(?:\\.\\p{Nd}+)?|\\p{No}"
const UNIT = new RegExp(   // a currency sign belongs to the letters before it: US$ is not “us”
  `(?<character>${CHARACTER})|(?<number>${NUMBER})|(?<word>(?:(?!${CHARACTER})[\\p{L}\\p{M}])+\\p{Sc}?)|(?<sign>%)`, "gu")
const JOINT = /^[-.'’·‐‑–&+]$/u
const SEVERAL = "  "   // no one sign

// What a character of a text is, of those that one code unit holds; texts with others are read by UNIT.
const GAP = 1, LETTER = 2, DIGIT = 3, HAN = 4, CURRENCY = 5, FOREIGN = 6, PERCENT = 7
const CLASSES = new Uint8Array(0x10000)
/** @type {[RegExp, number][]} */
const CLASS_OF = [[/[\ud800-\udfff]/, FOREIGN], [new RegExp(CHARACTER, "u"), HAN], [/\p{Nd}/u, DIGIT], [/[\p{L}\p{M}]/u, LETTER],
  [/\p{Sc}/u, CURRENCY], [/%/u, PERCENT], [/\p{No}/u, DIGIT]]
const AT_NUMBER = new RegExp(NUMBER, "uy")

/** Note of every text which words it holds: a word knows its texts, a text knows its entries. */
export function noteWords(index) {
  let n = 0, chain = "", before, sign = ""   // the text, words joined so far, the last word, the sign right after it
  const note = known => { if (known.texts.at(-1) !== n) known.texts.push(n) }
  const finish = () => {
    if (chain) note(word(index, chain, "word"))
    chain = ""
    before = undefined
  }
  const tell = piece => {
    const units = unitsIn(index, piece), { text } = piece
    let end = 0
    for (const unit of units) {
      if (unit.start > end) sign = sign || unit.start > end + 1 ? SEVERAL : text[end]
      note(unit.word)
      if (unit.kind === "word") {
        if (before && JOINT.test(sign)) chain = (chain || before.text) + unit.word.text
        else finish()
        before = unit.word
      } else if (before) finish()
      end = unit.end
      sign = ""
    }
    if (text.length > end) sign = sign || text.length > end + 1 ? SEVERAL : text[end]
  }
  for (; n < index.records.length; n++) {
    index.records[n].each(tell)
    finish()
    sign = ""
  }
}

/** Return the units of a piece, cut once; none goes beyond it. */
function unitsIn(index, piece) {
  if (!piece.units) {
    piece.units = []
    scan(piece.text, (kind, start, end) => piece.units.push({ kind, start, end, word: wordAt(index, piece.text, kind, start, end) }))
  }
  return piece.units
}

/** Return all characters of the texts in a row, those of one text apart from those of another. */
export function charactersOf(index) {
  const parts = []
  for (const record of index.records) {
    record.each(piece => {
      for (const unit of unitsIn(index, piece)) parts.push(unit.kind === "character" ? unit.word.text : " ")
    })
    parts.push("\n")
  }
  return parts.join("")
}

/** Cut a text into units, each with its word, where it stands, and the word it begins with others. */
export function cut(index, text) {
  let record = index.texts.get(text)
  if (!record) index.texts.set(text, record = { text })   // shown, but not searched
  if (!record.units) {
    const units = record.units = []
    scan(text, (kind, start, end) => {
      const known = wordAt(index, text, kind, start, end)
      units.push({ kind, text: known.text, start, end, word: known })
    })
    for (const [first, last] of chains(text, units)) {
      units[first].joined = word(index, units.slice(first, last + 1).map(unit => unit.text).join(""), "word")
      units[first].span = last + 1 - first
    }
  }
  return record.units
}

/** Cut what is asked: units with the word of the index, if it has one, and their stem. */
export function asked(index, text) {
  return unitsOf(text).map(unit => ({ ...unit, word: index.vocabulary.get(unit.text),
    stem: unit.kind === "word" ? stem(index, unit.text) : unit.text }))
}

function unitsOf(text) {
  const units = []
  scan(text, (kind, start, end) => units.push({ kind, text: fold(text.slice(start, end), kind), start, end }))
  return units
}

/** Tell of each unit of a text its kind, where it begins and where it ends, as UNIT finds them. */
function scan(text, tell) {
  for (let i = 0; i < text.length; i++) if (classOf(text.charCodeAt(i)) === FOREIGN) return matched(text, tell)
  for (let i = 0; i < text.length;) {
    const first = i
    const kind = classOf(text.charCodeAt(i++))
    if (kind === HAN) tell("character", first, i)
    else if (kind === PERCENT) tell("sign", first, i)
    else if (kind === LETTER) {
      while (i < text.length && classOf(text.charCodeAt(i)) === LETTER) i++
      if (i < text.length && classOf(text.charCodeAt(i)) === CURRENCY) i++
      tell("word", first, i)
    } else if (kind === DIGIT) {
      AT_NUMBER.lastIndex = first
      AT_NUMBER.test(text)
      i = AT_NUMBER.lastIndex
      tell("number", first, i)
    }
  }
}

function matched(text, tell) {
  for (const match of text.matchAll(UNIT)) {
    const kind = Object.keys(match.groups).find(key => match.groups[key] !== undefined)
    tell(kind, match.index, match.index + match[0].length)
  }
}

function classOf(code) {
  return CLASSES[code] || (CLASSES[code] = CLASS_OF.find(([pattern]) => pattern.test(String.fromCharCode(code)))?.[1] ?? GAP)
}

/** Return the word that stands somewhere in a text; how often it is written so, it is folded once. */
function wordAt(index, text, kind, start, end) {
  if (end === start + 1) {
    const code = text.charCodeAt(start)
    return index.single[code] ??= word(index, fold(text[start], kind), kind)
  }
  const written = text.slice(start, end)
  let known = index.written.get(written)
  if (!known) index.written.set(written, known = word(index, fold(written, kind), kind))
  return known
}

/**
 * Yield the first and last unit of words joined by a hyphen, a dot or an apostrophe.
 * @returns {Generator<[number, number]>}
 */
export function* chains(text, units) {
  let first = 0
  for (let i = 1; i <= units.length; i++) {
    const joined = i < units.length && units[i].kind === "word" && units[i - 1].kind === "word" &&
      JOINT.test(text.slice(units[i - 1].end, units[i].start))
    if (joined) continue
    if (i - first > 1) yield [first, i - 1]
    first = i
  }
}

function fold(text, kind) {
  if (kind === "number") return text.normalize("NFKC").replaceAll(",", "")
  const plain = text.normalize("NFKC").toLowerCase()
  if (kind !== "word") return plain
  return plain.normalize("NFD").replace(/(\p{Script=Latin})\p{M}+/gu, "$1").normalize("NFC")
}

function word(index, text, kind) {
  let known = index.vocabulary.get(text)
  if (!known) index.vocabulary.set(text, known = new Word(index, text, kind))
  return known
}

/** A word, the texts that hold it, and, once asked for, the entries: by what they say, and by what else they are known by. */
class Word {
  #index
  #head
  #also

  constructor(index, text, kind) {
    this.#index = index
    this.text = text
    this.kind = kind
    this.stem = kind === "word" ? stem(index, text) : text
    /** @type {number[]} */
    this.texts = []
  }

  get head() {
    return this.#head ??= new Set(this.texts.flatMap(n => this.#index.records[n].head))
  }

  get also() {
    return this.#also ??= new Set(this.texts.flatMap(n => this.#index.records[n].also))
  }
}

function stem(index, text) {
  for (const [pattern, by] of index.endings) if (pattern.test(text)) return text.replace(pattern, by)
  return text
}

/** Tell whether letters are whole syllables of a reading, from any on: “chongqing” of “chong/zhong qing”. */
export function reads(reading, letters) {
  const plain = letters.replaceAll("v", "u")   // how ü is typed
  const syllables = reading.replaceAll("v", "u").split(" ").map(syllable => syllable.split("/"))
  const goesOn = (rest, i) => !rest || i < syllables.length &&
    syllables[i].some(way => rest.startsWith(way) && goesOn(rest.slice(way.length), i + 1))
  return syllables.some((_, first) => goesOn(plain, first))
}

/** Tell whether a word becomes another by so many slips: a letter more, less, wrong, or swapped. */
export function near(a, b, slips) {
  if (Math.abs(a.length - b.length) > slips || a[0] !== b[0] && a.length < 6) return false
  let before = [], last = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const line = [i]
    for (let k = 1; k <= b.length; k++) {
      line[k] = Math.min(last[k] + 1, line[k - 1] + 1, last[k - 1] + Number(a[i - 1] !== b[k - 1]))
      if (i > 1 && k > 1 && a[i - 1] === b[k - 2] && a[i - 2] === b[k - 1]) line[k] = Math.min(line[k], before[k - 2] + 1)
    }
    before = last
    last = line
  }
  return last[b.length] <= slips
}
